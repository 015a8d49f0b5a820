package replica

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// FuzzVisits has a node say anything of its visitors. Nobody panics, a visitor is either there or
// gone, and when the node takes it back nothing is left of it.
func FuzzVisits(f *testing.F) {
	f.Add(`{"v":1,"here":["vis_a","vis_b"],"hidden":["vis_b"]}`)
	f.Add(`{"v":1,"gone":[{"visitor":"vis_a","at":"2026-11-02T12:00:00Z","hidden":true}]}`)
	f.Add(`{"here":["vis_a","vis_a"],"gone":[{"visitor":"vis_a","at":"0001-01-01T00:00:00Z"}]}`)
	f.Add(`{"v":9,"here":[""],"hidden":["z","a"],"gone":[{}]}`)
	f.Add(`{"here":[1],"gone":{}}`)
	f.Fuzz(func(t *testing.T, value string) {
		r := newFeeding(t, open{"q0"})
		x := chat.Session{
			ID: sessionID(1), Visitor: "vis_a", State: chat.Queued, Queue: "q0", Entries: 1,
			QueuedAt: noon, EnteredAt: noon, LastAt: noon,
		}
		r.feed(map[string]any{records.Session(x.ID): x})
		key := records.Visiting("other", 3)
		r.Apply([]store.Record{{Key: key, Rev: 2, Value: []byte(value)}}, 2, noon, noon)
		for v := range r.state.connections.visits.of {
			r.state.absence(v)
		}
		require.Equal(t, 1-r.away(x), r.Position(x.ID), "a place in line is for who is there")
		r.Apply([]store.Record{{Key: key, Rev: 3, Deleted: true}}, 3, noon, noon)
		require.Empty(t, r.state.connections.visits.of)
		require.Empty(t, r.state.connections.visits.shards)
	})
}

// away is 1 while the session's visitor has left.
func (f *feeding) away(x chat.Session) int {
	if x.AwayFor(f.state.absence(x.Visitor)) {
		return 1
	}
	return 0
}

func TestHowLongAVisitorIsGoneIsNotByTheClockOfTheirNode(t *testing.T) {
	after := func(d time.Duration) time.Time { return noon.Add(d) }
	for name, c := range map[string]struct {
		here bool // the node said before that they are there
		says time.Duration
		want time.Duration // since when they are gone, as this node takes it
	}{
		"its clock is right":            {true, -5 * time.Second, -5 * time.Second},
		"its clock is behind":           {true, -10 * time.Minute, 0},
		"its clock is ahead":            {true, 10 * time.Minute, 0},
		"it remembers who went earlier": {false, -10 * time.Minute, -10 * time.Minute},
	} {
		f := newFeeding(t, open{"q0"})
		key, v := records.Visiting("other", 3), chat.VisitorID("vis_a")
		if c.here {
			f.feed(map[string]any{key: records.Visitors{Here: []chat.VisitorID{v}}})
		}
		f.Complete(noon, noon)
		gone := records.Gone{Visitor: v, At: after(c.says)}
		f.feed(map[string]any{key: records.Visitors{Gone: []records.Gone{gone}}})
		require.Equal(t, after(c.want), f.state.absence(v).Since, name)
		f.Redate(after(-9*time.Minute), after(time.Minute)) // a minute later, and put back by ten
		want := after(c.want - 10*time.Minute)
		require.Equal(t, want, f.state.absence(v).Since, "%s: by the clock of now", name)
	}
}
