package invite

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// alone is the Book of one node, and what it goes by.
type alone struct {
	*Book
	t      *testing.T
	now    time.Time
	heard  Heard
	leads  bool
	places int
	woken  int
}

func newAlone(t *testing.T) *alone {
	a := &alone{t: t, now: time.Unix(1000, 0), leads: true, places: 1}
	a.Book = New(Config{
		Node: "n", Tick: func() time.Time { return a.now }, Heard: func() Heard { return a.heard },
		Leads: func() bool { return a.leads }, Places: func(chat.QueueID) int { return a.places },
		Wake: func() { a.woken++ },
	})
	return a
}

// prompt is one of a queue whose visitor could be offered to as many as are free.
func (a *alone) prompt(id string) Prompt {
	return Prompt{ID: id, Rule: "r", Queue: "q", Places: a.places}
}

// holds is how many prompts of the queue stand.
func (a *alone) holds() int {
	says := a.Report()
	if says == nil {
		return 0
	}
	return says.Of("q").Holds
}

// allow is a quota that the leader gave.
func (a *alone) allow(n int) {
	q := records.Quota{Node: "n", Queue: "q", Allows: n}
	a.heard.Quotas = records.Quotas{Round: 1, Nodes: []records.Quota{q}}
}

// One place is worth three invitations of which one in ten is accepted.
const budget = 3

func TestAPromptStandsUntilItIsAnsweredCancelledOrLapses(t *testing.T) {
	a := newAlone(t)
	require.False(t, a.Any())
	for _, id := range []string{"a", "b", "c"} {
		require.True(t, a.Room(a.prompt(id)))
		require.True(t, a.Take(a.prompt(id)))
	}
	require.True(t, a.Any())
	require.Equal(t, budget, a.holds())
	require.False(t, a.Room(a.prompt("d")))
	require.False(t, a.Take(a.prompt("d")))
	require.False(t, a.Report().Of("q").Short, "it is the budget that is used up, not the quota")

	a.Cancel("a", "x")
	a.End("b", "r", false)
	require.Equal(t, 1, a.holds())
	a.now = a.now.Add(Lapse - 1)
	require.Equal(t, 1, a.holds())
	require.True(t, a.Keep(a.prompt("c"), time.Minute), "its visitor is there")
	a.now = a.now.Add(Lapse - 1)
	require.Equal(t, 1, a.holds())
	a.now = a.now.Add(time.Second)
	require.False(t, a.Any())
	require.Nil(t, a.Report())
}

func TestAPromptThatHadLapsedNeedsRoomAnew(t *testing.T) {
	a := newAlone(t)
	for _, id := range []string{"a", "b", "c"} {
		require.True(t, a.Take(a.prompt(id)))
	}
	require.False(t, a.Keep(a.prompt("old"), Lapse))
	require.True(t, a.Keep(a.prompt("a"), Lapse), "this node knows it")
	require.True(t, a.Keep(a.prompt("young"), Lapse-1), "another node counts it until then")
	require.Equal(t, budget+1, a.holds())
	a.Cancel("b", "young")
	require.True(t, a.Keep(a.prompt("old"), Lapse), "there is room")
}

func TestTheOthersAreToldSoonOfTheFirstOfAQueueAndOfTheFirstWant(t *testing.T) {
	a := newAlone(t)
	require.True(t, a.Take(a.prompt("a")))
	require.Equal(t, 1, a.woken)
	a.Told(a.Report())
	require.True(t, a.Take(a.prompt("b")))
	require.Equal(t, 1, a.woken, "they know that there are some")

	a.leads = false
	a.allow(2)
	require.False(t, a.Take(a.prompt("c")), "its quota is used up")
	require.Equal(t, 2, a.woken)
	require.True(t, a.Report().Of("q").Short)
	require.False(t, a.Take(a.prompt("d")))
	require.Equal(t, 2, a.woken)
	a.heard.Quotas.Nodes[0].Allows = 3
	require.True(t, a.Take(a.prompt("c")))
	a.now = a.now.Add(Lapse)
	require.Nil(t, a.Report(), "who was short is so for a while")
}

func TestWhoDoesNotLeadMayHaveOneAndNoMoreBeforeItIsHeard(t *testing.T) {
	a := newAlone(t)
	a.leads = false
	a.allow(3)
	require.True(t, a.Take(a.prompt("a")))
	require.False(t, a.Take(a.prompt("b")), "the leader reckons with a quota when it has heard")
	a.Told(a.Report())
	require.True(t, a.Take(a.prompt("b")))
}

func TestWhatAnEarlierLifeLeftStandingCounts(t *testing.T) {
	a := newAlone(t)
	a.Adopt(nil)
	require.False(t, a.Any())
	left := []records.Inviting{{Queue: "q", Holds: budget}, {Queue: "p"}}
	a.Adopt(&records.Invites{Queues: left})
	require.Equal(t, budget, a.holds())
	require.False(t, a.Room(a.prompt("a")))
	a.now = a.now.Add(Lapse)
	require.True(t, a.Room(a.prompt("a")), "and lapses as any other")
}

func TestWhatAnEarlierLifeMayHaveShownIsTold(t *testing.T) {
	a := newAlone(t)
	asked := []records.Inviting{{Queue: "q", Allows: budget, Short: true}}
	a.Adopt(&records.Invites{Queues: asked})
	require.True(t, a.Any())
	require.Equal(t, budget, a.Report().Of("q").Holds, "it may have died before it told")
	a.now = a.now.Add(Lapse)
	require.False(t, a.Any())
	require.Nil(t, a.Report())
}

func TestQuotasAreDividedByNeed(t *testing.T) {
	said := func(node string, holds, allows int, short bool) Report {
		in := records.Inviting{Queue: "q", Holds: holds, Allows: allows, Short: short}
		return Report{node, records.Invites{Round: 1, Queues: []records.Inviting{in}}}
	}
	self := func(holds int, short bool) records.Inviting {
		return records.Inviting{Queue: "q", Holds: holds, Short: short}
	}
	a := func(holds, allows int, short bool) []Report {
		return []Report{said("a", holds, allows, short)}
	}
	for name, x := range map[string]struct {
		budget int
		self   records.Inviting
		others []Report
		allows []int
		own    int
	}{
		"nobody asks: one more than each has":   {10, self(2, false), a(3, 3, false), []int{4}, 10},
		"one asks and gets what the rest spare": {10, self(2, false), a(3, 3, true), []int{7}, 3},
		"the leader alone asks":                 {10, self(2, true), a(3, 3, false), []int{4}, 10},
		"the leader and another ask":            {10, self(2, true), a(2, 2, true), []int{5}, 5},
		"a quota is lowered to one more":        {10, self(2, false), a(1, 6, false), []int{2}, 10},
		"one asks and the rest spare less":      {5, self(2, false), a(3, 3, true), []int{2}, 3},
		"none is above the budget":              {2, self(0, false), a(4, 4, false), []int{2}, 2},
		"two share evenly": {
			12, self(1, false), append(a(2, 2, true), said("b", 2, 2, true)), []int{5, 5}, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := division{Pool{ID: "q"}, x.budget, x.self, x.others, records.Quotas{Round: 1}, 0}
			quotas, own := d.divide()
			var allows []int
			for i, q := range quotas {
				allows = append(allows, q.Allows)
				require.Equal(t, max(q.Allows, d.reserved(x.others[i])), q.Most)
			}
			require.Equal(t, x.allows, allows)
			require.Equal(t, x.own, own)
		})
	}
}

func TestAQuotaThatANodeMayNotHaveHeardOfIsReckonedWith(t *testing.T) {
	said := records.Inviting{Queue: "q", Holds: 1, Allows: 2}
	r := Report{"a", records.Invites{Round: 4, Queues: []records.Inviting{said}}}
	given := records.Quota{Node: "a", Queue: "q", Allows: 3, Most: 6}
	last := records.Quotas{Round: 5, Nodes: []records.Quota{given}}
	require.Equal(t, 6, division{of: Pool{ID: "q"}, last: last}.reserved(r))
	r.Invites.Round = 5
	require.Equal(t, 2, division{of: Pool{ID: "q"}, last: last}.reserved(r), "it has")
}

func TestARoundIsNewOnlyWhenItSaysSomethingElse(t *testing.T) {
	a := newAlone(t)
	a.places = 3
	short := records.Inviting{Queue: "q", Holds: 1, Allows: 1, Short: true}
	a.heard.Others = []Report{{"b", records.Invites{Queues: []records.Inviting{short}}}}
	a.heard.Quotas = records.Quotas{Round: 7}
	first := a.Quotas()
	require.EqualValues(t, 8, first.Round)
	require.Len(t, first.Nodes, 1)
	require.Equal(t, first, a.Quotas(), "nothing is new")
	a.leads, a.heard.Quotas = false, records.Quotas{Round: 20}
	a.leads = true
	require.EqualValues(t, 21, a.Quotas().Round, "another led meanwhile")
}

func TestQuotasStandByNodeAndQueue(t *testing.T) {
	a := newAlone(t)
	for _, node := range []string{"b", "c"} {
		qs := []records.Inviting{{Queue: "p", Holds: 1}, {Queue: "q", Holds: 1}}
		in := records.Invites{Queues: qs}
		a.heard.Others = append(a.heard.Others, Report{node, in})
	}
	var got []string
	for _, q := range a.Quotas().Nodes {
		got = append(got, q.Node+" "+string(q.Queue))
	}
	require.Equal(t, []string{"b p", "b q", "c p", "c q"}, got)
}

func TestTheOthersAreToldSoonOfAPromptThatGoesOnHere(t *testing.T) {
	a := newAlone(t)
	require.True(t, a.Keep(a.prompt("a"), time.Minute))
	require.Equal(t, 1, a.woken)
	a.Told(a.Report())
	require.True(t, a.Keep(a.prompt("a"), time.Minute))
	require.Equal(t, 1, a.woken)
}

func TestABudgetIsWhatTheAnswersTeach(t *testing.T) {
	a := newAlone(t)
	for range 200 {
		require.True(t, a.Take(a.prompt("a")))
		a.End("a", "r", true)
	}
	require.True(t, a.Take(a.prompt("a")))
	require.Greater(t, a.Report().Of("q").Rate, 90)
	require.False(t, a.Room(a.prompt("b")), "who is invited comes")
	b := newAlone(t)
	for range 400 {
		require.True(t, b.Take(b.prompt("a")))
		b.now = b.now.Add(Lapse)
	}
	require.False(t, b.Any(), "nobody answered")
	for n := range 2 * budget {
		require.True(t, b.Take(b.prompt(string(rune('a'+n)))), "who is invited hardly ever comes")
	}
}

func TestALeaderSaysWhatItLeavesItself(t *testing.T) {
	a := newAlone(t)
	a.places = 3
	asks := records.Inviting{Queue: "q", Holds: 2, Allows: 2, Short: true}
	a.heard.Others = []Report{{"b", records.Invites{Queues: []records.Inviting{asks}}}}
	require.True(t, a.Take(a.prompt("a")))
	require.Equal(t, 14-2, a.Report().Of("q").Allows, "all but what another has, before a round")
	a.heard.Quotas = a.Quotas()
	require.Equal(t, 2, a.Report().Of("q").Allows, "it asks for no more itself")
	require.True(t, a.Take(a.prompt("b")))
	require.False(t, a.Take(a.prompt("c")))
	a.heard.Others = nil
	a.heard.Quotas = a.Quotas()
	require.True(t, a.Take(a.prompt("c")), "nobody else asks any more")
	require.Equal(t, 14, a.Report().Of("q").Allows)
	a.leads = false
	require.Zero(t, a.Report().Of("q").Allows, "who does not lead says what it was given")
}

func TestPeopleWhoServeSeveralQueuesAreCountedOnce(t *testing.T) {
	a := newAlone(t)
	a.cfg.Pool = func(q chat.QueueID) Pool {
		if q == "alone" {
			return Pool{ID: q, Queues: []chat.QueueID{q}, Places: 1}
		}
		return Pool{PoolID("p"), []chat.QueueID{"p", "q"}, a.places}
	}
	in := func(id string, q chat.QueueID) Prompt {
		return Prompt{ID: id, Rule: "r", Queue: q, Places: a.places}
	}
	require.True(t, a.Take(in("a", "p")))
	require.True(t, a.Take(in("b", "q")))
	require.True(t, a.Take(in("c", "p")))
	require.False(t, a.Take(in("d", "q")), "the same person is invited to three times")
	require.Equal(t, []chat.QueueID{"p", "q"}, a.Full(in("d", "q")))
	require.True(t, a.Take(in("e", "alone")), "others are others")
	says := a.Report()
	require.Equal(t, []int{3, 2, 1}, []int{
		says.Of(PoolID("p")).Holds, says.Of("p").Holds, says.Of("q").Holds,
	})
	a.Cancel("c")
	require.True(t, a.Take(in("d", "q")))

	b := newAlone(t)
	b.cfg.Pool = a.cfg.Pool
	b.Adopt(says)
	require.Equal(t, 3, b.Report().Of(PoolID("p")).Holds, "each prompt is one")
}

func TestANodeThatNamesNoPoolIsCountedQueueByQueue(t *testing.T) {
	l := Pool{ID: PoolID("p"), Queues: []chat.QueueID{"p", "q"}}
	is := records.Invites{}
	is.Queues = []records.Inviting{{Queue: "p", Holds: 2}, {Queue: "q", Holds: 3}}
	require.Equal(t, 5, l.said(&is).Holds)
	is.Queues = append(is.Queues, records.Inviting{Queue: l.ID, Holds: 4})
	require.Equal(t, 4, l.said(&is).Holds)
}

func TestAPromptAsksForItsPoolOnce(t *testing.T) {
	asked, now := 0, time.Unix(1000, 0)
	pool := Pool{ID: "+p", Queues: []chat.QueueID{"p", "q"}, Places: 1}
	b := New(Config{
		Node: "n", Tick: func() time.Time { return now }, Heard: func() Heard { return Heard{} },
		Leads: func() bool { return true }, Places: func(chat.QueueID) int { return 1 },
		Pool: func(chat.QueueID) Pool { asked++; return pool }, Wake: func() {},
	})
	for i, wants := range []bool{true, true, true, false} {
		p := Prompt{ID: string(rune('a' + i)), Rule: "r", Queue: "q", Places: 1}
		asked = 0
		require.Equal(t, wants, b.Take(p), i)
		require.Equal(t, 1, asked, "taken or not")
		asked = 0
		require.True(t, b.Keep(p, 0))
		require.Equal(t, 1, asked)
		b.Cancel("d")
	}
}

// TestWhatIsCountedOfPromptsIsWhatStands compares the counts by queue and rule with the prompts
// themselves, as they come, change and go.
func TestWhatIsCountedOfPromptsIsWhatStands(t *testing.T) {
	h, r := newHeld(), rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		id := fmt.Sprint(r.IntN(50))
		if r.IntN(3) == 0 {
			h.remove(id)
		} else {
			q := chat.QueueID(fmt.Sprint("q", r.IntN(3)))
			h.put(id, standing{queue: q, rule: fmt.Sprint("r", r.IntN(4))})
		}
		want := map[chat.QueueID]map[string]int{}
		for _, s := range h.all {
			if want[s.queue] == nil {
				want[s.queue] = map[string]int{}
			}
			want[s.queue][s.rule]++
		}
		require.Equal(t, want, h.count)
	}
}

// A prompt is asked for with each beacon for which a rule fires: what stands already may not be
// gone through each time.
func BenchmarkTakeBesideThousands(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			const free = 20_000
			book := New(Config{
				Node: "n", Tick: time.Now, Heard: func() Heard { return Heard{} },
				Leads:  func() bool { return true },
				Places: func(chat.QueueID) int { return free }, Wake: func() {},
			})
			for i := range n {
				book.Take(Prompt{ID: fmt.Sprint(i), Rule: "r", Queue: "q", Places: free})
			}
			b.ReportAllocs()
			for b.Loop() {
				book.Take(Prompt{ID: "more", Rule: "r", Queue: "q", Places: free})
			}
		})
	}
}
