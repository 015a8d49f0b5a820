package channel_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// FuzzLane plays any order of what can happen to a lane. Messages go in order, each ends once, none
// is tried again unmarked after a try that may have come through, and what is kept can be read
// again.
func FuzzLane(f *testing.F) {
	f.Add([]byte{0, 0, 1, 2, 1, 3, 4, 1, 2, 5, 6, 1, 7, 1, 2})
	f.Add([]byte{0, 1, 3, 8, 1, 2, 9, 0, 1, 5})
	f.Fuzz(func(t *testing.T, steps []byte) {
		l, now, n := open(), noon, 0
		var under string // the part that is under way
		unknown, ended, last := map[string]bool{}, map[string]bool{}, -1
		tell := func(cs []channel.Change) {
			for _, c := range cs {
				if c.State == channel.Failed {
					require.False(t, ended[c.Message], "%s ended twice", c.Message)
					ended[c.Message] = true
				}
			}
		}
		for _, b := range steps[:min(len(steps), 300)] {
			switch now = now.Add(time.Second); b % 10 {
			case 0:
				l.Add(out(fmt.Sprint(n), "x"), rules)
				n++
			case 1:
				m, cs, ok := l.Begin(now, rules)
				tell(cs)
				if ok {
					require.Empty(t, under, "one at a time")
					require.Equal(t, unknown[m.ID], m.Again, "%s is marked if need be", m.ID)
					var at int
					_, err := fmt.Sscan(m.ID, &at)
					require.NoError(t, err)
					require.GreaterOrEqual(t, at, last, "in order")
					last, under = at, m.ID
				}
			case 2:
				tell(l.End(now, took("x"+under)))
				under = ""
			case 3:
				unknown[under] = true
				tell(l.End(now, channel.Result{}))
				under = ""
			case 4:
				now = now.Add(time.Minute)
				tell(l.Step(now))
			case 5:
				tell(l.Hear(now, echo("x"+under, under, "x")))
			case 6:
				tell(l.Hear(now, status(fmt.Sprintf("x%d", last), channel.Delivered)))
			case 7:
				tell(l.End(now, channel.Refuse(channel.Retry, "", "")))
				under = ""
			case 8:
				kept, err := json.Marshal(l)
				require.NoError(t, err)
				var again channel.Lane
				require.NoError(t, json.Unmarshal(kept, &again))
				if again.Resume(now); under != "" {
					unknown[under], under = true, ""
				}
				l = &again
			case 9:
				tell(l.End(now, channel.Refuse(channel.Permanent, "", "")))
				under = ""
			}
		}
	})
}
