package desk

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// The benchmarks of this file tell how costs grow with the number of agents. Each reports the processor time of one
// operation, which the machine's other work does not change.

// staffed is a desk on memstore that is stepped by hand, whose agents all serve so many queues.
type staffed struct {
	*desk.Desk
	b     *testing.B
	store store.Store
}

func newStaffed(b *testing.B, agents, queues int, present chat.AgentMode) staffed {
	seed := settings.Team{}
	for i := range queues {
		seed.Queues = append(seed.Queues, settings.Queue{ID: chat.QueueID(fmt.Sprint("q", i)), NoAgent: settings.NoAgentWait})
	}
	for i := range agents {
		a := settings.Agent{Login: login(i), Name: login(i), Hosted: true, Capacity: most}
		for _, q := range seed.Queues {
			a.Queues = append(a.Queues, chat.Serves{Queue: q.ID})
		}
		seed.Agents = append(seed.Agents, a)
	}
	s := memstore.New(memstore.Config{})
	d, err := desk.New(desk.Config{Store: s, Seed: seed, Node: "one"})
	require.NoError(b, err)
	x := staffed{d, b, s}
	if present != chat.Offline {
		for i := range agents {
			x.becomes(i, present)
		}
	}
	x.follow()
	return x
}

func login(i int) string { return fmt.Sprint("ann-", i) }

func (s staffed) becomes(i int, mode chat.AgentMode) {
	_, err := s.Agent(chat.Principal{Kind: chat.RoleAgent, ID: login(i), Verified: true}).SetStatus(s.b.Context(), mode, "")
	require.NoError(s.b, err)
}

// follow takes in what has changed.
func (s staffed) follow() {
	for now := time.Now(); ; {
		next, err := s.Follower().Step(s.b.Context(), now)
		require.NoError(s.b, err)
		if next.After(now) {
			return
		}
	}
}

// each reports the processor time of one operation.
func each(b *testing.B, do func()) {
	used := cpu()
	for b.Loop() {
		do()
	}
	b.ReportMetric(float64((cpu()-used).Nanoseconds())/float64(b.N), "cpu-ns/op")
}

// BenchmarkColdStart starts a desk on a store that others have filled: it loads all agents and their queues.
func BenchmarkColdStart(b *testing.B) {
	for _, queues := range []int{1, 10} {
		for _, agents := range []int{300, 1000, 3000, 10_000} {
			b.Run(fmt.Sprintf("agents=%d/queues=%d", agents, queues), func(b *testing.B) {
				s := newStaffed(b, agents, queues, chat.Offline)
				each(b, func() {
					d, err := desk.New(desk.Config{Store: s.store, Node: "two"})
					require.NoError(b, err)
					staffed{d, b, s.store}.follow()
				})
			})
		}
	}
}

// BenchmarkModeChange has one agent take a break and come back, beside sessions that wait for others.
func BenchmarkModeChange(b *testing.B) {
	for _, waiting := range []int{0, 1000, 10_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			s := newStaffed(b, 1, 1, chat.Break)
			for range waiting {
				_, err := s.Visitor(s.Host().NewVisitor()).Start(b.Context(), desk.StartRequest{Text: "hello"})
				require.NoError(b, err)
			}
			s.follow()
			mode := chat.Break
			used, at := time.Duration(0), time.Duration(0)
			for b.Loop() {
				mode = map[chat.AgentMode]chat.AgentMode{chat.Break: chat.Draining, chat.Draining: chat.Break}[mode]
				s.becomes(0, mode)
				at = cpu()
				s.follow()
				used += cpu() - at
			}
			b.ReportMetric(float64(used.Nanoseconds())/float64(b.N), "cpu-ns/op")
		})
	}
}

// team sizes that the benchmarks of a visitor's requests compare.
var staffs = []int{10, 100, 1000, 10_000}

// BenchmarkBeacon is a page's beacon of a visitor nobody chats with, at a site of one queue.
func BenchmarkBeacon(b *testing.B) {
	for _, agents := range staffs {
		b.Run(fmt.Sprintf("agents=%d", agents), func(b *testing.B) {
			s := newStaffed(b, agents, 1, chat.Available)
			v := s.Visitor(s.Host().NewVisitor())
			b.ReportAllocs()
			each(b, func() {
				_, err := v.Visit(b.Context(), desk.VisitFacts{})
				require.NoError(b, err)
			})
		})
	}
}

// BenchmarkAvailability asks whether a session could begin.
func BenchmarkAvailability(b *testing.B) {
	for _, agents := range staffs {
		b.Run(fmt.Sprintf("agents=%d", agents), func(b *testing.B) {
			s := newStaffed(b, agents, 1, chat.Available)
			v := s.Visitor(s.Host().NewVisitor())
			b.ReportAllocs()
			each(b, func() {
				_, err := v.Availability(b.Context(), "", "")
				require.NoError(b, err)
			})
		})
	}
}

// BenchmarkStart begins a session of a new visitor, who is offered to somebody and leaves again.
func BenchmarkStart(b *testing.B) {
	for _, agents := range staffs {
		b.Run(fmt.Sprintf("agents=%d", agents), func(b *testing.B) {
			s := newStaffed(b, agents, 1, chat.Available)
			each(b, func() {
				v := s.Visitor(s.Host().NewVisitor())
				x, err := v.Start(b.Context(), desk.StartRequest{Text: "hello"})
				require.NoError(b, err)
				s.follow()
				_, err = s.Dispatcher().Step(b.Context(), time.Now())
				require.NoError(b, err)
				s.follow()
				err = v.End(b.Context(), x.ID)
				require.NoError(b, err)
				s.follow()
			})
		})
	}
}

// BenchmarkExpectedWait reads a waiting session, which tells how long it will wait yet.
func BenchmarkExpectedWait(b *testing.B) {
	for _, agents := range staffs {
		b.Run(fmt.Sprintf("agents=%d", agents), func(b *testing.B) {
			s := newStaffed(b, agents, 1, chat.Break)
			v := s.Visitor(s.Host().NewVisitor())
			x, err := v.Start(b.Context(), desk.StartRequest{Text: "hello"})
			require.NoError(b, err)
			for i := range agents {
				s.becomes(i, chat.Available)
			}
			s.follow()
			each(b, func() {
				_, err := v.Session(b.Context(), x.ID)
				require.NoError(b, err)
			})
		})
	}
}
