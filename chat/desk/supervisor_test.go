package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestASupervisorSteersTheTeam(t *testing.T) {
	s := newShop(t, twoTeams())
	boss := s.supervisor("sue")
	s.available("ann")
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	verdicts, err := boss.Explain(s.ctx, v.ID)
	require.NoError(t, err)
	require.Len(t, verdicts, 5, "of each agent")

	team, err := boss.Agents(s.ctx)
	require.NoError(t, err)
	ids := map[string]chat.AgentID{}
	for _, a := range team {
		ids[a.Name] = a.ID
	}
	require.ErrorIs(t, boss.Assign(s.ctx, v.ID, ids["Bob"], false), chat.ErrNoAgent, "Bob is not there")
	require.NoError(t, boss.SetAgentStatus(s.ctx, ids["Cy"], chat.Available, ""))
	require.NoError(t, boss.Assign(s.ctx, v.ID, ids["Cy"], false))
	got, err := s.visitor(1).Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "Cy", got.AgentName)
	es, _, err := s.agent("cy").Timeline(s.ctx, v.ID, 0, 0)
	require.NoError(t, err)
	last := es[len(es)-1]
	require.Equal(t, chat.BySupervisor, last.Reason)
	require.False(t, last.Override)

	require.NoError(t, boss.SetCapacity(s.ctx, ids["Cy"], 2))
	_, err = boss.PutAgent(s.ctx, settings.Agent{ID: ids["Cy"], Name: "Cyrus", Capacity: 2, Supervisor: true, Queues: []chat.Serves{{Queue: "support"}}})
	require.NoError(t, err)
	cy, err := s.agent("cy").Me(s.ctx)
	require.NoError(t, err)
	require.Equal(t, "Cyrus", cy.Name)
	require.False(t, cy.Supervisor, "who is a supervisor is the host's to say")
	_, err = s.supervisor("sam").PutAgent(s.ctx, settings.Agent{ID: ids["Ann"], Name: "x"})
	require.ErrorIs(t, err, chat.ErrNotFound, "none of Sam's")
}

func TestSessionsArePagedAndOnesOwnQueuesOnly(t *testing.T) {
	s := newShop(t, twoTeams())
	for n := range 30 {
		queue := chat.QueueID("support")
		if n%3 == 0 {
			queue = "billing"
		}
		v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Queue: queue, Text: "hello"})
		require.NoError(t, err)
		if n%2 == 0 {
			require.NoError(t, s.visitor(n).End(s.ctx, v.ID))
		}
	}
	count := func(boss desk.Supervisor, f desk.SessionFilter) int {
		seen := map[chat.SessionID]bool{}
		f.Limit = 4
		for {
			page, next, err := boss.Sessions(s.ctx, f)
			require.NoError(t, err)
			require.LessOrEqual(t, len(page), 4)
			for _, c := range page {
				require.False(t, seen[c.Session.ID])
				seen[c.Session.ID] = true
			}
			if f.After = next; next == "" {
				return len(seen)
			}
		}
	}
	require.Equal(t, 30, count(s.supervisor("sue"), desk.SessionFilter{}))
	require.Equal(t, 10, count(s.supervisor("sam"), desk.SessionFilter{}))
	require.Equal(t, 20, count(s.supervisor("sue"), desk.SessionFilter{Queue: "support"}))
	require.Equal(t, 15, count(s.supervisor("sue"), desk.SessionFilter{States: []chat.State{chat.Abandoned}}))
	narrow := s.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true, Queues: []chat.QueueID{"billing"}})
	require.Equal(t, 10, count(narrow, desk.SessionFilter{}))
}

func TestAnAgentHoldsResumesAndReopens(t *testing.T) {
	seed := twoTeams()
	seed.Queues[0].Policy = chat.Policy{WrapUp: time.Minute}
	s := newShop(t, seed)
	s.available("ann")
	ann := s.agent("ann")
	id := s.chatting(1, "ann")
	state := func() chat.State {
		c, err := ann.Session(s.ctx, id)
		require.NoError(t, err)
		return c.Session.State
	}
	require.NoError(t, ann.Hold(s.ctx, id, 10*time.Minute))
	require.Equal(t, chat.Held, state())
	require.NoError(t, ann.Resume(s.ctx, id))
	require.Equal(t, chat.Active, state())
	require.NoError(t, ann.Close(s.ctx, id))
	require.Equal(t, chat.Wrapping, state())
	next, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c2", Text: "one more thing"})
	require.NoError(t, err)
	require.NotEqual(t, id, next.ID, "for the visitor it was over")
	require.NoError(t, ann.EndWrap(s.ctx, id))
	require.Equal(t, chat.Closed, state())
	require.ErrorIs(t, ann.Reopen(s.ctx, id), chat.ErrState)
	require.ErrorIs(t, ann.Reopen(s.ctx, id), chat.ErrOtherOpen)
	require.NoError(t, s.visitor(1).End(s.ctx, next.ID))
	require.NoError(t, ann.Reopen(s.ctx, id))
	require.Equal(t, chat.Active, state())
	me, err := ann.Me(s.ctx)
	require.NoError(t, err)
	require.Equal(t, 1, me.Load)
}

func TestColleaguesAndRepliesAreThoseThatHelp(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann", "cy")
	targets, err := s.agent("ann").TransferTargets(s.ctx)
	require.NoError(t, err)
	free := map[string]int{}
	var names []string
	for _, x := range targets {
		free[x.Name] = x.Free
		if names = append(names, x.Name); x.Name == "Bob" {
			require.Equal(t, chat.Offline, x.Mode)
		}
	}
	require.Equal(t, map[string]int{"support": 1, "billing": 1, "Cy": 1, "Bob": 0, "Sue": 0, "Sam": 0}, free)
	require.Equal(t, []string{"billing", "support", "Cy", "Bob", "Sam", "Sue"}, names, "those who could take it first")
	replies, err := s.agent("ann").Canned(s.ctx, "")
	require.NoError(t, err)
	require.Len(t, replies, 1, "VAT is billing's")
	replies, err = s.agent("bob").Canned(s.ctx, "included")
	require.NoError(t, err)
	require.Len(t, replies, 1)
}
