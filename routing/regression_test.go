package routing_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// Each test is named for a public failure of the field.

// Rocket.Chat #37776, #19352, #18217; Chatwoot PR #15694: limits exceeded.
func TestRocketChat37776LimitOfThreeIsNeverFour(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 3)
	offers := 0
	for i := range 10 {
		offers += len(s.enqueue(fmt.Sprint(i)))
	}
	assert.Equal(t, 3, offers)
	a, _ := s.p.Agent("ann")
	assert.Equal(t, 3, a.Used)
}

// Rocket.Chat #22206, Asterisk #176: two agents take one request.
func TestRocketChat22206ABroadcastHasOneWinner(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", Broadcast: 3}}})
	for _, a := range []string{"ann", "ben", "cid", "dan"} {
		s.agent(a, 1)
	}
	assert.Equal(t, "offer c ann; offer c ben; offer c cid", said(s.enqueue("c")))
	assert.Equal(t, "rescind c ann; rescind c cid", said(s.ok(s.p.Accept(s.now, "c", "ben"))))
	_, err := s.p.Accept(s.now, "c", "ann")
	var gone *OfferGoneError
	require.True(t, errors.As(err, &gone))
	assert.Equal(t, OfferRescinded, gone.State)
	for _, a := range []string{"ann", "cid"} {
		f, _ := s.p.Agent(a)
		assert.Zero(t, f.Used, a)
	}
}

// Rocket.Chat #23642, #22105; Chatwoot #10685: nobody free at arrival, forgotten later.
func TestRocketChat23642WhoWaitsIsServedWhenSomebodySignsIn(t *testing.T) {
	s := newScene(t, Config{})
	assert.Empty(t, s.enqueue("c"))
	s.now = s.now.Add(time.Hour)
	assert.Equal(t, "offer c ann", said(s.agent("ann", 1)))
}

// Chatwoot #10376: a new chat overtakes older ones when an agent frees.
func TestChatwoot10376NoNewChatOvertakesAnOlderOne(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", AutoAccept: true}}})
	s.agent("ann", 1)
	s.enqueue("first")
	s.enqueue("second")
	s.now = s.now.Add(time.Second)
	s.enqueue("third")
	assert.Equal(t, "assign second ann", said(s.ok(s.p.Complete(s.now, "first"))))
}

// Chatwoot #13050, PR #12334; Rocket.Chat's 5-second, one-a-department cycle: polling.
func TestChatwoot12334ABurstIsServedAtOnce(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", AutoAccept: true}}})
	for i := range 500 {
		s.enqueue(fmt.Sprint(i))
	}
	assert.Len(t, s.agent("ann", 500), 500)
	_, ok := s.p.NextDeadline()
	assert.False(t, ok, "and then there is nothing to wake up for")
}

// FreeSWITCH #2540: agents stuck Reserved.
func TestFreeSWITCH2540AnUnansweredOfferGivesTheSlotBack(t *testing.T) {
	s := newScene(t, Config{OfferFor: 20 * time.Second})
	s.agent("ann", 1)
	s.enqueue("c")
	at, ok := s.p.NextDeadline()
	require.True(t, ok)
	assert.Equal(t, s.now.Add(20*time.Second), at)
	assert.Empty(t, s.after(20*time.Second-1))
	assert.Equal(t, "requeue c ann", said(s.after(1)))
	a, _ := s.p.Agent("ann")
	assert.Zero(t, a.Used)
	assert.Equal(t, "excluded until 2026-03-02T09:00:30Z", s.why("c", "ann"))
	assert.Equal(t, "offer c ann", said(s.after(10*time.Minute)), "the exclusion is over")
}

// FreeSWITCH PR #800: a status change during an offer makes a tight loop.
func TestFreeSWITCH800ABreakDuringAnOfferRequeuesOnce(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 1)
	s.enqueue("c")
	assert.Equal(t, "requeue c ann", said(s.agent("ann", 1, mode(Break))))
	assert.Empty(t, s.after(time.Second))
	assert.Equal(t, "offer c ann", said(s.agent("ann", 1)), "no exclusion: ann did not refuse")
}

// Asterisk #1561: head-of-line blocking by who cannot be served.
func TestAsterisk1561WhoCannotBeServedBlocksNobody(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 1, speaks("en", 1))
	s.enqueue("french", needs("fr", 1))
	assert.Equal(t, "offer english ann", said(s.enqueue("english", needs("en", 1))))
	assert.Equal(t, "lacks fr at level 1", s.why("french", "ann"))
}

// Asterisk #108: an agent of two queues leaves the longest wait alone.
func TestAsterisk108LongestWaitFirstAcrossQueues(t *testing.T) {
	s := newScene(t, Config{})
	s.enqueue("old", in("a"))
	s.now = s.now.Add(time.Second)
	s.enqueue("new", in("b"))
	assert.Equal(t, "offer old ann", said(s.agent("ann", 1, serves("b", 0, 0), serves("a", 0, 0))))
}

// Rocket.Chat #9278, Chatwoot #4158, #5362: the agent disappears, the chat stays.
func TestChatwoot5362ALostAgentsChatsGoOnAfterTheGrace(t *testing.T) {
	s := newScene(t, Config{Grace: 60 * time.Second, Queues: []Queue{{ID: "q", AutoAccept: true}}})
	s.agent("ann", 2)
	s.enqueue("c1")
	s.now = s.now.Add(time.Minute)
	s.agent("ben", 0)
	s.enqueue("later")
	lost := s.now
	assert.Empty(t, s.agent("ann", 2, func(f *AgentFact) { f.LostSince = lost }))
	assert.Empty(t, s.after(59*time.Second))
	assert.Equal(t, "lost ann; requeue c1 ann; requeue later ann", said(s.after(time.Second)))
	p, _ := s.p.Position("c1")
	assert.Equal(t, 1, p, "at the original place")
	assert.Equal(t, "assign c1 ben", said(s.agent("ben", 1)))
}

// A connection that comes back within the grace changes nothing; pending offers go at once.
func TestAShortLossKeepsTheChatsButNotTheOffers(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 2)
	s.enqueue("owned")
	s.ok(s.p.Accept(s.now, "owned", "ann"))
	s.enqueue("offered")
	lost := s.now
	assert.Equal(t, "requeue offered ann", said(s.agent("ann", 2, func(f *AgentFact) { f.LostSince = lost })))
	s.after(10 * time.Second)
	assert.Equal(t, "offer offered ann", said(s.agent("ann", 2)))
	q, _ := s.p.Request("owned")
	assert.Equal(t, "ann", q.Agent)
}

// Chatwoot #9587, #7204: a reopened chat goes to an agent who is not there.
func TestChatwoot9587AnAbsentPreferredAgentIsNotWaitedFor(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 1, mode(Offline))
	s.agent("ben", 1)
	assert.Equal(t, "offer c ben", said(s.enqueue("c", func(f *RequestFact) { f.Prefer = "ann" })))
}

// Asterisk #607, #1006: wrap-up cut short.
func TestAsterisk607WrapUpKeepsItsTimeAndWeight(t *testing.T) {
	s := newScene(t, Config{WrapFor: 30 * time.Second, Queues: []Queue{{ID: "q", AutoAccept: true}}})
	s.agent("ann", 1)
	s.enqueue("c1")
	assert.Empty(t, s.ok(s.p.Complete(s.now, "c1")))
	assert.Empty(t, s.enqueue("c2"))
	assert.Empty(t, s.after(30*time.Second-1))
	assert.Equal(t, "wrapped c1 ann; assign c2 ann", said(s.after(1)))
}

// arXiv 2304.11754: silently abandoned chats hold a slot; Chatwoot #1275.
func TestSilentChatsStopCountingAndComeBackAboveTheCapacity(t *testing.T) {
	s := newScene(t, Config{IdleAfter: 10 * time.Minute, Queues: []Queue{{ID: "q", AutoAccept: true}}})
	s.agent("ann", 1)
	s.enqueue("quiet")
	s.enqueue("next")
	assert.Equal(t, "idle quiet ann; assign next ann", said(s.after(10*time.Minute)))
	s.ok(s.p.Message(s.now, "quiet"))
	a, _ := s.p.Agent("ann")
	assert.Equal(t, 2, a.Used, "a wake-up may lift the load above the capacity")
	s.enqueue("third")
	assert.Empty(t, s.ok(s.p.Complete(s.now, "quiet")), "and blocks offers until it is below")
	assert.Equal(t, "assign third ann", said(s.ok(s.p.Complete(s.now, "next"))))
}

// Rocket.Chat #13134: a returning agent is flooded because lifetime counts lag behind.
func TestRocketChat13134AReturningAgentIsNotFlooded(t *testing.T) {
	for _, st := range []Strategy{RoundRobin, Weighted, LeastLoaded, LongestIdle} {
		s := newScene(t, Config{Strategy: st, Queues: []Queue{{ID: "q", AutoAccept: true}}})
		s.agent("ann", 100)
		for i := range 50 {
			s.now = s.now.Add(time.Second)
			s.enqueue(fmt.Sprint(i))
		}
		for i := range 50 {
			s.now = s.now.Add(time.Second)
			s.ok(s.p.Complete(s.now, fmt.Sprint(i)))
		}
		s.now = s.now.Add(time.Second)
		s.agent("back", 100)
		got := map[string]int{}
		for i := range 20 {
			s.now = s.now.Add(time.Second)
			got[s.enqueue(fmt.Sprint("n", i))[0].Agent]++
		}
		assert.InDelta(t, 10, got["back"], 1, "%v", st)
	}
}

// FreeSWITCH #1216: top-down stops at an unavailable last agent.
func TestFreeSWITCH1216AnAbsentTierIsPassedOver(t *testing.T) {
	tier := func(n int) func(*AgentFact) { return func(f *AgentFact) { f.Tier = n } }
	s := newScene(t, Config{})
	s.agent("bot", 1, tier(0), func(f *AgentFact) { f.AutoAccept = true })
	s.agent("person", 1, tier(1), mode(Break))
	s.agent("supervisor", 1, tier(2))
	assert.Equal(t, "assign c1 bot", said(s.enqueue("c1")))
	assert.Equal(t, "offer c2 supervisor", said(s.enqueue("c2")))
	assert.Equal(t, "offer c3 person", said(append(s.enqueue("c3"), s.agent("person", 1, tier(1))...)))
}

// Dynamics docs #2705: never route customer X to agent Y.
func TestDynamics2705NeverThisAgentHolds(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 5)
	assert.Empty(t, s.enqueue("c", func(f *RequestFact) { f.Exclude = []Exclusion{{Agent: "ann"}} }))
	assert.Empty(t, s.after(24*time.Hour))
	assert.Equal(t, "excluded", s.why("c", "ann"))
	assert.Equal(t, "offer c ben", said(s.agent("ben", 1)))
}

// Genesys forum: rings skipped.
func TestGenesysRingsOpenInOrderAndAtTheirTime(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", Rings: []Ring{
		{After: 10 * time.Second, Lower: 1}, {After: 20 * time.Second, Drop: []string{"fr"}}, {After: 30 * time.Second, Queues: []string{"z"}}}}, {ID: "z"}}})
	s.enqueue("c", needs("fr", 2))
	s.agent("z", 1, serves("z", 0, 0))
	s.agent("low", 0, speaks("fr", 1), serves("q", 0, 0))
	assert.Equal(t, "lacks fr at level 2", s.why("c", "low"))
	assert.Equal(t, "outside the ring until 2026-03-02T09:00:30Z", s.why("c", "z"))
	assert.Equal(t, "widen c", said(s.after(10*time.Second)))
	assert.Equal(t, "at capacity 0/0", s.why("c", "low"))
	assert.Equal(t, "widen c", said(s.after(10*time.Second)))
	ds := s.after(10 * time.Second)
	assert.Equal(t, "offer c z", said(ds))
	assert.Equal(t, 3, ds[0].Ring)
}
