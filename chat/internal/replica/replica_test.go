package replica

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// open is settings of queues that are always open and depend on no other queue.
type open []chat.QueueID

func (o open) QueueIDs() []chat.QueueID                                     { return o }
func (o open) ShiftHours(string) *hours.Schedule                            { return nil }
func (o open) Handover() time.Duration                                      { return 0 }
func (o open) Midnight(now time.Time) time.Time                             { return now.Truncate(24 * time.Hour) }
func (o open) Instead(chat.Session) (q chat.QueueID, at time.Time, ok bool) { return "", at, false }

func (o open) RouterConfig() (c routing.Config) {
	for _, q := range o {
		c.Queues = append(c.Queues, routing.Queue{ID: string(q)})
	}
	return c
}

func (o open) Demand(q chat.QueueID) door.Demand {
	return door.Demand{Weight: 1, Ways: []door.Way{{Queue: q, AtStart: true}}}
}

func (o open) DemandOf(s chat.Session) (door.Demand, bool) {
	d := o.Demand(s.Queue)
	d.Weight = max(1, s.Weight)
	return d, slices.Contains(o, s.Queue)
}

func (o open) ReplyBy(chat.Session) time.Time { return time.Time{} }

func (o open) AwayAfter(chat.Session) time.Duration { return time.Minute }
func (o open) Summon(chat.Session) time.Duration    { return 0 }

func (o open) Hours(chat.Session, time.Time) (time.Time, bool, bool) { return time.Time{}, false, true }

// closed is settings of queues whose hours are over.
type closed struct{ open }

func (closed) Hours(_ chat.Session, now time.Time) (time.Time, bool, bool) {
	return now.Add(time.Hour), true, true
}

// feeding is a replica with the records that a test gives it, at one instant. Its node is "own".
type feeding struct {
	*Replica
	t   *testing.T
	rs  map[string]store.Record
	rev store.Rev
}

func newFeeding(t *testing.T, s Settings) *feeding {
	router, err := routing.New(s.RouterConfig())
	require.NoError(t, err)
	f := &feeding{Replica: New("own", 3*time.Second, router), t: t, rs: map[string]store.Record{}}
	f.begin(s)
	return f
}

// begin has the replica forget everything, and begin with the records as they are.
func (f *feeding) begin(s Settings) {
	router, err := routing.New(s.RouterConfig())
	require.NoError(f.t, err)
	f.Forget()
	f.Renew(router, s)
	f.Apply(slices.Collect(maps.Values(f.rs)), f.rev, noon, noon)
	f.Complete(noon, noon)
}

// feed writes some values in one commit, nil ones away, and returns what came of them.
func (f *feeding) feed(values map[string]any) Applied {
	f.t.Helper()
	f.rev++
	var rs []store.Record
	for _, key := range slices.Sorted(maps.Keys(values)) {
		r := store.Record{Key: key, Rev: f.rev}
		if r.Deleted = values[key] == nil; r.Deleted {
			delete(f.rs, key)
		} else {
			var err error
			r.Value, err = records.Encode(values[key], nil)
			require.NoError(f.t, err)
			f.rs[key] = r
		}
		rs = append(rs, r)
	}
	return f.Apply(rs, f.rev, noon, noon)
}

func agentID(n int) chat.AgentID     { return chat.AgentID(fmt.Sprintf("agt_%026d", n)) }
func sessionID(n int) chat.SessionID { return chat.SessionID(fmt.Sprintf("ses_%026d", n)) }

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func randomAgent(r *rand.Rand, n int) chat.Agent {
	a := chat.Agent{
		ID: agentID(n), Name: "Ann", Bot: r.IntN(3) == 0, Supervisor: r.IntN(5) == 0, Capacity: 1 + r.IntN(4), Load: r.IntN(7),
		Mode: pick(r, chat.Available, chat.Available, chat.Break, chat.Draining, chat.Lost, chat.Offline), Removed: r.IntN(9) == 0,
	}
	if a.Mode == chat.Lost {
		a.Before, a.LostAt = pick(r, chat.Available, chat.Break), noon.Add(-time.Duration(r.IntN(60))*time.Second)
	}
	for range r.IntN(4) { // the same queue twice too
		a.Queues = append(a.Queues, chat.Serves{Queue: pick[chat.QueueID](r, "q0", "q1", "q2"), Priority: r.IntN(2), Delay: time.Duration(r.IntN(3)) * time.Second})
	}
	for i := range r.IntN(3) {
		a.Skills = append(a.Skills, chat.Skill{Name: fmt.Sprint("s", i), Level: 1 + r.IntN(3)})
	}
	return a
}

func randomSession(r *rand.Rand, n, agents int) chat.Session {
	s := chat.Session{
		ID: sessionID(n), Site: "main", Visitor: "vera", Queue: pick[chat.QueueID](r, "q0", "q1", "q2"), Weight: 1 + r.IntN(3),
		State:    pick(r, chat.Queued, chat.Offered, chat.Active, chat.Active, chat.Held, chat.Wrapping, chat.Closed, chat.Messaged),
		QueuedAt: noon.Add(-time.Duration(n) * time.Second), StateAt: noon, LastAt: noon,
	}
	if s.State.Owned() {
		s.Agent = agentID(r.IntN(agents))
	}
	if s.State == chat.Offered || s.State == chat.Active {
		for i := range r.IntN(3) {
			s.Offered++
			s.Offers = append(s.Offers, chat.Offer{
				ID: chat.OfferID(fmt.Sprint("off_", n, "_", i)), N: s.Offered, Agent: agentID(r.IntN(agents)), Transfer: s.State == chat.Active, Deadline: noon.Add(time.Minute),
			})
		}
	}
	return s
}

func randomAttendance(r *rand.Rand, node string, agents int) records.Attendance {
	a := records.Attendance{Node: node, At: noon}
	for k := range agents {
		if r.IntN(3) == 0 {
			a.Agents = append(a.Agents, records.Attending{Agent: agentID(k), Gone: pick(r, time.Time{}, noon.Add(-time.Second))})
		}
	}
	return a
}

// randomChange is some records, changed at random.
func randomChange(r *rand.Rand, agents, sessions int) map[string]any {
	batch := map[string]any{}
	for range 1 + r.IntN(3) {
		i, j, node := r.IntN(agents), r.IntN(sessions), fmt.Sprint("node", r.IntN(3))
		switch r.IntN(8) {
		case 0, 1, 2:
			batch[records.Agent(agentID(i))] = randomAgent(r, i)
		case 3:
			batch[records.Agent(agentID(i))] = nil
		case 4:
			batch[records.Presence(node)] = randomAttendance(r, node, agents)
		case 5:
			batch[records.Presence(node)] = nil
		default:
			batch[records.Session(sessionID(j))] = randomSession(r, j, agents)
		}
	}
	return batch
}

// agents are the records of agents by looking at all records.
func (f *feeding) agents() (all []chat.Agent) {
	for key, r := range f.rs {
		if k, _ := records.Parse(key); k.Family == records.FamilyAgent {
			a, err := records.Decode[chat.Agent](r.Value)
			require.NoError(f.t, err)
			if !a.Removed {
				all = append(all, a)
			}
		}
	}
	return all
}

// TestWhatIsKeptIsWhatLookingThroughAllRecordsWouldFind changes agents, sessions and nodes at random.
func TestWhatIsKeptIsWhatLookingThroughAllRecordsWouldFind(t *testing.T) {
	const agents, all = 12, 30
	set := closed{open{"q0", "q1", "q2"}}
	f := newFeeding(t, set)
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 500 {
		f.feed(randomChange(r, agents, all))
		if n%97 == 0 {
			f.begin(set)
		}
		team := f.agents()
		require.Equal(t, door.CountCrowds(team), f.state.team.there, "after change %d", n)
		f.requireIndexes(n)
	}
}

// requireIndexes compares what is kept of sessions and connections with what looking through them finds.
func (f *feeding) requireIndexes(n int) {
	t, s := f.t, &f.state
	fresh := newSessions()
	for id := range s.sessions.times {
		require.Contains(t, s.sessions.open, id, "after change %d", n)
	}
	fresh.times = s.sessions.times // depends on when each came
	for id, k := range s.sessions.open {
		fresh.put(k.value, k.rev)
		at, _ := s.next(k.value, noon)
		move, note := s.timers.moves.At(string(id)), s.timers.notes.At(string(id))
		require.True(t, move.IsZero() || note.IsZero(), "two timers of %s, after change %d", id, n)
		timer := timing.Earlier(move, note) // early where who comes to a closed queue gives more time
		require.Equal(t, at.IsZero(), timer.IsZero(), "the timer of %s, after change %d", id, n)
		require.False(t, timer.After(at), "the timer of %s, after change %d", id, n)
	}
	for id, rev := range s.sessions.grown {
		require.LessOrEqual(t, rev, s.sessions.at(id).rev, "after change %d", n)
	}
	require.Len(t, s.sessions.grown, len(s.sessions.open), "after change %d", n)
	fresh.grown = s.sessions.grown // depends on when each grew
	require.Equal(t, fresh, s.sessions)
	links := 0
	for _, cs := range s.connections.links {
		links += len(cs)
	}
	for id, node := range s.connections.nodes {
		links -= len(node.Agents)
		for _, a := range node.Agents {
			require.Contains(t, s.connections.links[a.Agent], connection{id, a.Gone, noon, a.RefusedFrom, a.Calls})
		}
	}
	require.Zero(t, links, "connections that no node speaks of")
}
