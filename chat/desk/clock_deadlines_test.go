package desk_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// shift is a shop whose clock somebody sets, and who is in it.
type shift struct {
	*scene
	ann *chattest.Agent
	v   *chattest.Visitor

	post *postman
	bell *phone
}

// streams is an agent whose stream ends when the function that it returns is called.
func (s *shift) streams(login string) (a *chattest.Agent, leave func()) {
	ctx, leave := context.WithCancel(s.t.Context())
	a = &chattest.Agent{Agent: s.Desk.Agent(chat.Principal{
		Kind: chat.RoleAgent, ID: login, Verified: true,
	})}
	go func() {
		for range a.Agent.Events(ctx, "") {
		}
	}()
	s.pass(time.Second)
	require.NoError(s.t, s.status(a, chat.Available))
	me, err := a.Me(ctx)
	require.NoError(s.t, err)
	a.ID = me.ID
	s.pass(time.Second)
	return a, leave
}

// taken lets Ann have the session of a visitor.
func (s *shift) taken() {
	s.ann = s.agents("ann")[0]
	s.v = s.waiting("v", "help")
	s.take(s.v, s.ann)
}

// gains reports whether the timeline has gained an entry since.
func (s *shift) gains(kind chat.Kind) func() bool {
	n := len(s.timeline(s.v))
	return func() bool {
		for _, e := range s.timeline(s.v)[n:] {
			if e.Kind == kind {
				return true
			}
		}
		return false
	}
}

// leaves lets a visitor leave a message.
func (s *shift) leaves() {
	s.v = s.waiting("v", "help")
	require.NoError(s.t, s.v.Visitor.LeaveMessage(s.t.Context(), s.v.Session))
	require.Equal(s.t, chat.Messaged, s.card(s.v).State)
}

func (s *shift) is(state chat.State) func() bool {
	return func() bool { return s.card(s.v).State == state }
}

// deadline is one length of time that a shop goes by.
type deadline struct {
	lasts  time.Duration
	queue  func(*settings.Queue)
	begins func(s *shift) (over func() bool) // at the instant from which it counts
}

var deadlines = map[string]deadline{
	"an offer": {
		lasts: 25 * time.Second,
		begins: func(s *shift) func() bool {
			s.v, s.ann = s.waiting("v", "help"), s.Agent("ann")
			s.ann.Available()
			s.pass(time.Millisecond)
			return s.is(chat.Queued)
		},
	},
	"the exclusion of who missed an offer": {
		lasts: 10 * time.Second,
		begins: func(s *shift) func() bool {
			s.v, s.ann = s.waiting("v", "help"), s.Agent("ann")
			s.ann.Available()
			for s.pass(time.Second); s.card(s.v).State != chat.Queued; {
				s.pass(100 * time.Millisecond)
			}
			return s.is(chat.Offered)
		},
	},
	"the exclusion of who declined": {
		lasts: 10 * time.Second,
		begins: func(s *shift) func() bool {
			s.v, s.ann = s.waiting("v", "help"), s.Agent("ann")
			s.ann.Available()
			s.pass(time.Second)
			s.decline(s.v, s.ann)
			return s.is(chat.Offered)
		},
	},
	"the offer of a transfer": {
		lasts: 25 * time.Second,
		begins: func(s *shift) func() bool {
			s.taken()
			s.transfer(s.v, s.ann, desk.TransferRequest{Agent: s.agents("bob")[0].ID})
			require.Len(s.t, s.card(s.v).Offers, 1)
			return func() bool { return len(s.card(s.v).Offers) == 0 }
		},
	},
	"a hold": {
		lasts: time.Minute,
		begins: func(s *shift) func() bool {
			s.taken()
			require.NoError(s.t, s.ann.Hold(s.t.Context(), s.v.Session, time.Minute))
			return s.is(chat.Active)
		},
	},
	"a wrap-up": {
		lasts: 30 * time.Second,
		queue: func(q *settings.Queue) { q.Policy.WrapUp = 30 * time.Second },
		begins: func(s *shift) func() bool {
			s.taken()
			s.v.End()
			return s.is(chat.Closed)
		},
	},
	"the answer that is owed": {
		lasts: 2 * time.Minute,
		begins: func(s *shift) func() bool {
			s.taken()
			return func() bool { return s.card(s.v).Overdue() }
		},
	},
	"the return of who is not answered": {
		lasts: 3 * time.Minute,
		queue: func(q *settings.Queue) { q.Policy.TakeBackAfter = 3 * time.Minute },
		begins: func(s *shift) func() bool {
			s.taken()
			return s.gains(chat.KindQueued)
		},
	},
	"the warning of the silent": {
		lasts: 10 * time.Minute,
		begins: func(s *shift) func() bool {
			s.taken()
			s.ann.Say("Hello")
			return s.gains(chat.KindWarned)
		},
	},
	"the end of the silent": {
		lasts: 15 * time.Minute,
		begins: func(s *shift) func() bool {
			s.taken()
			s.ann.Say("Hello")
			return s.is(chat.Closed)
		},
	},
	"the mark of the idle": {
		lasts: time.Minute,
		queue: func(q *settings.Queue) { q.Policy.IdleAfter = time.Minute },
		begins: func(s *shift) func() bool {
			s.taken()
			s.ann.Say("Hello")
			return func() bool { return s.card(s.v).Idle }
		},
	},
	"a line with nobody there": {
		lasts: 2 * time.Minute,
		queue: func(q *settings.Queue) { q.NoAgent = "" },
		begins: func(s *shift) func() bool {
			s.ann = s.agents("ann")[0]
			s.v = s.waiting("v", "help")
			require.NoError(s.t, s.status(s.ann, chat.Offline))
			return s.is(chat.Messaged)
		},
	},
	"the longest wait": {
		lasts: 4 * time.Minute,
		queue: func(q *settings.Queue) { q.MaxWait = 4 * time.Minute },
		begins: func(s *shift) func() bool {
			s.v = s.waiting("v", "help")
			return s.is(chat.Messaged)
		},
	},
	"a mail to who is gone": {
		lasts: 2 * time.Minute,
		begins: func(s *shift) func() bool {
			s.ann = s.agents("ann")[0]
			s.v = s.Visitor("v")
			r := desk.StartRequest{Text: "Hello", Email: "eve@x.example"}
			view, err := s.v.Visitor.Start(s.t.Context(), r)
			require.NoError(s.t, err)
			s.v.Session = view.ID
			s.pass(time.Second)
			s.take(s.v, s.ann)
			s.answersMore(s.v, s.ann, "Here you are.")
			return func() bool { return len(s.post.got()) > 0 }
		},
	},
	"the grace of who is lost": {
		lasts: 45 * time.Second,
		queue: func(q *settings.Queue) { q.Policy.WarnAfter = -1 },
		begins: func(s *shift) func() bool {
			_, err := s.Host().PutAgent(s.t.Context(), settings.Agent{
				Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "help"}},
			})
			require.NoError(s.t, err)
			ann, leave := s.streams("ann")
			s.v = s.waiting("v", "help")
			s.take(s.v, ann)
			leave()
			return s.gains(chat.KindQueued)
		},
	},
	"the absence of who waits": {
		lasts: 3 * time.Minute,
		begins: func(s *shift) func() bool {
			s.v = s.waiting("v", "help")
			s.v.Comes()
			s.pass(6 * time.Second)
			s.v.Drops()
			return s.is(chat.Abandoned)
		},
	},
	"the absence of who has an agent": {
		lasts: 3 * time.Minute,
		begins: func(s *shift) func() bool {
			s.taken()
			s.v.Comes()
			s.pass(6 * time.Second)
			s.v.Drops()
			return func() bool { return s.card(s.v).Idle }
		},
	},
	"who is asked to come": {
		lasts: 3 * time.Minute,
		queue: func(q *settings.Queue) { q.NoAgent, q.Summon = "", 3*time.Minute },
		begins: func(s *shift) func() bool {
			s.v = s.waiting("v", "help")
			return s.is(chat.Messaged)
		},
	},
	"a line of which nobody has told again": {
		lasts: 5 * time.Minute,
		begins: func(s *shift) func() bool {
			s.v = s.waiting("v", "help")
			return func() bool { return len(s.bell.heard(hook.OccasionStill)) > 0 }
		},
	},
	"a hand-off that is not done": {
		lasts: time.Hour,
		queue: forAnHour,
		begins: func(s *shift) func() bool {
			s.v, _ = s.handedOff(s.t)
			return func() bool {
				said := s.said(s.v, chat.KindDelivery)
				return len(said) > 0 && said[len(said)-1].Reason == chat.Unanswered
			}
		},
	},
	"a setting that was retired": {
		lasts: time.Minute,
		begins: func(s *shift) func() bool {
			s.taken()
			_, err := s.boss.PutSettings(s.t.Context(), settings.Team{
				Retire: []settings.Ref{ref(settings.KindQueues, "third")},
			})
			require.NoError(s.t, err)
			return func() bool {
				there, _ := s.has(ref(settings.KindQueues, "third"))
				return !there
			}
		},
	},
	"an answer that was promised": {
		lasts: 4 * time.Minute,
		queue: func(q *settings.Queue) { q.ReplyWithin = 4 * time.Minute },
		begins: func(s *shift) func() bool {
			s.leaves()
			return s.gains(chat.KindOverdue)
		},
	},
	"a left message of which nothing was promised": {
		lasts: 4 * time.Minute,
		queue: func(q *settings.Queue) { q.SettleAfter = 4 * time.Minute },
		begins: func(s *shift) func() bool {
			s.leaves()
			return s.is(chat.Closed)
		},
	},
	"a left message whose answer is late": {
		lasts: 6 * time.Minute,
		queue: func(q *settings.Queue) {
			q.ReplyWithin, q.SettleAfter = 2*time.Minute, 4*time.Minute
		},
		begins: func(s *shift) func() bool {
			s.leaves()
			return s.is(chat.Closed)
		},
	},
	"a ban": {
		lasts: 4 * time.Minute,
		begins: func(s *shift) func() bool {
			s.taken()
			require.NoError(s.t, s.ann.Ban(s.t.Context(), s.v.Session, "", 4*time.Minute))
			return func() bool {
				_, err := s.v.Visitor.Start(s.t.Context(), desk.StartRequest{Text: "Me again"})
				return !errors.Is(err, chat.ErrBanned)
			}
		},
	},
	"a ban of a customer who is erased": {
		lasts: 4 * time.Minute,
		begins: func(s *shift) func() bool {
			p := chat.Principal{Kind: chat.RoleVisitor, ID: "customer", Verified: true}
			s.ann = s.agents("ann")[0]
			v, err := s.Desk.Visitor(p).Start(s.t.Context(), desk.StartRequest{Text: "Hello"})
			require.NoError(s.t, err)
			require.NoError(s.t, s.ann.Ban(s.t.Context(), v.ID, "", 4*time.Minute))
			require.NoError(s.t, s.Host().ErasePrincipal(s.t.Context(), p.ID))
			return func() bool {
				_, err := s.Desk.Visitor(p).Start(s.t.Context(), desk.StartRequest{Text: "Again"})
				return !errors.Is(err, chat.ErrBanned)
			}
		},
	},
	"an overflow": {
		lasts: time.Minute,
		queue: func(q *settings.Queue) { q.Overflow, q.OverflowAfter = "other", time.Minute },
		begins: func(s *shift) func() bool {
			s.v = s.waiting("v", "help")
			return func() bool { return s.card(s.v).Queue == "other" }
		},
	},
}

func TestADeadlineOfASessionIsNotLateAfterAClockWasPutBack(t *testing.T) {
	for name, d := range deadlines {
		for _, by := range []time.Duration{0, -10 * time.Minute} {
			t.Run(fmt.Sprint(name, by), func(t *testing.T) {
				seed := one(func(q *settings.Queue) {
					if d.queue != nil {
						d.queue(q)
					}
				})
				other := settings.Queue{ID: "other", NoAgent: settings.NoAgentWait}
				third := settings.Queue{ID: "third"}
				seed.Queues = append(seed.Queues, other, third)
				seed.Sites = []settings.Site{{ID: "main", Queues: []chat.QueueID{"help", "other"}}}
				skew, p, bell := &atomic.Int64{}, &postman{}, &phone{}
				clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
				cfg := desk.Config{
					Seed: seed, Now: clock, Mailer: p, Notifier: bell, Handoff: &workshop{},
				}
				playWith(t, cfg, func(t *testing.T, s *scene) {
					x := &shift{scene: s, post: p, bell: bell}
					over := d.begins(x)
					began := time.Now()
					require.False(t, over())
					for _, step := range []time.Duration{by / 2, by / 2} { // at first, and halfway
						skew.Add(int64(step))
						s.pass(d.lasts/2 - 2*time.Second)
					}
					require.False(t, over(), "early")
					for !over() && time.Since(began) < d.lasts+15*time.Minute {
						s.pass(time.Second)
					}
					require.Less(t, time.Since(began), d.lasts+5*time.Second, "late")
				})
			})
		}
	}
}
