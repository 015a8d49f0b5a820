package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// asked is one queue whose sessions ask for two units and for French, and Ann, the only one who can.
func asked(edit ...func(*settings.Queue)) settings.Team {
	french := []chat.Skill{{Name: "fr", Level: 2}}
	s := one(edit...)
	s.Queues[0].NoAgent, s.Queues[0].Weight, s.Queues[0].Skills = "", 2, french
	for _, e := range edit {
		e(&s.Queues[0])
	}
	s.Queues = append(s.Queues, settings.Queue{ID: "other"})
	s.Agents = []settings.Agent{
		{Login: "ann", Name: "Ann", Capacity: 2, Queues: []chat.Serves{{Queue: "help"}}, Skills: french},
		{Login: "bob", Name: "Bob", Capacity: 9, Queues: []chat.Serves{{Queue: "help"}}},
	}
	return s
}

// ann is the record of Ann as the host writes it.
func (s *scene) ann(a *chattest.Agent, edit func(*settings.Agent)) {
	s.t.Helper()
	as := settings.Agent{ID: a.ID, Name: "Ann", Capacity: 2, Queues: []chat.Serves{{Queue: "help"}}, Skills: []chat.Skill{{Name: "fr", Level: 2}}}
	edit(&as)
	_, err := s.Host().PutAgent(s.t.Context(), as)
	require.NoError(s.t, err)
}

func (s *scene) view(v *chattest.Visitor) desk.SessionView {
	s.t.Helper()
	view, err := v.Visitor.Session(s.t.Context(), v.Session)
	require.NoError(s.t, err)
	return view
}

// line is a chat that keeps Ann busy, and three visitors in line behind it.
func (s *scene) line(ann *chattest.Agent) (in []*chattest.Visitor) {
	s.t.Helper()
	s.take(s.waiting("first", "help"), ann)
	for _, name := range []string{"a", "b", "c"} {
		in = append(in, s.waiting(name, "help"))
	}
	for _, v := range in {
		require.Equal(s.t, chat.StaffBusy, s.view(v).Staff)
	}
	return in
}

func TestWhoeverWaitsWhenTheLastPersonGoesIsToldAtOnceAndBecomesAMessage(t *testing.T) {
	for name, goes := range map[string]func(t *testing.T, s *scene, ann *chattest.Agent){
		"signs off":     func(t *testing.T, s *scene, ann *chattest.Agent) { require.NoError(t, s.status(ann, chat.Offline)) },
		"takes a break": func(t *testing.T, s *scene, ann *chattest.Agent) { require.NoError(t, s.status(ann, chat.Break)) },
		"finishes up":   func(t *testing.T, s *scene, ann *chattest.Agent) { require.NoError(t, s.status(ann, chat.Draining)) },
		"is set on a break by a supervisor": func(t *testing.T, s *scene, ann *chattest.Agent) {
			require.NoError(t, s.boss.SetAgentStatus(t.Context(), ann.ID, chat.Break, ""))
		},
		"is removed": func(t *testing.T, s *scene, ann *chattest.Agent) {
			require.NoError(t, s.Host().RemoveAgent(t.Context(), ann.ID))
		},
		"has too little room": func(t *testing.T, s *scene, ann *chattest.Agent) {
			require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 1))
		},
		"goes to another queue": func(_ *testing.T, s *scene, ann *chattest.Agent) {
			s.ann(ann, func(a *settings.Agent) { a.Queues[0].Queue = "other" })
		},
		"loses a skill": func(_ *testing.T, s *scene, ann *chattest.Agent) {
			s.ann(ann, func(a *settings.Agent) { a.Skills[0].Level = 1 })
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, asked(), func(t *testing.T, s *scene) {
				as := s.agents("ann", "bob") // Bob is there, and speaks no French
				in := s.line(as[0])
				s.pass(10 * time.Minute)
				goes(t, s, as[0])
				s.pass(time.Second)
				for _, v := range in {
					require.Equal(t, chat.StaffAway, s.view(v).Staff, "told at once")
					require.Equal(t, chat.NoAgent, s.view(v).Reason)
					require.Equal(t, chat.StaffAway, v.See(chat.Queued).Staff, "on the stream too")
				}
				s.pass(118 * time.Second)
				for _, v := range in {
					require.Equal(t, chat.Queued, s.card(v).State)
				}
				s.pass(2 * time.Second)
				for _, v := range in {
					require.Equal(t, chat.Messaged, s.card(v).State)
					require.Equal(t, chat.NoAgent, s.card(v).Reason)
				}
			})
		})
	}
}

func TestALineIsDesertedWhenItsQueueAsksForMoreThanAnybodyHas(t *testing.T) {
	seed := one(func(q *settings.Queue) {
		q.NoAgent, q.Rings = settings.NoAgentMessage, []settings.Ring{{After: time.Hour, Anyone: true}}
	})
	seed.Queues[0].Skills = []chat.Skill{{Name: "fr", Level: 1}}
	play(t, seed, func(t *testing.T, s *scene) {
		s.agents("ann")
		v := s.waiting("v", "help")
		s.pass(10 * time.Minute)
		require.Equal(t, chat.StaffBusy, s.view(v).Staff, "Ann will be asked in an hour")
		s.edit("help", func(q *settings.Queue) { q.Rings = nil })
		require.Equal(t, chat.StaffAway, s.view(v).Staff)
		s.pass(2 * time.Minute)
		require.Equal(t, chat.Messaged, s.card(v).State)
	})
}

func TestWhoeverComesBackInTimeFindsTheLineAsItWas(t *testing.T) {
	play(t, asked(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		in := s.line(ann)
		since := s.card(in[0]).QueuedAt
		for range 3 { // each absence counts from its own beginning
			ann.Break()
			s.pass(119 * time.Second)
			require.Equal(t, chat.Queued, s.card(in[0]).State)
			ann.Available()
			s.pass(time.Second)
			require.Equal(t, chat.StaffBusy, s.view(in[0]).Staff)
			require.Equal(t, chat.SomebodyBack, s.card(in[0]).Reason)
		}
		require.Equal(t, since, s.card(in[0]).QueuedAt)
		require.Len(t, s.timeline(in[0]), 3, "coming and going is nothing for the timeline")
		ann.Break()
		s.pass(121 * time.Second)
		require.Equal(t, chat.Messaged, s.card(in[0]).State)
	})
}

func TestAnAgentWhoseConnectionIsLostIsNotThere(t *testing.T) {
	seed := asked()
	seed.Agents = append(seed.Agents, settings.Agent{Login: "cut", Name: "Cut", Capacity: 2, Queues: []chat.Serves{{Queue: "help"}}, Skills: seed.Agents[0].Skills})
	play(t, seed, func(t *testing.T, s *scene) {
		cut := s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "cut", Verified: true})
		ctx, hangUp := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range cut.Events(ctx, "") {
			}
		}()
		s.pass(time.Second)
		_, err := cut.SetStatus(t.Context(), chat.Available, "")
		require.NoError(t, err)
		v := s.waiting("v", "help")
		box, err := cut.Inbox(t.Context())
		require.NoError(t, err)
		_, err = cut.Accept(t.Context(), box.Offers[0].Offer.ID)
		require.NoError(t, err)
		w := s.waiting("w", "help")
		s.pass(10 * time.Minute)
		hangUp()
		<-done
		s.pass(10 * time.Second)
		require.Equal(t, chat.StaffAway, s.view(w).Staff)
		require.Equal(t, chat.Active, s.card(v).State, "a conversation under way waits for its agent")
		s.pass(3 * time.Minute)
		require.Equal(t, chat.Messaged, s.card(w).State)
		require.Equal(t, chat.NoAgent, s.card(w).Reason)
	})
}

func TestALineNobodyAttendsToIsKeptAsTheQueueSays(t *testing.T) {
	for name, c := range map[string]struct {
		queue func(*settings.Queue)
		text  string
		after time.Duration // when it becomes a message; 0: never
	}{
		"message":              {func(q *settings.Queue) {}, "Hello", 2 * time.Minute},
		"refuse":               {func(q *settings.Queue) { q.NoAgent = settings.NoAgentRefuse }, "Hello", 2 * time.Minute},
		"wait":                 {func(q *settings.Queue) { q.NoAgent = settings.NoAgentWait }, "Hello", 0},
		"a time of its own":    {func(q *settings.Queue) { q.AwayAfter = 10 * time.Second }, "Hello", 10 * time.Second},
		"no end":               {func(q *settings.Queue) { q.AwayAfter = -1 }, "Hello", 0},
		"nothing was written":  {func(q *settings.Queue) {}, "", 0},
		"wait, whatever after": {func(q *settings.Queue) { q.NoAgent, q.AwayAfter = settings.NoAgentWait, time.Second }, "Hello", 0},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, asked(c.queue), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				first := s.waiting("first", "help")
				s.take(first, ann)
				v := s.Visitor("v")
				v.Ask(desk.StartRequest{Queue: "help", Text: c.text})
				s.pass(time.Minute)
				require.NoError(t, s.status(ann, chat.Draining))
				s.pass(time.Second)
				require.Equal(t, chat.StaffAway, s.view(v).Staff, "told")
				if c.after > 0 {
					s.pass(c.after - 2*time.Second)
					require.Equal(t, chat.Queued, s.card(v).State)
					s.pass(2 * time.Second)
					require.Equal(t, chat.Messaged, s.card(v).State)
					return
				}
				s.pass(20 * time.Minute)
				require.Equal(t, chat.Queued, s.card(v).State)
				require.NoError(t, s.status(ann, chat.Available))
				require.NoError(t, first.Visitor.End(t.Context(), first.Session))
				s.take(v, ann)
			})
		})
	}
}
