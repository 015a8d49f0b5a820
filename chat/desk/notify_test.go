package desk_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// phone is a Notifier that keeps what it was told.
type phone struct {
	mu   sync.Mutex
	told []hook.Notice
}

func (p *phone) Notify(_ context.Context, n hook.Notice) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = append(p.told, n)
	return nil
}

// heard returns the notices of an occasion, and forgets all.
func (p *phone) heard(o hook.Occasion) (ns []hook.Notice) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range p.told {
		if n.Occasion == o {
			ns = append(ns, n)
		}
	}
	p.told = nil
	return ns
}

func TestThePhoneRingsForWhateverNobodyMayBeLookingAt(t *testing.T) {
	p := &phone{}
	playWith(t, desk.Config{Seed: one(), Notifier: p}, func(t *testing.T, s *scene) {
		v := s.waiting("v", "help")
		require.Len(t, p.heard(hook.OccasionWaiting), 1, "nobody is there")
		s.pass(5 * time.Minute)
		still := p.heard(hook.OccasionStill)
		require.Len(t, still, 1)
		require.GreaterOrEqual(t, still[0].Oldest, 5*time.Minute)
		s.pass(5 * time.Minute)
		require.Len(t, p.heard(hook.OccasionStill), 1, "again after five minutes")

		ann := s.agents("ann")[0]
		require.True(t, s.offered(v, ann))
		s.pass(26 * time.Second)
		missed := p.heard(hook.OccasionMissed)
		require.Len(t, missed, 1)
		require.Equal(t, hook.Notice{Occasion: hook.OccasionMissed, Queue: "help", Session: v.Session, Agent: ann.ID, Sessions: 1, Oldest: missed[0].Oldest}, missed[0])

		require.NoError(t, s.status(ann, chat.Available))
		s.pass(10 * time.Second)
		s.take(v, ann)
		for i := range 3 { // one more than she has room for
			if s.waiting(fmt.Sprint("v", i), "help"); i < 2 {
				ann.Accept()
			}
		}
		p.heard("")
		require.NoError(t, s.status(ann, chat.Offline))
		s.pass(time.Second)
		gone := p.heard(hook.OccasionLastGone)
		require.Len(t, gone, 1, "once, however many wait")
		require.Equal(t, chat.QueueID("help"), gone[0].Queue)
		require.Positive(t, gone[0].Sessions)

		w := s.waiting("w", "help")
		require.NoError(t, w.LeaveMessage(t.Context(), w.Session))
		s.pass(time.Second)
		left := p.heard(hook.OccasionMessage)
		require.Len(t, left, 1)
		require.Equal(t, w.Session, left[0].Session)
	})
}

func TestThePhoneRingsForASessionNobodyAccepts(t *testing.T) {
	p := &phone{}
	seed := one(func(q *settings.Queue) { q.Policy.DeclineFor = time.Second })
	playWith(t, desk.Config{Seed: seed, Notifier: p}, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		for range 10 {
			for !s.offered(v, ann) {
				s.pass(time.Second)
			}
			s.decline(v, ann)
		}
		require.Len(t, p.heard(hook.OccasionUnwanted), 1)
	})
}

func TestThePhoneRingsForAnAnswerThatIsOverdue(t *testing.T) {
	p := &phone{}
	playWith(t, desk.Config{Seed: one(), Notifier: p}, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		s.take(v, ann)
		v.Say("are you there?")
		s.pass(119 * time.Second)
		require.Empty(t, p.heard(hook.OccasionOverdue))
		s.pass(2 * time.Second)
		late := p.heard(hook.OccasionOverdue)
		require.Len(t, late, 1)
		require.Equal(t, v.Session, late[0].Session)
		require.Equal(t, ann.ID, late[0].Agent)
		s.pass(10 * time.Minute)
		require.Empty(t, p.heard(hook.OccasionOverdue), "once for one answer")
	})
}

func TestASmallShopAnswersFromAPhone(t *testing.T) {
	summons := func(q *settings.Queue) { q.NoAgent, q.Summon = settings.NoAgentMessage, 40*time.Second }
	p := &phone{}
	playWith(t, desk.Config{Seed: one(summons), Notifier: p}, func(t *testing.T, s *scene) {
		a, err := s.Visitor("looks").Availability(t.Context(), "", "help")
		require.NoError(t, err)
		require.True(t, a.Accepting, "a colleague is asked to come")
		require.Equal(t, desk.AnsweredByMessage, a.AnsweredBy)
		v := s.waiting("v", "help")
		require.Len(t, p.heard(hook.OccasionWaiting), 1)
		require.Equal(t, chat.Queued, s.card(v).State)
		require.Equal(t, chat.Summoned, s.view(v).Reason)
		require.Equal(t, chat.StaffAway, s.view(v).Staff)
		s.pass(41 * time.Second)
		require.Equal(t, chat.Messaged, s.card(v).State, "nobody came")
		require.Equal(t, chat.NoAgent, s.card(v).Reason)

		w := s.waiting("w", "help")
		s.pass(20 * time.Second)
		s.take(w, s.agents("ann")[0])
	})
	play(t, one(summons), func(t *testing.T, s *scene) {
		v := s.waiting("v", "help")
		require.Equal(t, chat.Messaged, s.card(v).State, "there is no phone")
	})
}

// TestWhoHadASessionLastIsToldWhenItsVisitorAnswersLater: by mail, and on the page.
func TestWhoHadASessionLastIsToldWhenItsVisitorAnswersLater(t *testing.T) {
	p, post := &phone{}, &postman{}
	playWith(t, desk.Config{Seed: one(), Notifier: p, Mailer: post}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		s.pass(time.Second)
		left := p.heard(hook.OccasionMessage)
		require.Len(t, left, 1)
		require.Empty(t, left[0].Agent, "nobody has had it")
		ann := s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		s.pass(5 * time.Minute)
		require.Empty(t, p.heard(hook.OccasionMessage))
		in := letter(post.got()[0].ReplyTo, "1@x.example", "It did not.")
		_, err := s.Host().Receive(t.Context(), in)
		require.NoError(t, err)
		s.pass(time.Second)
		again := p.heard(hook.OccasionMessage)
		require.Len(t, again, 1)
		require.Equal(t, ann.ID, again[0].Agent)
		require.Equal(t, v.Session, again[0].Session)

		w := s.waiting("w", "help")
		s.take(w, ann)
		require.NoError(t, ann.Agent.Close(t.Context(), w.Session))
		s.pass(time.Minute)
		require.Empty(t, p.heard(hook.OccasionReopened))
		require.NoError(t, w.Reopen(t.Context(), w.Session))
		s.pass(time.Second)
		back := p.heard(hook.OccasionReopened)
		require.Len(t, back, 1)
		require.Equal(t, ann.ID, back[0].Agent)
		require.Equal(t, w.Session, back[0].Session)
	})
}
