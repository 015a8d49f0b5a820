package channel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

func mark(id string, at time.Time) channel.Event {
	return channel.Event{
		ID: id, Kind: channel.KindStatus, State: channel.Read, Watermark: at,
	}
}

func TestAMarkThatComesBeforeTheAnswerOfASendTellsOfIt(t *testing.T) {
	for name, end := range map[string]func(l *channel.Lane) []channel.Change{
		"the answer is late": func(l *channel.Lane) []channel.Change {
			return l.End(noon.Add(5*time.Second), took("m1"))
		},
		"it never comes, and an echo tells": func(l *channel.Lane) []channel.Change {
			require.Empty(t, l.End(noon.Add(5*time.Second), channel.Result{}))
			return l.Hear(noon.Add(6*time.Second), channel.Event{
				ID: "e", Kind: channel.KindEcho, Own: "a1", Of: "m1", At: noon.Add(time.Second),
			})
		},
		"the program dies": func(l *channel.Lane) []channel.Change {
			l.Resume(noon.Add(5 * time.Second))
			return l.Hear(noon.Add(6*time.Second), channel.Event{
				ID: "e", Kind: channel.KindEcho, Own: "a1", Of: "m1", At: noon.Add(time.Second),
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := open(out("a1", "hello"), out("a2", "later"))
			begin(t, l, noon)
			require.Empty(t, l.Hear(noon.Add(3*time.Second), mark("w", noon.Add(2*time.Second))))
			cs := end(l)
			require.Len(t, cs, 1)
			require.Equal(t, channel.Read, cs[0].State)
			begin(t, l, noon.Add(8*time.Second))
			cs = l.End(noon.Add(9*time.Second), took("m2"))
			require.Equal(t, channel.Sent, cs[0].State, "what goes later was not read then")
			require.Empty(t, l.Held, "nothing of it is kept")
		})
	}
}

func TestAnEchoOfWhatWentLongAgoIsNobodyElses(t *testing.T) {
	l := open()
	own := func(n int) string { return fmt.Sprintf("a#%d", n) }
	long := out("a", strings.Repeat("0123456 8 ", 150))
	l.Add(long, rules)
	for now := noon; len(l.Parts) > 0; now = now.Add(time.Second) {
		m := begin(t, l, now)
		l.End(now, took("x"+m.ID))
	}
	require.Empty(t, l.Hear(noon, channel.Event{
		ID: "e1", Kind: channel.KindEcho, Own: own(2), Of: "xa#2", Text: "0123456 8",
	}), "the last hundred are remembered, and it was before")
	require.Len(t, l.Hear(noon, channel.Event{
		ID: "e2", Kind: channel.KindEcho, Own: "b", Of: "y", Text: "by another program",
	}), 1)
	l.Add(out("c", "hello"), rules)
	begin(t, l, noon.Add(time.Hour))
	old := channel.Event{ID: "e3", Kind: channel.KindEcho, Own: own(2), Of: "xa#2"}
	require.Empty(t, l.Hear(noon.Add(time.Hour), old))
	l.End(noon.Add(time.Hour), took("z"))
	require.Empty(t, l.Step(noon.Add(2*time.Hour)), "nor when it was held")
}
