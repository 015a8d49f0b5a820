package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// oneTeam is one queue and an agent who has not signed in.
func oneTeam(q settings.Queue, edit ...func(*settings.Agent)) settings.Team {
	q.ID = "help"
	a := settings.Agent{Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "help"}}, Capacity: 2}
	for _, e := range edit {
		e(&a)
	}
	return settings.Team{Queues: []settings.Queue{q, {ID: "other"}}, Agents: []settings.Agent{a},
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}}}
}

// become writes an agent's mode behind the desk's back.
func (s *shop) become(login string, mode chat.AgentMode) {
	s.t.Helper()
	me, err := s.agent(login).Me(s.ctx)
	require.NoError(s.t, err)
	rs, err := s.store.Get(s.ctx, records.Agent(me.ID))
	require.NoError(s.t, err)
	a, err := records.Decode[chat.Agent](rs[0].Value)
	require.NoError(s.t, err)
	if a, err = a.SetMode(chat.Available, "", s.clock()); mode != chat.Available {
		require.NoError(s.t, err)
		a, err = a.SetMode(mode, "", s.clock())
	}
	require.NoError(s.t, err)
	value, err := records.Encode(a, rs[0].Value)
	require.NoError(s.t, err)
	_, err = s.store.Commit(s.ctx, store.Batch{Put: []store.Record{{Key: rs[0].Key, Value: value}}})
	require.NoError(s.t, err)
	_, err = s.Follower().Step(s.ctx, s.clock())
	require.NoError(s.t, err)
}

func TestWithNobodyThereAMessageIsTaken(t *testing.T) {
	skilled := settings.Queue{Skills: []chat.Skill{{Name: "pl", Level: 3}}}
	for name, c := range map[string]struct {
		queue settings.Queue
		agent func(*settings.Agent)
		mode  chat.AgentMode
	}{
		"nobody has signed in":         {mode: chat.Offline},
		"Ann is on a break":            {mode: chat.Break},
		"Ann is finishing up":          {mode: chat.Draining},
		"Ann's connection is lost":     {mode: chat.Lost},
		"Ann serves another queue":     {mode: chat.Available, agent: func(a *settings.Agent) { a.Queues[0].Queue = "other" }},
		"Ann serves no queue":          {mode: chat.Available, agent: func(a *settings.Agent) { a.Queues = nil }},
		"Ann never has room for it":    {mode: chat.Available, queue: settings.Queue{Weight: 3}},
		"Ann lacks a skill":            {mode: chat.Available, queue: skilled},
		"Ann has a skill too little":   {mode: chat.Available, queue: skilled, agent: func(a *settings.Agent) { a.Skills = []chat.Skill{{Name: "pl", Level: 2}} }},
		"a ring never drops the skill": {mode: chat.Available, queue: settings.Queue{Skills: skilled.Skills, Rings: []settings.Ring{{After: time.Minute, Lower: 1}}}},
	} {
		t.Run(name, func(t *testing.T) {
			edit := func(a *settings.Agent) {}
			if c.agent != nil {
				edit = c.agent
			}
			s := newShop(t, oneTeam(c.queue, edit))
			for _, loaded := range []bool{false, true} {
				if loaded {
					s.become("ann", c.mode)
					s.settle()
				}
				a, err := s.visitor(1).Availability(s.ctx, "", "")
				require.NoError(t, err)
				require.False(t, a.Accepting)
				require.Equal(t, chat.NoAgent, a.Reason)
				require.Equal(t, chat.StaffAway, a.Staff)
				require.Zero(t, a.Free)
				require.True(t, a.Leave)
				require.Equal(t, desk.AnswersHere, a.Answers)
			}
			v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
			require.NoError(t, err)
			require.Equal(t, chat.Messaged, v.State)
			require.Equal(t, chat.NoAgent, v.Reason)
			require.Equal(t, desk.AnswersHere, v.Answers)
			for n, r := range []desk.StartRequest{{Email: "eve@example.com"}, {Phone: "+372 5555 5555"}} {
				r.Command, r.Text = "c", "hello"
				v, err = s.visitor(10+n).Start(s.ctx, r)
				require.NoError(t, err)
				require.Equal(t, desk.AnswersContact, v.Answers)
			}
			_, err = s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c"})
			require.ErrorIs(t, err, chat.ErrNoAgent, "there is nothing to take")
		})
	}
}

func TestSomebodyIsThereWhoCouldServeTheSessionInTheEnd(t *testing.T) {
	french := []chat.Skill{{Name: "fr", Level: 2}}
	other := func(a *settings.Agent) { a.Queues[0].Queue = "other" }
	for name, c := range map[string]struct {
		queue settings.Queue
		agent func(*settings.Agent)
		staff chat.Staff
	}{
		"at once":                         {staff: chat.StaffFree},
		"with the skill":                  {settings.Queue{Skills: french}, func(a *settings.Agent) { a.Skills = french }, chat.StaffFree},
		"picking by hand":                 {settings.Queue{Skills: french, Manual: true}, nil, chat.StaffFree},
		"when a ring drops the skill":     {settings.Queue{Skills: french, Rings: []settings.Ring{{After: time.Minute, Drop: []string{"fr"}}}}, nil, chat.StaffBusy},
		"when a ring takes anyone":        {settings.Queue{Skills: french, Rings: []settings.Ring{{After: time.Minute, Anyone: true}}}, nil, chat.StaffBusy},
		"when a ring asks another queue":  {settings.Queue{Rings: []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{"other"}}}}, other, chat.StaffBusy},
		"when it overflows at once":       {settings.Queue{Overflow: "other"}, other, chat.StaffFree},
		"when it overflows after a while": {settings.Queue{Overflow: "other", OverflowAfter: time.Minute}, other, chat.StaffBusy},
		"after the agent's own delay":     {settings.Queue{}, func(a *settings.Agent) { a.Queues[0].Delay = time.Minute }, chat.StaffBusy},
	} {
		edit := func(a *settings.Agent) {}
		if c.agent != nil {
			edit = c.agent
		}
		s := newShop(t, oneTeam(c.queue, edit))
		s.available("ann")
		a, err := s.visitor(1).Availability(s.ctx, "", "")
		require.NoError(t, err, name)
		require.True(t, a.Accepting, name)
		require.Equal(t, c.staff, a.Staff, name)
		require.Equal(t, c.staff == chat.StaffFree, a.Free > 0, name)
		v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err, name)
		require.Equal(t, chat.Queued, v.State, name)
	}
}

func TestAVisitorWhoAsksForMoreThanAnybodyCanLeavesAMessage(t *testing.T) {
	s := newShop(t, oneTeam(settings.Queue{}))
	s.available("ann")
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "bonjour", Skills: []chat.Skill{{Name: "fr", Level: 1}}})
	require.NoError(t, err)
	require.Equal(t, chat.Messaged, v.State)
	require.Equal(t, chat.NoAgent, v.Reason)
}

func TestTheVisitorIsToldThatEverybodyIsBusyAndThatNobodyIsThere(t *testing.T) {
	s := newShop(t, oneTeam(settings.Queue{NoAgent: settings.NoAgentWait}))
	look := func() desk.Availability {
		t.Helper()
		a, err := s.visitor(9).Availability(s.ctx, "", "")
		require.NoError(t, err)
		require.True(t, a.Accepting, "who wants to wait may")
		return a
	}
	v, err := s.visitor(9).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	waiting := func() chat.Staff {
		t.Helper()
		view, err := s.visitor(9).Session(s.ctx, v.ID)
		require.NoError(t, err)
		return view.Staff
	}
	require.Equal(t, chat.StaffAway, look().Staff)
	require.Equal(t, chat.StaffAway, waiting())
	s.available("ann")
	require.Equal(t, chat.StaffFree, waiting(), "it is being offered")
	require.NoError(t, s.agent("ann").Decline(s.ctx, s.offer("ann").Offer.ID))
	s.chatting(1, "ann")
	s.chatting(2, "ann")
	a := look()
	require.Equal(t, chat.StaffBusy, a.Staff)
	require.Zero(t, a.Free)
	require.Equal(t, chat.StaffBusy, waiting())
	_, err = s.agent("ann").SetStatus(s.ctx, chat.Break, "lunch")
	require.NoError(t, err)
	require.Equal(t, chat.StaffAway, look().Staff)
	require.Equal(t, chat.StaffAway, waiting())
}

func TestNoPromptIsShownWhenOnlyABotOrSomebodyOnABreakIsThere(t *testing.T) {
	for _, mode := range []chat.AgentMode{chat.Available, chat.Break} {
		seed := oneTeam(settings.Queue{NoAgent: settings.NoAgentWait}, func(a *settings.Agent) { a.Bot = mode == chat.Available })
		seed.Rules = withPrompt().Rules
		s := newShop(t, seed)
		s.become("ann", mode)
		s.settle()
		a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		require.Nil(t, a.Prompt, mode)
	}
	seed := oneTeam(settings.Queue{NoAgent: settings.NoAgentWait})
	seed.Rules = withPrompt().Rules
	s := newShop(t, seed)
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt, "Ann herself is there")
}
