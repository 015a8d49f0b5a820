package routing_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// waiting is a Matcher with a full queue: an agent frees, the first request
// that the agent can serve is taken, and another one arrives.
type waiting struct {
	*matched
	ids []string
	n   int
}

func newWaiting(tb testing.TB, t team, size int) *waiting {
	x := &waiting{matched: newMatched(tb, t)}
	for range t.units() { // until all are busy
		x.assign()
	}
	for i := range 2 * size {
		x.ids = append(x.ids, fmt.Sprintf("chat-%07d", i))
	}
	for range size {
		x.push()
	}
	return x
}

func (x *waiting) push() {
	x.now = x.now.Add(time.Millisecond)
	x.n++
	x.m.Wait(x.needs[x.rnd.IntN(len(x.needs))], x.ids[x.n%len(x.ids)], x.now, x.rnd.IntN(3))
}

// turnover ends a session; who can serve none of those waiting gets one that has just come.
func (x *waiting) turnover() {
	i := x.rnd.IntN(len(x.live))
	if _, a, ok := x.m.Swap(x.now, x.live[i]); ok {
		x.live[i] = a
		x.push()
		return
	}
	x.live[i] = x.live[len(x.live)-1]
	x.live = x.live[:len(x.live)-1]
	for n := len(x.live); len(x.live) == n; {
		x.assign()
	}
}

// listed is the same with one ordered list, scanned from the front.
type listed struct {
	*scanned
	list []listedRequest
	n    int
}

type listedRequest struct {
	key  time.Time // arrival less the priority's boost
	id   int
	need []routing.Skill
}

func newListed(tb testing.TB, t team, size int) *listed {
	x := &listed{scanned: newScanned(t)}
	for range t.units() {
		x.assign()
	}
	for range size {
		x.push()
	}
	return x
}

func (x *listed) push() {
	x.now = x.now.Add(time.Millisecond)
	x.n++
	need := x.t.needs[x.rnd.IntN(len(x.t.needs))].Skills
	r := listedRequest{x.now.Add(-time.Duration(x.rnd.IntN(3)) * time.Minute), x.n, need}
	i, _ := slices.BinarySearchFunc(x.list, r, func(a, b listedRequest) int {
		if c := a.key.Compare(b.key); c != 0 {
			return c
		}
		return a.id - b.id
	})
	x.list = slices.Insert(x.list, i, r)
}

func (x *listed) turnover() {
	i := x.rnd.IntN(len(x.live))
	a := x.live[i]
	x.s.release(x.now, a)
next:
	for j := range x.list {
		for _, n := range x.list[j].need {
			if a.skills[n.Name] < n.Level {
				continue next
			}
		}
		x.list = slices.Delete(x.list, j, j+1)
		a.used++
		a.idle = x.now
		x.push()
		return
	}
	x.live[i] = x.live[len(x.live)-1]
	x.live = x.live[:len(x.live)-1]
	for n := len(x.live); len(x.live) == n; {
		x.assign()
	}
}

func BenchmarkQueue(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		t := newTeam(200, false)
		b.Run(fmt.Sprintf("lists/waiting=%d", n), func(b *testing.B) {
			x := newWaiting(b, t, n)
			b.ReportAllocs()
			for b.Loop() {
				x.turnover()
			}
		})
		b.Run(fmt.Sprintf("scan/waiting=%d", n), func(b *testing.B) {
			x := newListed(b, t, n)
			for b.Loop() {
				x.turnover()
			}
		})
	}
}
