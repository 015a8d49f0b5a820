package desk

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// followed is a desk whose records a test writes itself, at one instant. Its node is "own".
type followed struct {
	*Desk
	t *testing.T
}

func newFollowed(t *testing.T) followed {
	d, err := New(Config{Store: memstore.New(memstore.Config{}), Node: "own", Now: func() time.Time { return noon }, Seed: Settings{
		Queues: []Queue{{ID: "q0"}, {ID: "q1", NoAgent: NoAgentRefuse}, {ID: "q2"}},
	}})
	require.NoError(t, err)
	f := followed{d, t}
	f.follow()
	return f
}

// write puts some values at once.
func (f followed) write(values map[string]any) {
	f.t.Helper()
	var b store.Batch
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if values[key] == nil {
			b.Delete = append(b.Delete, key)
			continue
		}
		value, err := records.Encode(values[key], nil)
		require.NoError(f.t, err)
		b.Put = append(b.Put, store.Record{Key: key, Value: value})
	}
	_, err := f.cfg.Store.Commit(f.t.Context(), b)
	require.NoError(f.t, err)
}

// follow takes in what was written.
func (f followed) follow() {
	f.t.Helper()
	for next := noon; !next.After(noon); {
		var err error
		next, err = f.Follower().Step(f.t.Context(), noon)
		require.NoError(f.t, err)
	}
}

// begin makes the desk forget what it knows, as if its place in the feed were too old.
func (f followed) begin() {
	f.room.image.mu.Lock()
	f.room.image.loaded = false
	f.room.image.mu.Unlock()
	f.follow()
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
		ID: sessionID(n), Site: defaultSite, Visitor: "vera", Queue: pick[chat.QueueID](r, "q0", "q1", "q2"), Weight: 1 + r.IntN(3),
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

// plain counts by looking at everybody.
func (f followed) plain(q chat.QueueID) (c headcount) {
	all, err := f.allAgents(f.t.Context())
	require.NoError(f.t, err)
	for _, a := range all {
		h := &c.people
		if a.Bot {
			h = &c.bots
		}
		if !a.In(q) {
			continue
		}
		if a.Mode == chat.Available {
			h.available++
		}
		if a.Free() > 0 {
			h.able++
		}
		h.free += a.Free()
	}
	return c
}

// TestWhatIsKeptIsWhatLookingThroughAllRecordsWouldFind changes agents, sessions and nodes at random.
func TestWhatIsKeptIsWhatLookingThroughAllRecordsWouldFind(t *testing.T) {
	const agents, sessions = 12, 30
	f := newFollowed(t)
	im := &f.room.image
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 2000 {
		batch := map[string]any{}
		for range 1 + r.IntN(3) {
			switch i, j := r.IntN(agents), r.IntN(sessions); r.IntN(8) {
			case 0, 1, 2:
				batch[records.Agent(agentID(i))] = randomAgent(r, i)
			case 3:
				batch[records.Agent(agentID(i))] = nil
			case 4:
				a := attendance{Node: fmt.Sprint("node", r.IntN(3)), At: noon}
				for k := range agents {
					if r.IntN(3) == 0 {
						a.Agents = append(a.Agents, attending{agentID(k), pick(r, time.Time{}, noon.Add(-time.Second))})
					}
				}
				batch[records.Presence(a.Node)] = a
			case 5:
				batch[records.Presence(fmt.Sprint("node", r.IntN(3)))] = nil
			default:
				batch[records.Session(sessionID(j))] = randomSession(r, j, agents)
			}
		}
		f.write(batch)
		if f.follow(); n%97 == 0 {
			f.begin()
		}

		all, err := f.staff(t.Context())
		require.NoError(t, err)
		for _, q := range []chat.QueueID{"q0", "q1", "q2", "none"} {
			require.Equal(t, f.plain(q), all.of(q), "%s, after change %d", q, n)
		}
		f.asks(r, all)
		owned, offered, line := sessionsBy[chat.AgentID]{}, sessionsBy[chat.AgentID]{}, sessionsBy[chat.QueueID]{}
		for id, k := range im.open {
			s := k.value
			if s.State.Owned() {
				owned.add(s.Agent, id)
			}
			for _, o := range s.Offers {
				offered.add(o.Agent, id)
			}
			if s.State.Waiting() {
				line.add(s.Queue, id)
			}
			at, key := f.due(im, s, noon), topicSession(string(id))
			if at.IsZero() {
				require.Zero(t, im.timers.At(key))
			} else {
				require.Equal(t, at, im.timers.At(key), "the timer of %s, after change %d", id, n)
			}
		}
		require.Equal(t, owned, im.owned)
		require.Equal(t, offered, im.offered)
		require.Equal(t, line, im.line)
		links := 0
		for _, cs := range im.links {
			links += len(cs)
		}
		for id, node := range im.nodes {
			links -= len(node.Agents)
			for _, a := range node.Agents {
				require.Contains(t, im.links[a.Agent], connection{id, a.Gone, noon})
			}
		}
		require.Zero(t, links, "connections that no node speaks of")
	}
}

func TestTheStaffOfAStoreIsThatOfThePicture(t *testing.T) {
	f := newFollowed(t)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 40 {
		f.write(map[string]any{records.Agent(agentID(i)): randomAgent(r, i)})
	}
	f.follow()
	kept, err := f.staff(t.Context())
	require.NoError(t, err)
	fresh, err := New(Config{Store: f.cfg.Store, Node: "fresh"})
	require.NoError(t, err)
	read, err := fresh.staff(t.Context())
	require.NoError(t, err)
	for _, q := range []chat.QueueID{"q0", "q1", "q2", "none"} {
		require.Equal(t, kept.of(q), read.of(q))
	}
}

// team writes so many agents, all in every queue, and has the desk take them in.
func (f followed) team(n int, mode chat.AgentMode) followed {
	for i := range n {
		f.write(map[string]any{records.Agent(agentID(i)): chat.Agent{ID: agentID(i), Name: "Ann", Capacity: 2, Mode: mode, Queues: []chat.Serves{{Queue: "q0"}, {Queue: "q1"}, {Queue: "q2"}}}})
	}
	f.follow()
	return f
}

// TestTheSizeOfTheTeamCostsAVisitorNothing compares what a beacon, a start's door and an availability allocate.
func TestTheSizeOfTheTeamCostsAVisitorNothing(t *testing.T) {
	few, many := newFollowed(t).team(10, chat.Available), newFollowed(t).team(2000, chat.Available)
	free, ctx := 0, t.Context()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		all, err := many.staff(ctx)
		if err != nil {
			panic(err)
		}
		free = all.of("q1").people.free
	}), "the headcount alone")
	require.Equal(t, 4000, free)
	for name, ask := range map[string]func(v Visitor) error{
		"beacon":       func(v Visitor) error { _, err := v.Visit(t.Context(), VisitFacts{}); return err },
		"availability": func(v Visitor) error { _, err := v.Availability(t.Context(), "", "q1"); return err },
		"door":         func(v Visitor) error { _, err := v.d.door(t.Context(), "", "q1"); return err },
	} {
		bytes := func(f followed) float64 {
			v := f.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true})
			require.NoError(t, ask(v))
			return bytesPerRun(200, func() { require.NoError(t, ask(v)) })
		}
		require.InDelta(t, bytes(few), bytes(many), 4096, name)
	}
}

// bytesPerRun is how much one call allocates, on average.
func bytesPerRun(runs int, do func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		do()
	}
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / float64(runs)
}

// looks counts what the follower looks at while it takes in what do writes.
func (f followed) looks(do func()) int {
	do()
	before := f.room.image.steps
	f.follow()
	return f.room.image.steps - before
}

// TestAChangeLooksAtWhatItConcernsAlone counts the agents, connections and sessions that are looked at, for some of them and
// for four times as many.
func TestAChangeLooksAtWhatItConcernsAlone(t *testing.T) {
	sessions := func(f followed, n int, make func(i int) chat.Session) {
		for i := range n {
			s := make(i)
			s.ID, s.Queue, s.Visitor, s.Site, s.StateAt, s.LastAt = sessionID(i), "q0", "vera", defaultSite, noon, noon
			f.write(map[string]any{records.Session(s.ID): s})
		}
		f.follow()
	}
	waiting := func(int) chat.Session { return chat.Session{State: chat.Queued} }
	elsewhere := func(int) chat.Session {
		return chat.Session{State: chat.Active, Agent: agentID(1), Offers: []chat.Offer{{ID: "o", Agent: agentID(2), Transfer: true, Deadline: noon}}}
	}
	become := func(f followed, i int, change func(a *chat.Agent)) func() {
		return func() {
			a := f.room.image.agents[agentID(i)].value
			change(&a)
			f.write(map[string]any{records.Agent(a.ID): a})
		}
	}
	connected := func(node string, n int) attendance {
		a := attendance{Node: node, At: noon}
		for i := range n {
			a.Agents = append(a.Agents, attending{Agent: agentID(i)})
		}
		return a
	}
	for name, c := range map[string]struct {
		times int // the look for four times as many may cost: once as much, or four times
		work  func(f followed, n int) int
	}{
		"a mode changes beside those who wait": {1, func(f followed, n int) int {
			sessions(f.team(3, chat.Available), n, waiting)
			return f.looks(become(f, 0, func(a *chat.Agent) { a.Mode = chat.Break }))
		}},
		"a mode changes beside others' sessions and offers": {1, func(f followed, n int) int {
			sessions(f.team(3, chat.Available), n, elsewhere)
			return f.looks(become(f, 0, func(a *chat.Agent) { a.Mode = chat.Break }))
		}},
		"an agent is lost": {1, func(f followed, n int) int {
			sessions(f.team(3, chat.Available), n, elsewhere)
			return f.looks(become(f, 0, func(a *chat.Agent) { a.Mode, a.Before, a.LostAt = chat.Lost, chat.Available, noon }))
		}},
		"an agent is removed": {1, func(f followed, n int) int {
			sessions(f.team(3, chat.Available), n, elsewhere)
			return f.looks(become(f, 0, func(a *chat.Agent) { a.Mode, a.Removed = chat.Offline, true }))
		}},
		"a capacity changes": {1, func(f followed, n int) int {
			sessions(f.team(3, chat.Available), n, elsewhere)
			return f.looks(become(f, 0, func(a *chat.Agent) { a.Capacity = 9 }))
		}},
		"queues change": {1, func(f followed, n int) int {
			sessions(f.team(3, chat.Available), n, elsewhere)
			return f.looks(become(f, 0, func(a *chat.Agent) { a.Queues = a.Queues[:1] }))
		}},
		"a mode changes in a team": {1, func(f followed, n int) int {
			f.team(n, chat.Offline)
			return f.looks(become(f, 0, func(a *chat.Agent) { a.Mode = chat.Available }))
		}},
		"a desk starts": {4, func(f followed, n int) int {
			f.team(n, chat.Offline)
			before := f.room.image.steps
			f.begin()
			return f.room.image.steps - before
		}},
		"a node says who is connected": {4, func(f followed, n int) int {
			f.team(n, chat.Available)
			f.write(map[string]any{records.Presence("node1"): connected("node1", n)})
			f.follow()
			return f.looks(func() { f.write(map[string]any{records.Presence("node1"): connected("node1", n)}) })
		}},
		"a node dies": {4, func(f followed, n int) int {
			f.team(n, chat.Available)
			f.write(map[string]any{records.Presence("node1"): connected("node1", n), records.Presence("node2"): connected("node2", n)})
			f.follow()
			before := f.room.image.steps
			f.room.dispatcher.nodeDue("node1", nil, noon, noon)
			return f.room.image.steps - before
		}},
	} {
		t.Run(name, func(t *testing.T) {
			few, many := c.work(newFollowed(t), 50), c.work(newFollowed(t), 200)
			require.LessOrEqual(t, many, c.times*few+20, "%d looks for 50, %d for 200", few, many)
		})
	}
}
