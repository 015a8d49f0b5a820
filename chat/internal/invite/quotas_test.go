package invite

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// TestNoMoreStandThanTheBudgetAndOnePerNode lets nodes invite, report, lead, hear and die in any
// order, each message as late as it likes, and what was not yet written lost.
func TestNoMoreStandThanTheBudgetAndOnePerNode(t *testing.T) {
	runs := uint64(4)
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		runs = 500
	}
	for seed := range runs {
		r := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(1+r.IntN(4), 1+r.IntN(6))
		w.queues = []chat.QueueID{"q", "r", "s"}[:1+seed%3] // of the same people
		for step := range 200 {
			w.move(r)
			most := Budget(w.places, 10) + len(w.books) + w.dead() // each may have one unasked
			require.LessOrEqual(t, w.standing(), most, "seed %d, step %d", seed, step)
		}
	}
}

// world is some nodes, what each has told, and what each has heard.
type world struct {
	books  []*Book
	now    time.Time
	leader int
	places int
	queues []chat.QueueID
	said   map[string]records.Invites
	quotas records.Quotas
	heard  []Heard // by node: as old as it likes
	serial int
	lost   []standing // prompts of nodes that died, which their visitors still look at
	died   []time.Time
	held   bool // the lease was not given up
}

// dead is how many nodes died less than Lapse ago.
func (w *world) dead() (n int) {
	for _, at := range w.died {
		if w.now.Sub(at) < Lapse {
			n++
		}
	}
	return n
}

func newWorld(nodes, places int) *world {
	w := &world{now: time.Unix(0, 0), places: places, said: map[string]records.Invites{}, leader: -1}
	for i := range nodes {
		w.heard = append(w.heard, Heard{})
		w.books = append(w.books, w.book(i))
	}
	return w
}

func (w *world) book(i int) *Book {
	return New(Config{
		Node: fmt.Sprint(i), Tick: func() time.Time { return w.now },
		Heard: func() Heard { return w.heard[i] }, Leads: func() bool { return w.leader == i },
		Places: func(chat.QueueID) int { return w.places }, Wake: func() {},
		Pool: func(q chat.QueueID) Pool {
			id := PoolID("q")
			if len(w.queues) == 1 {
				id = q
			}
			return Pool{id, w.queues, w.places}
		},
	})
}

// die ends a node in the middle of whatever it did, and begins it anew with what it had written.
func (w *world) die(i int) {
	for id, x := range w.books[i].held.all {
		if !strings.HasPrefix(id, "left/") { // those stand for lost ones
			w.lost = append(w.lost, x)
		}
	}
	w.died = append(w.died, w.now)
	if w.leader == i {
		w.leader = -1
	}
	w.books[i] = w.book(i)
	w.listen(i)
	if left, ok := w.said[fmt.Sprint(i)]; ok {
		w.books[i].Adopt(&left)
	}
}

// listen brings a node up to date.
func (w *world) listen(i int) {
	h := Heard{Quotas: w.quotas}
	for n, x := range w.said {
		if n != w.books[i].cfg.Node {
			h.Others = append(h.Others, Report{n, x})
		}
	}
	slices.SortFunc(h.Others, func(a, b Report) int { return strings.Compare(a.Node, b.Node) })
	w.heard[i] = h
}

func (w *world) move(r *rand.Rand) {
	i := r.IntN(len(w.books))
	b := w.books[i]
	switch r.IntN(10) {
	case 0, 1, 2:
		for range r.IntN(6) {
			w.serial++
			q := w.queues[r.IntN(len(w.queues))]
			b.Take(Prompt{ID: fmt.Sprint(w.serial), Rule: "r", Queue: q, Places: w.places})
		}
	case 3:
		for id := range b.held.all {
			b.Cancel(id)
			break
		}
	case 4:
		w.tell(b)
	case 5:
		w.listen(i)
	case 6: // the lease goes to a node that has followed the feed
		if r.IntN(6) == 0 || w.leader < 0 {
			w.listen(i)
			if w.held { // nobody knows what the other did last
				b.Succeed()
			}
			w.leader, w.held = i, true
		}
	case 7:
		if w.leader >= 0 {
			w.listen(w.leader)
			w.quotas = w.books[w.leader].Quotas()
		}
	case 8:
		if r.IntN(4) == 0 {
			w.die(i)
		}
	case 9:
		w.now = w.now.Add(time.Duration(r.IntN(30)) * time.Second)
	}
}

// tell writes what a node says.
func (w *world) tell(b *Book) {
	says := b.Report()
	if b.Told(says); says == nil {
		delete(w.said, b.cfg.Node)
		return
	}
	w.said[b.cfg.Node] = *says
}

func (w *world) standing() (n int) {
	stands := func(x standing) bool { return w.now.Sub(x.seen) < Lapse }
	for _, b := range w.books {
		for id, x := range b.held.all {
			if stands(x) && !strings.HasPrefix(id, "left/") {
				n++
			}
		}
	}
	for _, x := range w.lost {
		if stands(x) {
			n++
		}
	}
	return n
}

func TestTheBudgetIsWhatNineteenTimesInTwentyIsEnough(t *testing.T) {
	for _, x := range []struct{ places, rate, want int }{
		{0, 10, 0}, {-1, 10, 0}, {1, 10, 3}, {3, 10, 14}, {3, 100, 3},
		{3, 0, 137}, {2, 50, 2}, {40, 10, 315}, {41, 10, 325},
	} {
		require.Equal(t, x.want, Budget(x.places, x.rate), x)
	}
	before := 0
	for places := range 60 {
		n := Budget(places, 7)
		require.GreaterOrEqual(t, n, before, places)
		before = n
	}
}

func TestARateIsLearntFromAnswers(t *testing.T) {
	rs := rates{}
	require.Equal(t, 10, rs.of("r"))
	for range 180 {
		rs.note("r", false)
	}
	require.Equal(t, 1, rs.of("r"))
	for range 5000 {
		rs.note("s", true)
	}
	require.GreaterOrEqual(t, rs.of("s"), 97)
	require.Equal(t, 10, rs.of("t"), "each by itself")
}
