package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/routing"
)

func TestTheOnlyAgentWhoMissedAnOfferIsAskedAgain(t *testing.T) {
	play(t, one(func(q *settings.Queue) { q.Policy.MissedMax = -1 }), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.pass(time.Hour)
		at := s.offers(v, ann)
		require.Greater(t, len(at), 40)
		pauses := []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second, time.Minute, time.Minute}
		for i, pause := range pauses {
			require.WithinDuration(t, at[i].Add(25*time.Second+pause), at[i+1], 2*time.Second, "offer %d", i+2)
		}
		ann.Break()
		s.pass(time.Minute)
		require.False(t, s.offered(v, ann))
		ann.Available()
		s.take(v, ann)
		require.Equal(t, chat.Active, s.card(v).State)
	})
}

func TestTheOnlyAgentWhoDeclinedIsAskedAgainLater(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		for _, pause := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second} {
			s.decline(v, ann)
			s.pass(pause - 2*time.Second)
			require.False(t, s.offered(v, ann), "asked too soon: %v", pause)
			s.pass(4 * time.Second)
			require.True(t, s.offered(v, ann), "not asked after %v", pause)
		}
	})
}

func TestWhoDeclinedIsLeftAloneWhileAColleagueIsThere(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.decline(v, ann)
		bob := s.Agent("bob")
		require.NoError(t, s.boss.SetCapacity(t.Context(), bob.ID, 1))
		bob.Available()
		s.take(v, bob) // Bob is full
		w := s.waiting("w", "")
		s.decline(w, ann)
		s.pass(9 * time.Minute)
		require.Len(t, s.offers(w, ann), 1, "Bob is there, though busy")
		bob.Break()
		s.pass(2 * time.Second)
		require.True(t, s.offered(w, ann), "nobody else is left")
	})
}

func TestOfThoseExcludedTheOneWhoMissedComesBeforeTheOneWhoDeclined(t *testing.T) {
	play(t, one(func(q *settings.Queue) { q.Broadcast = 2 }), func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		v := s.waiting("v", "")
		s.decline(v, ann)
		s.pass(25 * time.Second) // Bob misses his
		s.pass(8 * time.Second)
		require.Empty(t, s.card(v).Offers)
		s.pass(4 * time.Second)
		require.True(t, s.offered(v, bob))
		require.False(t, s.offered(v, ann))
		require.NoError(t, s.status(bob, chat.Offline))
		s.pass(2 * time.Second)
		require.True(t, s.offered(v, ann), "who signs off holds nobody up")
	})
}

func TestABroadcastThatAllMissedIsMadeAgain(t *testing.T) {
	play(t, one(func(q *settings.Queue) { q.Broadcast = 3 }), func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob", "cid")
		v := s.waiting("v", "")
		require.Len(t, s.card(v).Offers, 3)
		s.pass(26*time.Second + 12*time.Second)
		require.Len(t, s.card(v).Offers, 3)
		s.take(v, as[2])
	})
}

func TestAnExclusionStaysBehindWhenTheQueueChanges(t *testing.T) {
	both := func(s *settings.Team) {
		s.Agents[0].Queues = []chat.Serves{{Queue: "sales"}, {Queue: "help"}}
		s.Agents[1].Queues = []chat.Serves{{Queue: "sales"}}
		s.Agents = append(s.Agents, settings.Agent{Login: "cid", Name: "Cid", Queues: []chat.Serves{{Queue: "help"}}})
	}
	t.Run("by transfer", func(t *testing.T) {
		play(t, two(chat.Policy{}, both), func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("v", "sales")
			s.decline(v, ann)
			bob := s.agents("bob")[0]
			s.take(v, bob)
			s.agents("cid")[0].Break()
			s.transfer(v, bob, desk.TransferRequest{Queue: "help"})
			require.True(t, s.offered(v, ann))
		})
	})
	t.Run("by overflow", func(t *testing.T) {
		overflow := func(s *settings.Team) { s.Queues[0].Overflow, s.Queues[0].OverflowAfter = "help", 6*time.Second }
		play(t, two(chat.Policy{}, both, overflow), func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("v", "sales")
			s.decline(v, ann)
			s.pass(3 * time.Second)
			require.Empty(t, s.card(v).Offers, "she declined it a moment ago")
			s.pass(3 * time.Second)
			require.Equal(t, chat.QueueID("help"), s.card(v).Queue)
			require.True(t, s.offered(v, ann), "free to be asked in help")
		})
	})
}

func TestAnOfferDeclinedOnItsWayIntoAQueueCountsThere(t *testing.T) {
	play(t, two(chat.Policy{}), func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		v := s.waiting("v", "sales")
		s.take(v, ann)
		s.transfer(v, ann, desk.TransferRequest{Agent: bob.ID, Queue: "help", IfUnavailable: desk.UnavailableQueue})
		s.decline(v, bob)
		require.Equal(t, chat.QueueID("help"), s.card(v).Queue)
		require.False(t, s.offered(v, bob), "he has just declined it")
		s.pass(12 * time.Second)
		require.True(t, s.offered(v, bob), "nobody else serves help")
	})
}

func TestNothingIsOfferedAgainInAManualQueue(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.decline(v, ann)
		s.edit("help", func(q *settings.Queue) { q.Manual = true })
		s.pass(20 * time.Minute)
		require.Len(t, s.offers(v, ann), 1)
		_, err := ann.Pick(t.Context(), v.Session)
		require.NoError(t, err)
	})
}

func TestTheLastResortIsExplained(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.decline(v, ann)
		why := func() desk.Verdict {
			vs, err := s.boss.Explain(t.Context(), v.Session)
			require.NoError(t, err)
			for _, x := range vs {
				if x.Agent == string(ann.ID) {
					return x
				}
			}
			t.Fatal("no verdict")
			return desk.Verdict{}
		}
		got := why()
		require.Equal(t, routing.ReasonExcluded, got.Why)
		require.WithinDuration(t, time.Now().Add(10*time.Second), got.Until, time.Second, "when she is asked again")
		s.pass(12 * time.Second)
		require.Contains(t, why().String(), "last resort")
		es := s.timeline(v)
		require.Contains(t, es[len(es)-1].Why, "last resort")
	})
}
