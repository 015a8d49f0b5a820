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
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// followed is a desk whose records a test writes itself, at one instant. Its node is "own".
type followed struct {
	*Desk
	t *testing.T
}

func newFollowed(t *testing.T) followed {
	d, err := New(Config{Store: memstore.New(memstore.Config{}), Node: "own", Now: func() time.Time { return noon }, Seed: settings.Team{
		Queues: []settings.Queue{{ID: "q0"}, {ID: "q1", NoAgent: settings.NoAgentRefuse}, {ID: "q2"}},
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

func agentID(n int) chat.AgentID { return chat.AgentID(fmt.Sprintf("agt_%026d", n)) }

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

func TestTheStaffOfAStoreIsThatOfTheReplica(t *testing.T) {
	f := newFollowed(t)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 40 {
		f.write(map[string]any{records.Agent(agentID(i)): randomAgent(r, i)})
	}
	f.follow()
	kept, err := f.engine.teams.staff(t.Context())
	require.NoError(t, err)
	fresh, err := New(Config{Store: f.cfg.Store, Node: "fresh"})
	require.NoError(t, err)
	read, err := fresh.engine.teams.staff(t.Context())
	require.NoError(t, err)
	set, err := f.settled.InForce(t.Context())
	require.NoError(t, err)
	for _, q := range set.QueueIDs() {
		require.Equal(t, kept.serves(set.Demand(q), nil, noon), read.serves(set.Demand(q), nil, noon))
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
	set, err := many.settled.InForce(ctx)
	require.NoError(t, err)
	demand := set.Demand("q1")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		all, err := many.engine.teams.staff(ctx)
		if err != nil {
			panic(err)
		}
		free = all.serves(demand, nil, noon).Free
	}), "who is there alone")
	require.Equal(t, 4000, free)
	for name, ask := range map[string]func(v Visitor) error{
		"beacon":       func(v Visitor) error { _, err := v.Visit(t.Context(), VisitFacts{}); return err },
		"availability": func(v Visitor) error { _, err := v.Availability(t.Context(), "", "q1"); return err },
		"door": func(v Visitor) error {
			_, err := v.door(t.Context(), "", "q1", hook.Customer{})
			return err
		},
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
