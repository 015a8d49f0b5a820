package routing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// cycled is a Pool at 80 % load that goes through the whole life of an offer.
type cycled struct {
	p    *routing.Pool
	t    team
	rnd  *rand.Rand
	now  time.Time
	ids  []string // free ids
	live []string
}

func newCycled(tb testing.TB, t team) *cycled {
	p, err := routing.NewPool(routing.Config{})
	if err != nil {
		tb.Fatal(err)
	}
	x := &cycled{p: p, t: t, rnd: rand.New(rand.NewPCG(1, 2)), now: start}
	for _, a := range t.agents {
		if _, err := p.SetAgent(start, a); err != nil {
			tb.Fatal(err)
		}
	}
	n := t.units() * 8 / 10
	for i := range n + 1 {
		x.ids = append(x.ids, fmt.Sprintf("chat-%07d", i))
	}
	for range n {
		if err := x.open(); err != nil {
			tb.Fatal(err)
		}
	}
	return x
}

// open enqueues a request and accepts its offer.
func (x *cycled) open() error {
	x.now = x.now.Add(time.Millisecond)
	f := x.t.needs[x.rnd.IntN(len(x.t.needs))]
	f.ID = x.ids[len(x.ids)-1]
	ds, err := x.p.Enqueue(x.now, f)
	if err != nil {
		return err
	}
	if len(ds) == 0 {
		_, err = x.p.Cancel(x.now, f.ID)
		return err
	}
	x.ids = x.ids[:len(x.ids)-1]
	x.live = append(x.live, f.ID)
	_, err = x.p.Accept(x.now, f.ID, ds[0].Agent)
	return err
}

// cycle completes one request and opens another: Complete, Enqueue, Offer, Accept.
func (x *cycled) cycle() error {
	if len(x.live) > 0 {
		i := x.rnd.IntN(len(x.live))
		id := x.live[i]
		x.live[i] = x.live[len(x.live)-1]
		x.live = x.live[:len(x.live)-1]
		if _, err := x.p.Complete(x.now, id); err != nil {
			return err
		}
		x.ids = append(x.ids, id)
	}
	return x.open()
}

func BenchmarkCycle(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("agents=%d", n), func(b *testing.B) {
			x := newCycled(b, newTeam(n, false))
			b.ReportAllocs()
			for b.Loop() {
				if err := x.cycle(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestAnOfferCycleAllocatesNothing(t *testing.T) {
	x := newCycled(t, newTeam(1_000, false))
	if n := testing.AllocsPerRun(20_000, func() { _ = x.cycle() }); n != 0 {
		t.Errorf("%v allocations a cycle", n)
	}
	m := newMatched(t, newTeam(1_000, false))
	if n := testing.AllocsPerRun(20_000, func() { m.release(); m.assign() }); n != 0 {
		t.Errorf("%v allocations a match", n)
	}
}
