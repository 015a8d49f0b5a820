package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

// closing is a team whose queue "old" is open to visitors, and can be retired by retireOld.
func closing(t *testing.T) settings.Team {
	seed := wholeTeam(t)
	seed.Sites[0].Queues = []chat.QueueID{"sales", "old"}
	return seed
}

// retireOld takes the queue out of its site and retires it.
func (s *scene) retireOld() {
	s.t.Helper()
	_, err := s.boss.PutSettings(s.t.Context(), settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"sales"}}},
		Retire: []settings.Ref{ref(settings.KindQueues, "old")},
	})
	require.NoError(s.t, err)
	s.pass(100 * time.Millisecond)
}

func TestTheLineOfARetiredQueueIsServedToItsEnd(t *testing.T) {
	play(t, closing(t), func(t *testing.T, s *scene) {
		v := s.waiting("vera", "old")
		s.retireOld()
		s.pass(5 * time.Minute)
		require.Equal(t, chat.QueueID("old"), s.card(v).Queue, "who was in line stays there")
		there, retired := s.has(ref(settings.KindQueues, "old"))
		require.True(t, there && retired)
		board, err := s.boss.Board(t.Context())
		require.NoError(t, err)
		for _, q := range board.Queues {
			require.Equal(t, q.Queue == "old", q.Retired)
		}
		bob := s.agents("bob")[0]
		s.take(v, bob)
		s.pass(time.Minute)
		require.NoError(t, bob.Agent.Close(t.Context(), v.Session))
		s.pass(time.Minute)
		there, _ = s.has(ref(settings.KindQueues, "old"))
		require.False(t, there, "its line is empty")
		team, err := s.boss.Agents(t.Context())
		require.NoError(t, err)
		for _, a := range team {
			require.NotContains(t, a.Queues, chat.QueueID("old"))
		}
		faults, err := s.Desk.Check(t.Context())
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}

func TestWhoComesToARetiredQueueGoesToTheFirstOneOfTheSite(t *testing.T) {
	play(t, closing(t), func(t *testing.T, s *scene) {
		stays := s.waiting("stays", "old")
		s.retireOld()
		v := s.waiting("vera", "old")
		c := s.card(v)
		require.Equal(t, chat.QueueID("sales"), c.Queue)
		es := s.timeline(v)
		require.Equal(t, chat.QueueID("old"), es[0].Queue, "what was asked for")
		require.True(t, said(es, chat.KindQueued, chat.Retired))
		require.Equal(t, chat.QueueID("old"), s.card(stays).Queue)
		m := s.Visitor("mia")
		m.Ask(desk.StartRequest{Queue: "old", Text: "later", Leave: true})
		s.pass(time.Second)
		require.Equal(t, chat.QueueID("sales"), s.card(m).Queue)
		require.True(t, said(s.timeline(m), chat.KindTransferred, chat.Retired))
		av, err := m.Visitor.Availability(t.Context(), "", "")
		require.NoError(t, err)
		require.Len(t, av.Queues, 1, "it is not offered")
	})
}

func said(es []chat.Entry, k chat.Kind, why chat.Reason) bool {
	for _, e := range es {
		if e.Kind == k && e.Reason == why {
			return true
		}
	}
	return false
}

func TestAPromptOfARetiredQueueLeadsToTheFirstOneOfTheSite(t *testing.T) {
	seed := closing(t)
	seed.Rules[0].Rule.Do = append(
		seed.Rules[0].Rule.Do, trigger.Action{Type: trigger.SetQueue, Queue: "old"},
	)
	play(t, seed, func(t *testing.T, s *scene) {
		s.agents("ann", "bob")
		v := s.Visitor("vera")
		looks := desk.VisitFacts{
			URL: "https://shop.example/", OnSite: time.Minute, OnPage: time.Minute,
		}
		a, err := v.Visitor.Visit(t.Context(), looks)
		require.NoError(t, err)
		require.NotNil(t, a.Prompt)
		_, err = s.boss.PutSettings(t.Context(), settings.Team{
			Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"sales"}}},
			Retire: []settings.Ref{
				ref(settings.KindQueues, "old"), ref(settings.KindRules, "greet"),
			},
		})
		require.NoError(t, err)
		v.Ask(desk.StartRequest{Prompt: a.Prompt.UID, Text: "Hello"})
		s.pass(time.Second)
		require.Equal(t, chat.QueueID("sales"), s.card(v).Queue)
		require.True(t, said(s.timeline(v), chat.KindQueued, chat.Retired))
		other := s.Visitor("otto")
		a, err = other.Visitor.Visit(t.Context(), looks)
		require.NoError(t, err)
		require.Nil(t, a.Prompt, "a retired rule fires no more")
	})
}

func TestMessagesOfARetiredQueueGoToTheFirstOneOfTheSite(t *testing.T) {
	play(t, closing(t), func(t *testing.T, s *scene) {
		m := s.Visitor("mia")
		m.Ask(desk.StartRequest{Queue: "old", Text: "later", Leave: true})
		s.pass(time.Second)
		v := s.waiting("vera", "old")
		s.retireOld()
		s.pass(3 * time.Minute)
		require.Equal(t, chat.QueueID("old"), s.card(m).Queue,
			"while the queue has a line its people see them")
		s.take(v, s.agents("bob")[0])
		s.pass(time.Minute)
		require.NoError(t, v.Visitor.End(t.Context(), v.Session))
		s.pass(3 * time.Minute)
		require.Equal(t, chat.QueueID("sales"), s.card(m).Queue)
		require.Equal(t, chat.Messaged, s.card(m).State)
		ann := s.agents("ann")[0]
		inbox, err := ann.Agent.Inbox(t.Context())
		require.NoError(t, err)
		require.Len(t, inbox.Messages, 1)
		there, _ := s.has(ref(settings.KindQueues, "old"))
		require.False(t, there)
	})
}

func TestNobodyTransfersIntoARetiredQueue(t *testing.T) {
	play(t, closing(t), func(t *testing.T, s *scene) {
		stays := s.waiting("stays", "old")
		ann := s.agents("ann")[0]
		s.pass(time.Second)
		s.take(stays, ann)
		s.retireOld()
		v := s.waiting("vera", "sales")
		s.take(v, ann)
		err := ann.Transfer(t.Context(), v.Session, desk.TransferRequest{
			Queue: "old", IfUnavailable: desk.UnavailableQueue,
		})
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, "retired")
		to, err := ann.Agent.TransferTargets(t.Context())
		require.NoError(t, err)
		for _, x := range to {
			require.NotEqual(t, chat.QueueID("old"), x.Queue)
		}
		require.NoError(t, s.status(ann, chat.Offline)) // hers come back to their lines
		s.pass(time.Minute)
		require.Equal(t, chat.QueueID("old"), s.card(stays).Queue,
			"who comes back from an agent was in the line")
		require.Equal(t, chat.Queued, s.card(stays).State)
	})
}

func TestASessionOfAQueueThatIsGoneIsTakenUpInTheFirstOneOfTheSite(t *testing.T) {
	for _, gone := range []bool{false, true} {
		play(t, closing(t), func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("vera", "old")
			s.take(v, ann)
			require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
			s.retireOld()
			if gone {
				s.pass(3 * time.Minute)
			}
			require.NoError(t, v.Visitor.Reopen(t.Context(), v.Session))
			s.pass(time.Second)
			require.Equal(t, chat.QueueID("sales"), s.card(v).Queue)
			require.True(t, said(s.timeline(v), chat.KindTransferred, chat.Retired))
		})
	}
}

func TestNoSupervisorGainsByAQueueThatGoes(t *testing.T) {
	seed := closing(t)
	seed.Agents = append(seed.Agents, settings.Agent{
		Login: "sam", Name: "Sam", Supervisor: true, Queues: []chat.Serves{{Queue: "old"}},
	})
	play(t, seed, func(t *testing.T, s *scene) {
		sam := s.Desk.Supervisor(
			chat.Principal{Kind: chat.RoleSupervisor, ID: "sam", Verified: true},
		)
		require.ErrorIs(
			t, first(sam.PutRouting(t.Context(), settings.Routing{})), chat.ErrForbidden,
		)
		s.retireOld()
		s.pass(3 * time.Minute)
		there, _ := s.has(ref(settings.KindQueues, "old"))
		require.False(t, there)
		require.ErrorIs(
			t, first(sam.PutRouting(t.Context(), settings.Routing{})), chat.ErrForbidden,
		)
		board, err := sam.Board(t.Context())
		require.NoError(t, err)
		require.Empty(t, board.Queues)
	})
}

func TestARetiredSiteTakesNobodyNewAndServesWhoIsThere(t *testing.T) {
	play(t, wholeTeam(t), func(t *testing.T, s *scene) {
		v := s.Visitor("vera")
		v.Ask(desk.StartRequest{Site: "outlet", Text: "Hello"})
		s.pass(time.Second)
		outlet := ref(settings.KindSites, "outlet")
		s.retire(outlet)
		other := s.Visitor("otto")
		for _, leave := range []bool{false, true} {
			_, err := other.Visitor.Start(
				t.Context(), desk.StartRequest{Site: "outlet", Text: "Hello", Leave: leave},
			)
			require.ErrorIs(t, err, chat.ErrInvalid)
		}
		av, err := other.Visitor.Availability(t.Context(), "outlet", "")
		require.NoError(t, err)
		require.False(t, av.Accepting || av.Leave)
		require.Equal(t, chat.Retired, av.Reason)
		s.pass(5 * time.Minute)
		there, retired := s.has(outlet)
		require.True(t, there && retired, "a chat is open there")
		ann := s.agents("ann")[0]
		s.take(v, ann)
		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		s.pass(time.Minute)
		there, _ = s.has(outlet)
		require.False(t, there)
	})
}

func TestTheDefaultSiteThatIsRetiredIsFollowedByTheNextOne(t *testing.T) {
	play(t, wholeTeam(t), func(t *testing.T, s *scene) {
		s.retire(ref(settings.KindSites, "main"))
		v := s.waiting("vera", "")
		require.Equal(t, chat.SiteID("outlet"), s.card(v).Site)
		_, err := s.boss.Settings().Retire(t.Context(), ref(settings.KindSites, "outlet"))
		require.ErrorIs(t, err, chat.ErrInvalid, "it is the last one")
	})
}

func TestAReplyThatIsRetiredIsOfferedToNobody(t *testing.T) {
	play(t, wholeTeam(t), func(t *testing.T, s *scene) {
		s.retire(ref(settings.KindCanned, "hi"))
		replies, err := s.agents("ann")[0].Agent.Canned(t.Context(), "")
		require.NoError(t, err)
		require.Empty(t, replies)
	})
}

func TestAnIdleDeskLeavesWhatWasRetiredAlone(t *testing.T) {
	kept := memstore.New(memstore.Config{})
	playWith(t, desk.Config{Seed: wholeTeam(t), Store: kept}, func(t *testing.T, s *scene) {
		s.retire(ref(settings.KindQueues, "old"))
		s.pass(10 * time.Minute)
		_, head, err := kept.Changes(t.Context(), 0, 0)
		require.NoError(t, err)
		s.pass(3 * time.Hour)
		_, now, err := kept.Changes(t.Context(), 0, 0)
		require.NoError(t, err)
		require.Equal(t, head, now, "nothing is due any more")
	})
}

func TestAnAgentWhoIsRetiredIsOutAndCanBeTakenBack(t *testing.T) {
	play(t, closing(t), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("vera", "sales")
		s.take(v, ann)
		me := ref(settings.KindAgents, string(ann.ID))
		boss, err := s.eyes.Me(t.Context())
		require.NoError(t, err)
		_, err = s.boss.Settings().Retire(t.Context(), ref(settings.KindAgents, string(boss.ID)))
		require.ErrorIs(t, err, chat.ErrForbidden, "nobody retires themselves")
		s.retire(me)
		require.Equal(t, chat.Queued, s.card(v).State, "others take the chat")
		_, err = ann.Agent.Me(t.Context())
		require.ErrorIs(t, err, chat.ErrUnauthenticated)
		_, err = s.boss.Settings().Retire(t.Context(), me)
		require.ErrorIs(t, err, chat.ErrState)
		gone, err := s.boss.Settings().Retired(t.Context())
		require.NoError(t, err)
		require.Len(t, gone, 1)
		require.Equal(t, me.ID, gone[0].ID)
		s.pass(time.Hour)
		_, err = s.boss.Settings().Restore(t.Context(), me)
		require.NoError(t, err)
		back, err := ann.Agent.Me(t.Context())
		require.NoError(t, err)
		require.Equal(t, chat.Offline, back.Mode)
		_, err = s.boss.Settings().Restore(t.Context(), me)
		require.ErrorIs(t, err, chat.ErrState)
	})
}
