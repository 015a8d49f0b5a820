package channel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// halfGone is a lane with a message of two parts, of which the first is gone and the second is
// being tried.
func halfGone(t *testing.T) (l *channel.Lane, second channel.Outbound) {
	l = open(out("a1", "one. two. three."))
	begin(t, l, noon)
	require.Empty(t, l.End(noon, took("m1")))
	return l, begin(t, l, noon)
}

func TestAMessageThatIsGivenUpSaysThatItsLastPartMayBeThereTwice(t *testing.T) {
	l, _ := halfGone(t)
	require.Empty(t, l.End(noon, channel.Result{}))
	now := noon.Add(time.Minute)
	begin(t, l, now) // once more
	require.Empty(t, l.End(now, channel.Result{}))
	cs := l.Hear(now, status("m1", channel.Failed))
	require.Len(t, cs, 1)
	require.Equal(t, channel.Failed, cs[0].State)
	require.True(t, cs[0].Twice, "both tries may have come through")
	require.Empty(t, l.Parts)
}

func TestNothingOfAMessageThatIsGivenUpGoesAgain(t *testing.T) {
	for name, r := range map[string]channel.Result{
		"nobody knows": {}, "busy": channel.Refuse(channel.Retry, "", "busy"),
		"the account is down": channel.Refuse(channel.AccountDown, "", "token"),
		"taken":               took("m2"),
	} {
		t.Run(name, func(t *testing.T) {
			l, _ := halfGone(t)
			cs := l.Hear(noon, status("m1", channel.Failed))
			require.Len(t, cs, 1)
			require.Len(t, l.Parts, 1, "it is under way")
			require.Empty(t, l.End(noon, r))
			require.Empty(t, l.Parts)
			l.Add(out("a2", "later"), rules)
			m := begin(t, l, noon.Add(time.Hour))
			require.Equal(t, "a2", m.ID, "what comes after it goes on")
		})
	}
}
