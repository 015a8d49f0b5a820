package desk_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// shift is a shop whose clock somebody sets, and who is in it.
type shift struct {
	*scene
	ann *chattest.Agent
	v   *chattest.Visitor

	post *postman
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
				seed.Queues = append(seed.Queues, other)
				skew, p := &atomic.Int64{}, &postman{}
				clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
				cfg := desk.Config{Seed: seed, Now: clock, Mailer: p}
				playWith(t, cfg, func(t *testing.T, s *scene) {
					x := &shift{scene: s, post: p}
					over := d.begins(x)
					began := time.Now()
					require.False(t, over())
					for _, step := range []time.Duration{by / 2, by / 2} { // at first, and halfway
						skew.Add(int64(step))
						s.pass(d.lasts/2 - 2*time.Second)
					}
					require.False(t, over(), "early")
					for !over() && time.Since(began) < time.Hour {
						s.pass(time.Second)
					}
					require.Less(t, time.Since(began), d.lasts+5*time.Second, "late")
				})
			})
		}
	}
}
