package guard_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/guard"
)

func TestAHookThatFailsIsLeftInPeaceAndThenTriedByOne(t *testing.T) {
	b := guard.NewBreaker(2, time.Minute, 10)
	now := time.Unix(1000, 0)
	call := func(ok bool) {
		require.True(t, b.Enter(now))
		b.Leave()
		b.Tell(now, ok)
	}
	call(false)
	call(true)
	call(false)
	call(false)
	require.False(t, b.Enter(now), "two failures in a row")
	now = now.Add(time.Minute)
	require.True(t, b.Enter(now))
	require.False(t, b.Enter(now), "one tries")
	b.Leave()
	b.Tell(now, false)
	require.False(t, b.Enter(now.Add(59*time.Second)))
	now = now.Add(time.Minute)
	call(true)
	call(false)
	require.True(t, b.Enter(now), "one failure is none in a row")
}

func TestCallsThatHangAreNotAddedTo(t *testing.T) {
	b := guard.NewBreaker(100, time.Minute, 2)
	now := time.Unix(1000, 0)
	require.True(t, b.Enter(now))
	require.True(t, b.Enter(now))
	b.Tell(now, false)
	require.False(t, b.Enter(now), "both still hang")
	b.Leave()
	require.True(t, b.Enter(now))
}
