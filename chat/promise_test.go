package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestAPromiseIsKeptThroughTheMinuteThatWasTold(t *testing.T) {
	for _, c := range []struct {
		told, took time.Duration
		kept       bool
	}{
		{time.Millisecond, time.Second, true}, // "under a minute"
		{time.Millisecond, time.Minute, true},
		{time.Millisecond, time.Minute + 1, false},
		{59 * time.Second, time.Minute, true},
		{time.Minute, time.Minute + time.Second, false},
		{61 * time.Second, 2 * time.Minute, true},
		{61 * time.Second, 2*time.Minute + 1, false},
		{time.Duration(1<<63 - 1), time.Hour, true},
	} {
		s := start()
		s.Promise = &Promise{Position: 1, Wait: c.told}
		over := tell(t, s)
		over.now = t0.Add(c.took)
		over.then(Assign{Agent: "agt_anna", Name: "Anna", Reason: Picked})
		require.Equal(t, c.kept, over.s.Promise.Kept, "told %v, took %v", c.told, c.took)
		require.Equal(t, !c.kept, over.s.Promise.Broken)
	}
}
