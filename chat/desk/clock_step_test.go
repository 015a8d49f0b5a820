package desk_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
)

// lease is how long a leader may be silent, by default.
const lease = 3 * time.Second

// floor is a shop of nodes that run in a bubble, each with a time of day of its own, and an agent
// at each whose stream is open: a0 at n0 and so on.
type floor struct {
	*shop
	logs   []*testlog.Lines
	hangUp func() // ends the streams of these agents
}

func newFloor(t *testing.T, desks int, wrap ...func(node int, s store.Store) store.Store) *floor {
	f := &floor{}
	seed := settings.Team{}
	for i := range desks {
		seed.Agents = append(seed.Agents, settings.Agent{Login: fmt.Sprint("a", i), Name: "A", Capacity: 2, Queues: []chat.Serves{{Queue: settings.DefaultQueue}}})
	}
	f.shop = crewOf(t, chattest.Open, desks, []edit{func(cfg *desk.Config) {
		for _, w := range wrap {
			cfg.Store = w(len(f.logs), cfg.Store)
		}
		f.logs = append(f.logs, &testlog.Lines{})
		cfg.Logger = slog.New(slog.NewTextHandler(f.logs[len(f.logs)-1], nil))
		cfg.Seed, cfg.Key = seed, make([]byte, 32)
	}})
	time.Sleep(time.Second)
	ctx, cancel := context.WithCancel(context.Background())
	var streams sync.WaitGroup
	f.hangUp = func() {
		cancel()
		streams.Wait()
	}
	t.Cleanup(f.hangUp)
	for i := range desks {
		streams.Go(func() { f.connect(ctx, i, i) })
		_, err := f.agent(i, i).SetStatus(ctx, chat.Available, "")
		require.NoError(t, err)
	}
	time.Sleep(5 * time.Second)
	return f
}

// agent is agent a's handle at a node.
func (f *floor) agent(a, node int) desk.Agent {
	return f.desks[node].agent(fmt.Sprint("a", a))
}

// connect opens agent a's stream at a node, and opens it anew a moment after it ended.
func (f *floor) connect(ctx context.Context, a, node int) {
	for ctx.Err() == nil {
		for range f.agent(a, node).Events(ctx, "") {
		}
		select {
		case <-time.After(500 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

func (f *floor) set(node int, by time.Duration) { f.desks[node].node.Skew(by) }

// leads is which node leads; -1: none.
func (f *floor) leads() int { return slices.Index(f.desks, f.leader()) }

// modes are the modes that the agents had, one after the other, and how many beats each node's
// presence made meanwhile.
func (f *floor) watch(d time.Duration) (modes []map[chat.AgentMode]bool, beats []int64) {
	ctx := context.Background()
	at := func(i int) int64 {
		rs, err := f.store.Get(ctx, records.Presence(f.desks[i].name))
		require.NoError(f.t, err)
		if len(rs) == 0 {
			return 0
		}
		said, err := records.Decode[records.Attendance](rs[0].Value)
		require.NoError(f.t, err)
		return said.Beat
	}
	var before []int64
	for i := range f.desks {
		modes, before = append(modes, map[chat.AgentMode]bool{}), append(before, at(i))
	}
	for range d / (100 * time.Millisecond) {
		time.Sleep(100 * time.Millisecond)
		for i := range f.desks {
			me, err := f.agent(i, 0).Me(ctx)
			require.NoError(f.t, err)
			modes[i][me.Mode] = true
		}
	}
	for i := range f.desks {
		beats = append(beats, at(i)-before[i])
	}
	return modes, beats
}

func TestNobodyWithAnOpenStreamIsLostToAClockThatIsSet(t *testing.T) {
	for _, desks := range []int{1, 2, 3} {
		for _, by := range []time.Duration{50 * time.Second, -50 * time.Second, 10 * time.Minute, -10 * time.Minute, -61 * time.Second} {
			for _, leads := range []bool{true, false} {
				t.Run(fmt.Sprint(desks, " desks, ", by, ", leader ", leads), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						f := newFloor(t, desks)
						node := f.leads()
						require.GreaterOrEqual(t, node, 0)
						if !leads {
							node = (node + 1) % desks
						}
						for _, skew := range []time.Duration{by, 0} {
							f.set(node, skew)
							modes, beats := f.watch(30 * time.Second)
							for i := range modes {
								require.Equal(t, map[chat.AgentMode]bool{chat.Available: true}, modes[i], "agent a%d, clock by %v", i, skew)
								require.GreaterOrEqual(t, beats[i], int64(9), "beats of n%d, clock by %v", i, skew)
							}
						}
					})
				})
			}
		}
	}
}

func TestASlowClockLosesNobodyEither(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(t, 3)
		for s := range 60 {
			f.set(1, time.Duration(s)*100*time.Millisecond)
			f.set(2, -time.Duration(s)*30*time.Millisecond)
			modes, _ := f.watch(time.Second)
			for i := range modes {
				require.Equal(t, map[chat.AgentMode]bool{chat.Available: true}, modes[i], "agent a%d", i)
			}
		}
		require.False(t, f.desks[1].ClockAgrees())
		require.True(t, f.desks[0].ClockAgrees())
	})
}

func TestAChatIsOfferedAnsweredAndTimedWhileANodesClockIsSet(t *testing.T) {
	for _, desks := range []int{1, 2, 3} {
		for _, by := range []time.Duration{10 * time.Minute, -10 * time.Minute, -61 * time.Second} {
			t.Run(fmt.Sprint(desks, " desks, ", by), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := newFloor(t, desks)
					ctx := t.Context()
					for node := range desks {
						for _, skew := range []time.Duration{by, 0} {
							f.set(node, skew)
							v := f.desks[node].Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprint("v", node, skew), Verified: true})
							s, err := v.Start(ctx, desk.StartRequest{Command: "c", Text: "hello"})
							require.NoError(t, err)
							time.Sleep(8 * time.Second) // a node that leads with a wrong clock has to be followed by another
							got := 0
							for a := range desks {
								in, err := f.agent(a, a).Inbox(ctx)
								require.NoError(t, err)
								for _, o := range in.Offers {
									_, err := f.agent(a, a).Accept(ctx, o.Offer.ID)
									require.NoError(t, err, "at n%d", a)
									got++
								}
							}
							require.Equal(t, 1, got, "offers, node %d by %v", node, skew)
							card := f.session(s.ID)
							_, err = f.desks[node].Agent(chat.Principal{Kind: chat.RoleAgent, ID: f.login(card.Agent), Verified: true}).Send(ctx, s.ID, desk.MessageRequest{Command: "m", Text: "hi"})
							require.NoError(t, err)
							require.NoError(t, f.desks[node].Agent(chat.Principal{Kind: chat.RoleAgent, ID: f.login(card.Agent), Verified: true}).Hold(ctx, s.ID, time.Minute))
							err = v.End(ctx, s.ID)
							require.NoError(t, err)
						}
					}
				})
			})
		}
	}
}

func (f *floor) login(id chat.AgentID) string {
	for i := range f.desks {
		if me, err := f.agent(i, 0).Me(context.Background()); err == nil && me.ID == id {
			return fmt.Sprint("a", i)
		}
	}
	f.t.Fatal("nobody")
	return ""
}

func TestANodeSaysOnceThatItsClockIsOffAndOnceThatItAgreesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(t, 3)
		lead := f.leads()
		f.set(lead, 10*time.Minute)
		time.Sleep(30 * time.Second)
		require.False(t, f.desks[lead].ClockAgrees())
		require.NotEqual(t, lead, f.leads())
		f.set(lead, 0)
		time.Sleep(30 * time.Second)
		require.True(t, f.desks[lead].ClockAgrees())
		require.Equal(t, 1, strings.Count(f.logs[lead].String(), "clock is off the others'"), f.logs[lead].String())
		require.Equal(t, 1, strings.Count(f.logs[lead].String(), "agrees with the others' again"))
		for i := range f.desks {
			if i != lead {
				require.NotContains(t, f.logs[i].String(), "clock")
			}
		}
	})
}
