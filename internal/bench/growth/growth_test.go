package growth

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// work is what an operation takes: none of it depends on what else the machine does.
type work struct{ allocations, bytes, records float64 }

// measure does an operation often, and returns what one of them took.
func (s shop) measure(times int, do func()) work {
	do() // what is made once is there by now
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	read := s.store.records.Load()
	for range times {
		do()
	}
	runtime.ReadMemStats(&after)
	n := float64(times)
	return work{
		float64(after.Mallocs-before.Mallocs) / n, float64(after.TotalAlloc-before.TotalAlloc) / n,
		float64(s.store.records.Load()-read) / n,
	}
}

// exponent is how fast a figure grows: 0 not at all, 1 as fast as what it grows with.
func exponent(few, many float64, times float64) float64 {
	if many <= few || few == 0 {
		return 0
	}
	return math.Log(many/few) / math.Log(times)
}

// curve is an operation in shops of two sizes.
type curve struct {
	name      string
	few, many int
	most      float64 // the exponent, of allocations, bytes and records alike
	allocs    float64 // likewise of allocations alone. Default: most
	in        func(t *testing.T, n int) work
}

// curves are what a shop would feel as it grows. An exponent of 1 is of what looks through all of
// something once, as a page that shows all of it does.
var curves = []curve{
	{name: "a beacon, by agents", few: 50, many: 800, most: 0.05, in: func(t *testing.T, n int) work {
		s := newShop(t, n, 1, true)
		v := s.Visitor(s.Host().NewVisitor())
		return s.measure(100, func() {
			_, err := v.Visit(t.Context(), desk.VisitFacts{URL: "https://shop.example/a"})
			require.NoError(t, err)
		})
	}},
	{name: "availability, by agents", few: 50, many: 800, most: 0.05, in: func(t *testing.T, n int) work {
		s := newShop(t, n, 1, true)
		v := s.Visitor(s.Host().NewVisitor())
		return s.measure(100, func() {
			_, err := v.Availability(t.Context(), "", "")
			require.NoError(t, err)
		})
	}},
	{name: "start, offer and end of a session, by agents", few: 50, many: 800, most: 0.1, in: func(t *testing.T, n int) work {
		s := newShop(t, n, 1, true)
		return s.measure(20, func() {
			vs, ids := s.begin(1)
			_, err := s.Dispatcher().Step(t.Context(), time.Now())
			require.NoError(t, err)
			s.follow(s.Desk)
			require.NoError(t, vs[0].End(t.Context(), ids[0]))
			s.follow(s.Desk)
		})
	}},
	{name: "a message, by sessions that wait", few: 20, many: 320, most: 0.1, in: func(t *testing.T, n int) work {
		s := newShop(t, 1, 1, false)
		vs, ids := s.begin(n)
		return s.measure(20, func() {
			_, err := vs[0].Send(t.Context(), ids[0], desk.MessageRequest{Text: "hello"})
			require.NoError(t, err)
			s.follow(s.Desk)
		})
	}},
	{name: "a change of mode beside a colleague, by sessions that wait", few: 20, many: 320, most: 0.2, in: func(t *testing.T, n int) work {
		s := newShop(t, 2, 1, false)
		s.available(0)
		s.begin(n)
		return s.measure(20, func() {
			for _, mode := range []chat.AgentMode{chat.Break, chat.Draining} {
				_, err := s.agent(1).SetStatus(t.Context(), mode, "")
				require.NoError(t, err)
				s.follow(s.Desk)
			}
		})
	}},
	{name: "a board, by sessions that wait", few: 20, many: 320, most: 0.1, in: func(t *testing.T, n int) work {
		s := newShop(t, 1, 1, true)
		s.begin(n)
		return s.measure(20, func() {
			_, err := s.supervisor().Board(t.Context())
			require.NoError(t, err)
		})
	}},
	{name: "transfer targets, 25 at a time, by agents", few: 50, many: 800, most: 0.1, in: func(t *testing.T, n int) work {
		s := newShop(t, n, 1, true)
		return s.measure(10, func() {
			_, err := desk.TargetQuery{Limit: 25}.By(t.Context(), s.agent(0))
			require.NoError(t, err)
		})
	}},
	{name: "a cold start, by agents of ten queues", few: 50, many: 400, most: 1.1, in: func(t *testing.T, n int) work {
		s := newShop(t, n, 10, false)
		node := 0
		return s.measure(2, func() {
			node++
			s.follow(s.open(fmt.Sprint("other-", node), settings.Team{}))
		})
	}},
	{name: "a cold start, by open sessions", few: 50, many: 400, most: 1.1, in: func(t *testing.T, n int) work {
		s := newShop(t, 1, 1, false)
		s.begin(n)
		node := 0
		return s.measure(2, func() {
			node++
			s.follow(s.open(fmt.Sprint("other-", node), settings.Team{}))
		})
	}},
}

// TestWorkGrowsNoFasterThanItDid fails when something that a shop feels grows faster with the shop.
func TestWorkGrowsNoFasterThanItDid(t *testing.T) {
	for _, c := range curves {
		t.Run(c.name, func(t *testing.T) {
			few, many := c.in(t, c.few), c.in(t, c.many)
			times := float64(c.many) / float64(c.few)
			for _, f := range []struct {
				name            string
				few, many, most float64
			}{
				{"allocations", few.allocations, many.allocations, cmp.Or(c.allocs, c.most)},
				{"bytes", few.bytes, many.bytes, c.most}, {"records read", few.records, many.records, c.most},
			} {
				e := exponent(f.few, f.many, times)
				t.Logf("%-12s %8.0f for %d, %8.0f for %d: exponent %.2f, at most %.2f", f.name, f.few, c.few, f.many, c.many, e, f.most)
				require.LessOrEqual(t, e, f.most, f.name)
			}
		})
	}
}
