package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// speaks is a Profile whose customers all need French.
type speaks struct{}

func (speaks) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{Skills: []chat.Skill{{Name: "fr", Level: 1}}}, nil
}

func TestWhoWouldAnswerIsAPersonABotOrNobody(t *testing.T) {
	bot := func(a *settings.Agent) { a.Bot = true }
	french := settings.Queue{Skills: []chat.Skill{{Name: "fr", Level: 1}}}
	for name, c := range map[string]struct {
		queue  settings.Queue
		agent  func(*settings.Agent)
		mode   chat.AgentMode
		by     desk.AnsweredBy
		begins chat.State
	}{
		"a person":                        {mode: chat.Available, by: desk.AnsweredByPerson, begins: chat.Queued},
		"a person when the search widens": {queue: settings.Queue{Skills: french.Skills, Rings: []settings.Ring{{After: time.Minute, Anyone: true}}}, mode: chat.Available, by: desk.AnsweredByPerson, begins: chat.Queued},
		"a person who helps later":        {agent: func(a *settings.Agent) { a.Queues[0].Delay = time.Minute }, mode: chat.Available, by: desk.AnsweredByPerson, begins: chat.Queued},
		"a bot":                           {agent: bot, mode: chat.Available, by: desk.AnsweredByBot, begins: chat.Queued},
		"a bot that is away":              {agent: bot, mode: chat.Offline, by: desk.AnsweredByMessage, begins: chat.Messaged},
		"a bot without the skill":         {queue: french, agent: bot, mode: chat.Available, by: desk.AnsweredByMessage, begins: chat.Messaged},
		"a person on a break":             {mode: chat.Break, by: desk.AnsweredByMessage, begins: chat.Messaged},
		"nobody, and one may wait":        {queue: settings.Queue{NoAgent: settings.NoAgentWait}, mode: chat.Break, by: desk.AnsweredByMessage, begins: chat.Queued},
		"people of a queue by hand":       {queue: settings.Queue{Skills: french.Skills, Manual: true}, mode: chat.Available, by: desk.AnsweredByPerson, begins: chat.Queued},
		"where a queue by hand overflows": {queue: settings.Queue{Manual: true, Overflow: "other", OverflowAfter: time.Minute},
			agent: func(a *settings.Agent) { a.Queues[0].Queue = "other" }, mode: chat.Available, by: desk.AnsweredByPerson, begins: chat.Queued},
	} {
		t.Run(name, func(t *testing.T) {
			edit := func(*settings.Agent) {}
			if c.agent != nil {
				edit = c.agent
			}
			s := newShop(t, oneTeam(c.queue, edit))
			s.become("ann", c.mode)
			s.settle()
			a, err := s.visitor(1).Availability(s.ctx, "", "")
			require.NoError(t, err)
			require.Equal(t, c.by, a.AnsweredBy)
			require.Equal(t, c.begins == chat.Queued, a.Accepting)
			v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
			require.NoError(t, err)
			require.Equal(t, c.begins, v.State, "and so it is")
		})
	}
}

func TestWhatTheHostSaysAVisitorNeedsCountsAtTheDoorAndInPrompts(t *testing.T) {
	seed := oneTeam(settings.Queue{})
	seed.Rules = withPrompt().Rules
	s := newShop(t, seed, func(c *desk.Config) { c.Profile = speaks{} })
	s.available("ann")
	a, err := s.visitor(1).Availability(s.ctx, "", "")
	require.NoError(t, err)
	require.Equal(t, chat.StaffAway, a.Staff, "Ann speaks no French")
	require.False(t, a.Accepting)
	require.Zero(t, a.Free)
	shown, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Nil(t, shown.Prompt, "nobody could answer this visitor")
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Equal(t, chat.Messaged, v.State)
}

func TestABotThatHandedAChatOnIsNobodyForIt(t *testing.T) {
	seed := one(func(q *settings.Queue) { q.NoAgent, q.AutoAccept = settings.NoAgentMessage, true })
	seed.Agents = []settings.Agent{{Login: "bot", Name: "Bot", Bot: true, Tier: -1, Capacity: 5, Queues: []chat.Serves{{Queue: "help"}}}}
	play(t, seed, func(t *testing.T, s *scene) {
		bot := s.agents("bot")[0]
		v := s.waiting("v", "help")
		require.Equal(t, chat.Active, s.card(v).State)
		require.True(t, s.card(v).Bot)
		s.transfer(v, bot, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		require.Equal(t, chat.StaffAway, s.view(v).Staff)
		s.pass(90 * time.Second)
		require.Equal(t, chat.Queued, s.card(v).State)
		s.pass(time.Minute)
		require.Equal(t, chat.Messaged, s.card(v).State, "nobody is left who could serve it")
		require.ErrorIs(t, v.Reopen(t.Context(), v.Session), chat.ErrNoAgent, "nor who would if it came back")
		w := s.waiting("w", "help")
		require.Equal(t, chat.Active, s.card(w).State, "the bot serves others")
	})
}

func TestAnotherBotIsNobodyForAChatThatABotHandedOn(t *testing.T) {
	seed := one(func(q *settings.Queue) { q.NoAgent, q.AutoAccept = settings.NoAgentMessage, true })
	for _, b := range []settings.Agent{{Login: "bot", Tier: -1, Capacity: 5}, {Login: "other", Capacity: 1}} {
		b.Name, b.Bot, b.Queues = b.Login, true, []chat.Serves{{Queue: "help"}}
		seed.Agents = append(seed.Agents, b)
	}
	play(t, seed, func(t *testing.T, s *scene) {
		other := s.agents("other")[0]
		u := s.waiting("u", "help")
		require.Equal(t, other.ID, s.card(u).Agent, "who has no room left")
		bot := s.agents("bot")[0]
		v := s.waiting("v", "help")
		require.Equal(t, bot.ID, s.card(v).Agent)
		s.transfer(v, bot, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		require.Equal(t, chat.StaffAway, s.view(v).Staff)
		require.Equal(t, chat.NoAgent, s.card(v).Reason, "told at once")
		vs, err := s.boss.Explain(t.Context(), v.Session)
		require.NoError(t, err)
		for _, x := range vs {
			require.False(t, x.Could, x.Name)
		}
		s.pass(2*time.Minute + 5*time.Second)
		require.Equal(t, chat.Messaged, s.card(v).State)
		require.ErrorIs(t, v.Reopen(t.Context(), v.Session), chat.ErrNoAgent)
	})
}

func TestAnExplanationSaysWhoCouldServeByTheDoorsOwnWord(t *testing.T) {
	serves := []chat.Serves{{Queue: "help"}}
	seed := settings.Team{
		Queues: []settings.Queue{{ID: "help", Weight: 2, Skills: []chat.Skill{{Name: "fr", Level: 2}}, NoAgent: settings.NoAgentWait}},
		Agents: []settings.Agent{
			{Login: "able", Capacity: 2, Queues: serves, Skills: []chat.Skill{{Name: "fr", Level: 2}}},
			{Login: "small", Capacity: 1, Queues: serves, Skills: []chat.Skill{{Name: "fr", Level: 2}}},
			{Login: "unskilled", Capacity: 2, Queues: serves, Skills: []chat.Skill{{Name: "fr", Level: 1}}},
			{Login: "elsewhere", Capacity: 2, Skills: []chat.Skill{{Name: "fr", Level: 2}}},
			{Login: "away", Capacity: 2, Queues: serves, Skills: []chat.Skill{{Name: "fr", Level: 2}}},
		},
	}
	for i := range seed.Agents {
		seed.Agents[i].Name = seed.Agents[i].Login
	}
	play(t, seed, func(t *testing.T, s *scene) {
		able := s.agents("able", "small", "unskilled", "elsewhere")[0]
		s.take(s.waiting("u", "help"), able)
		v := s.waiting("v", "help")
		could := func() map[string]bool {
			vs, err := s.boss.Explain(t.Context(), v.Session)
			require.NoError(t, err)
			out := map[string]bool{}
			for _, x := range vs {
				out[x.Name] = x.Could
			}
			delete(out, "Boss")
			return out
		}
		require.Equal(t, map[string]bool{"able": true, "small": false, "unskilled": false, "elsewhere": false, "away": false}, could(), "soon counts")
		require.Equal(t, chat.StaffBusy, s.view(v).Staff)
		able.Break()
		s.pass(time.Second)
		require.False(t, could()["able"])
		require.Equal(t, chat.StaffAway, s.view(v).Staff)
	})
}

func TestTheBoardAndTransfersAskWhatTheDoorAsks(t *testing.T) {
	serves := func(q chat.QueueID) []chat.Serves { return []chat.Serves{{Queue: q}} }
	seed := settings.Team{
		Queues: []settings.Queue{
			{ID: "help"}, {ID: "heavy", Weight: 4}, {ID: "french", Skills: []chat.Skill{{Name: "fr", Level: 1}}},
			{ID: "empty", Overflow: "help"}, {ID: "wide", Rings: []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{"help"}}}},
		},
		Agents: []settings.Agent{
			{Login: "ann", Name: "Ann", Capacity: 3, Queues: append(serves("help"), append(serves("heavy"), serves("french")...)...)},
			{Login: "bob", Name: "Bob", Capacity: 3, Queues: append(serves("help"), append(serves("heavy"), serves("french")...)...)},
		},
	}
	play(t, seed, func(t *testing.T, s *scene) {
		ann := s.agents("ann", "bob")[0]
		want := map[chat.QueueID][2]int{"help": {2, 6}, "heavy": {0, 0}, "french": {0, 0}, "empty": {2, 6}, "wide": {2, 0}}
		b, err := s.boss.Board(t.Context())
		require.NoError(t, err)
		for _, q := range b.Queues {
			a, err := s.Visitor("v").Availability(t.Context(), "", q.Queue)
			require.NoError(t, err)
			require.Equal(t, want[q.Queue], [2]int{q.Agents, q.Free}, q.Queue)
			require.Equal(t, q.Free, a.Free, q.Queue)
		}
		targets, err := ann.TransferTargets(t.Context())
		require.NoError(t, err)
		for _, x := range targets {
			if x.Queue != "" {
				require.Equal(t, want[x.Queue][1]/2, x.Free, "%s, without Ann", x.Queue)
				require.Equal(t, want[x.Queue][1]/6, x.Agents, x.Queue)
			}
		}
	})
}
