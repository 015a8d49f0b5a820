package routing_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func stateOf(t *testing.T, err error) OfferState {
	t.Helper()
	require.ErrorIs(t, err, ErrOfferGone)
	var gone *OfferGoneError
	require.True(t, errors.As(err, &gone))
	return gone.State
}

// The table of the offer state machine, row by row.
func TestAnOfferEndsExactlyOnceAndSaysHow(t *testing.T) {
	accept := func(s *scene) error { _, err := s.p.Accept(s.now, "c", "ann"); return err }
	decline := func(s *scene) error { _, err := s.p.Decline(s.now, "c", "ann"); return err }
	open := func() *scene {
		s := newScene(t, Config{WrapFor: time.Minute})
		s.agent("ann", 1)
		assert.Equal(t, "offer c ann", said(s.enqueue("c")))
		return s
	}
	s := open()
	require.NoError(t, accept(s))
	require.NoError(t, accept(s), "again by the same agent is no error")
	assert.Equal(t, OfferAccepted, stateOf(t, decline(s)))
	s.ok(s.p.Complete(s.now, "c"))
	assert.Equal(t, OfferWrapping, stateOf(t, accept(s)))
	assert.Equal(t, OfferWrapping, stateOf(t, decline(s)))
	s.ok(s.p.Cancel(s.now, "c"))
	s.ok(s.p.EndWrap(s.now, "c"))
	_, err := s.p.EndWrap(s.now, "c")
	require.ErrorIs(t, err, ErrUnknown)

	s = open()
	require.NoError(t, decline(s))
	assert.Equal(t, OfferDeclined, stateOf(t, accept(s)))
	assert.Equal(t, OfferDeclined, stateOf(t, decline(s)))

	s = open()
	s.now = s.now.Add(25 * time.Second) // the deadline itself is too late
	assert.Equal(t, OfferExpired, stateOf(t, accept(s)))

	s = open()
	s.ok(s.p.Cancel(s.now, "c"))
	assert.Equal(t, OfferRescinded, stateOf(t, accept(s)))
	a, _ := s.p.Agent("ann")
	assert.Zero(t, a.Used)

	s = open()
	s.agent("ann", 1, mode(Draining))
	require.NoError(t, accept(s), "draining keeps the offer")
	s.ok(s.p.Cancel(s.now, "c"))
	assert.Equal(t, "drained ann", said(s.ok(s.p.EndWrap(s.now, "c"))))
	a, _ = s.p.Agent("ann")
	assert.Equal(t, Offline, a.Mode)
}

func TestATransferOfferLeavesTheOwnerUntilAccepted(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 1)
	s.enqueue("c")
	s.ok(s.p.Accept(s.now, "c", "ann"))
	s.agent("ben", 1)
	assert.Equal(t, "offer c ben", said(s.ok(s.p.Transfer(s.now, "c", "", "ben"))))
	assert.Equal(t, "rescind c ben", said(s.after(25*time.Second)))
	q, _ := s.p.Request("c")
	assert.Equal(t, "ann", q.Agent)
	s.ok(s.p.Transfer(s.now, "c", "", "ben"))
	s.ok(s.p.Accept(s.now, "c", "ben"))
	a, _ := s.p.Agent("ann")
	assert.Zero(t, a.Used)
	_, err := s.p.Transfer(s.now, "c", "", "ben")
	require.ErrorIs(t, err, ErrNotAllowed)
	assert.Equal(t, "offer c ann", said(s.ok(s.p.Transfer(s.now, "c", "sales", ""))), "longest idle")
	q, _ = s.p.Request("c")
	assert.Equal(t, Offered, q.Phase)
	assert.Equal(t, "sales", q.Queue)
}

func TestThePreferredAgentHasAWindowAndNoMore(t *testing.T) {
	s := newScene(t, Config{StickyFor: 15 * time.Second})
	s.agent("ann", 1)
	s.enqueue("busy")
	s.agent("ben", 1)
	prefer := func(f *RequestFact) { f.Prefer = "ann" }
	assert.Empty(t, s.enqueue("c", prefer), "ann is at capacity, and ben is not asked yet")
	assert.Equal(t, "waits for the preferred agent until 2026-03-02T09:00:15Z", s.why("c", "ben"))
	assert.Equal(t, "at capacity 1/1", s.why("c", "ann"))
	assert.Equal(t, "offer c ben", said(s.after(15*time.Second)))

	s.ok(s.p.Cancel(s.now, "busy"))
	ds := s.enqueue("d", prefer)
	assert.Equal(t, ReasonPreferred, ds[0].Why)
	assert.Equal(t, "ann", ds[0].Agent)
}

func TestMissedOffersPauseAnAgent(t *testing.T) {
	s := newScene(t, Config{Misses: 2})
	s.agent("ann", 1)
	s.enqueue("c1")
	s.enqueue("c2")
	s.after(25 * time.Second)
	ds := s.after(25 * time.Second)
	assert.Equal(t, "requeue c2 ann; pause ann", said(ds))
	a, _ := s.p.Agent("ann")
	assert.Equal(t, Break, a.Mode)
	assert.Equal(t, "on break", s.why("c2", "ann"))
}

func TestChannelsHaveWeightsAndCaps(t *testing.T) {
	s := newScene(t, Config{Channels: []Channel{{ID: "chat"}, {ID: "voice", Weight: 3}}})
	s.agent("ann", 4, func(f *AgentFact) { f.Channels = []ChannelLoad{{Channel: "chat", Max: 2}, {Channel: "voice", Max: 1}} })
	voice := func(f *RequestFact) { f.Channel = "voice" }
	assert.Len(t, s.enqueue("v1", voice), 1)
	assert.Empty(t, s.enqueue("v2", voice))
	assert.Equal(t, "at capacity 3/4", s.why("v2", "ann"))
	assert.Len(t, s.enqueue("c1"), 1)
	s.ok(s.p.Cancel(s.now, "v1"))
	s.ok(s.p.Cancel(s.now, "v2"))
	assert.Len(t, s.enqueue("c2"), 1)
	assert.Empty(t, s.enqueue("c3"))
	assert.Equal(t, "at the channel's cap 2/2", s.why("c3", "ann"))
}

func TestAPickByHandMayOverrideTheCapacity(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", Manual: true}}})
	s.agent("ann", 1)
	assert.Empty(t, s.enqueue("c1"))
	s.enqueue("c2")
	s.ok(s.p.Pick(s.now, "c2", "ann", false))
	_, err := s.p.Pick(s.now, "c1", "ann", false)
	require.ErrorIs(t, err, ErrAtCapacity)
	s.ok(s.p.Pick(s.now, "c1", "ann", true))
	a, _ := s.p.Agent("ann")
	assert.Equal(t, 2, a.Used)
	_, err = s.p.Pick(s.now, "c1", "ann", true)
	require.ErrorIs(t, err, ErrNotAllowed)
}

func TestExplainSaysWhyThisOneAndNotTheOthers(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("a-busy", 3)
	s.enqueue("x")
	s.agent("b-best", 3)
	s.agent("c-behind", 3)
	s.agent("d-tier", 3, func(f *AgentFact) { f.Tier = 1 })
	s.agent("e-break", 3, mode(Break))
	s.agent("f-off", 3, mode(Offline))
	s.agent("h-lost", 3, func(f *AgentFact) { f.LostSince = s.now })
	s.agent("i-never", 3, func(f *AgentFact) { f.Never = true })
	s.enqueue("c")
	got := ""
	for _, v := range s.p.Explain("c") {
		got += v.Agent + ": " + v.String() + "\n"
	}
	assert.Equal(t, `a-busy: behind another agent 1/3
b-best: best by strategy 0/3
c-behind: behind another agent 0/3
d-tier: behind another agent 0/3
e-break: on break
f-off: offline
h-lost: lost
i-never: picked by hand
`, got)
	assert.Nil(t, s.p.Explain("nobody"))
}
