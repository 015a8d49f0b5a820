package assign_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	. "github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/routing"
)

// roster is a team on a map.
type roster map[chat.AgentID]chat.Agent

func (r roster) Agent(id chat.AgentID) (chat.Agent, bool) { a, ok := r[id]; return a, ok }

func command(s chat.Session, ds ...routing.Decision) (chat.Command, error) {
	n := 0
	return Command(s, ds, roster{"bot": {ID: "bot", Name: "Botty", Bot: true}}, func() chat.OfferID { n++; return chat.OfferID(fmt.Sprint("off_", n)) })
}

func TestABroadcastIsOneCommand(t *testing.T) {
	ds := []routing.Decision{
		{Kind: routing.Offer, Request: "a", Agent: "ana", Batch: 1}, {Kind: routing.Offer, Request: "a", Agent: "ben", Batch: 1},
		{Kind: routing.Widen, Request: "b"}, {Kind: routing.Widen, Request: "c"}, {Kind: routing.Offer, Request: "d", Batch: 2},
	}
	var sizes []int
	for batch := range Batches(ds) {
		sizes = append(sizes, len(batch))
	}
	require.Equal(t, []int{2, 1, 1, 1}, sizes)
	for range Batches(ds) {
		break
	}
	require.Empty(t, slices.Collect(Batches(nil)))
}

func TestAnOfferCountsFromTheSessionsOwnNow(t *testing.T) {
	s := after(t)
	behind := noon.Add(-time.Minute)
	c, err := command(s, routing.Decision{Kind: routing.Offer, Agent: "ana", Offer: 1, Queue: "sales", At: behind, Deadline: behind.Add(25 * time.Second)})
	require.NoError(t, err)
	require.Equal(t, noon.Add(25*time.Second), c.(chat.MakeOffer).Offers[0].Deadline)
	_, _, err = chat.Decide(s, c, behind)
	require.NoError(t, err)
}

func TestAnAssignmentNamesItsAgent(t *testing.T) {
	c, err := command(after(t), routing.Decision{Kind: routing.Assign, Agent: "bot", Offer: 1, Queue: "sales", Why: routing.ReasonBest})
	require.NoError(t, err)
	require.Equal(t, chat.Assign{Agent: "bot", Name: "Botty", Bot: true, Reason: chat.AutoAccept, Why: "best by strategy"}, c)
}

func TestWhatNoLongerFitsTheSessionIsRefused(t *testing.T) {
	s := after(t, offered("ana"))
	owned := after(t, chat.Assign{Agent: "ana", Reason: chat.Picked})
	for name, d := range map[string]routing.Decision{
		"an offer in another queue":                    {Kind: routing.Offer, Agent: "ben", Offer: 2, Queue: "returns"},
		"an offer whose number is taken":               {Kind: routing.Offer, Agent: "ben", Offer: 1, Queue: "sales"},
		"an assignment in another queue":               {Kind: routing.Assign, Agent: "ben", Offer: 2, Queue: "returns"},
		"an assignment whose number is taken":          {Kind: routing.Assign, Agent: "ben", Offer: 1, Queue: "sales"},
		"the end of an offer that ended":               {Kind: routing.Rescind, Agent: "ben", Offer: 5},
		"a full queue for a session that was let in":   {Kind: routing.GiveUp, Why: routing.ReasonQueueFull},
		"a decision about an agent alone":              {Kind: routing.Lost, Agent: "ana"},
		"a kind that there is not":                     {},
		"the loss of an agent who does not own it":     {Kind: routing.Requeue, Agent: "ben"},
		"the expiry of an offer that is not there now": {Kind: routing.Requeue, Agent: "ana", Offer: 7, Why: routing.ReasonExpired},
	} {
		_, err := command(s, d)
		require.ErrorIs(t, err, ErrMoved, name)
	}
	_, err := command(owned, routing.Decision{Kind: routing.Requeue, Agent: "ben"})
	require.ErrorIs(t, err, ErrMoved)
	_, err = command(s)
	require.ErrorIs(t, err, ErrMoved)
}

func TestEveryOtherDecisionHasItsCommand(t *testing.T) {
	system := chat.Author{Kind: chat.AuthorSystem}
	s := after(t, offered("ana"))
	for _, c := range []struct {
		d    routing.Decision
		want chat.Command
	}{
		{routing.Decision{Kind: routing.Requeue, Agent: "ana", Offer: 1, Why: routing.ReasonExpired}, chat.Expire{Offer: "off_ana"}},
		{routing.Decision{Kind: routing.Requeue, Agent: "ana", Offer: 1, Why: routing.ReasonAgentGone}, chat.Rescind{Offer: "off_ana", Reason: chat.AgentGone}},
		{routing.Decision{Kind: routing.Rescind, Agent: "ana", Offer: 1, Why: routing.ReasonTaken}, chat.Rescind{Offer: "off_ana", Reason: chat.Taken}},
		{routing.Decision{Kind: routing.Widen, Ring: 2, Why: routing.ReasonRing}, chat.Widen{Ring: 2, Why: "next ring"}},
		{routing.Decision{Kind: routing.Overflow, Queue: "returns", Why: routing.ReasonOverflow}, chat.Widen{Queue: "returns", Why: "overflow"}},
		{routing.Decision{Kind: routing.Admit}, chat.Admit{}},
		{routing.Decision{Kind: routing.GiveUp, Why: routing.ReasonMaxWait}, chat.TakeMessage{By: system, Reason: chat.LongestWait, Why: "maximum wait"}},
		{routing.Decision{Kind: routing.GiveUp, Why: routing.ReasonNoRoute}, chat.TakeMessage{By: system, Reason: chat.NoAgent, Why: "no such queue"}},
		{routing.Decision{Kind: routing.Wrapped}, chat.EndWrap{Reason: chat.AgentGone}},
		{routing.Decision{Kind: routing.Idle}, chat.SetIdle{}},
	} {
		got, err := command(s, c.d)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
}

func TestADecisionLeavesItsMarkOnTheAgent(t *testing.T) {
	a := chat.Agent{ID: "ana", Mode: chat.Available, ModeReason: "here", Turns: chat.Turns{Turn: 4}}
	a.Missed = 3
	changed := func(d routing.Decision) chat.Agent {
		t.Helper()
		got, err := Applied(a, d, noon)
		require.NoError(t, err)
		return got
	}
	require.Equal(t, int64(9), changed(routing.Decision{Kind: routing.Offer, Turn: 9}).Turn)
	require.Equal(t, int64(9), changed(routing.Decision{Kind: routing.Assign, Turn: 9}).Turn)
	require.Equal(t, a, changed(routing.Decision{Kind: routing.Requeue, Turn: 9}))
	lost, drained, paused := changed(routing.Decision{Kind: routing.Lost}), changed(routing.Decision{Kind: routing.Drained}), changed(routing.Decision{Kind: routing.Pause})
	require.Equal(t, []chat.AgentMode{chat.Offline, chat.Offline, chat.Break}, []chat.AgentMode{lost.Mode, drained.Mode, paused.Mode})
	require.Equal(t, []string{LostReason, "here", "missed"}, []string{lost.ModeReason, drained.ModeReason, paused.ModeReason})
	require.Equal(t, 3, paused.Missed, "colleagues see how many")
	require.True(t, OfAgent(routing.Decision{Kind: routing.Pause}) && !OfAgent(routing.Decision{Kind: routing.Offer}))
}
