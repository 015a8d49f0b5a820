package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// postman is a Mailer whose answers come back, and that fails while it is told to.
type postman struct {
	mu    sync.Mutex
	fail  error
	mails []hook.Mail
}

func (p *postman) Replies() string { return "reply@shop.example" }

func (p *postman) Send(_ context.Context, m hook.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail == nil {
		p.mails = append(p.mails, m)
	}
	return p.fail
}

func (p *postman) told(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = err
}

func (p *postman) got() []hook.Mail {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]hook.Mail{}, p.mails...)
}

// left is a message that a visitor left with an address; the visitor is gone.
func (s *scene) left(name string, r desk.StartRequest) *chattest.Visitor {
	v := s.Visitor(name)
	r.Leave = true
	view, err := v.Visitor.Start(s.t.Context(), r)
	require.NoError(s.t, err)
	v.Session = view.ID
	s.pass(time.Second)
	return v
}

func (s *scene) answers(v *chattest.Visitor, a *chattest.Agent, texts ...string) {
	s.t.Helper()
	_, err := a.Agent.Answer(s.t.Context(), v.Session)
	require.NoError(s.t, err)
	for i, text := range texts {
		r := desk.MessageRequest{
			Command: chat.CommandID(fmt.Sprintf("m%d-%d", i, len(text))), Text: text,
		}
		_, err := a.Agent.Send(s.t.Context(), v.Session, r)
		require.NoError(s.t, err)
		s.pass(time.Second)
	}
}

var eve = desk.StartRequest{
	Name: "Eve", Email: "eve@x.example", Locale: "et", Text: "Kas see on laos?",
}

func TestAnAnswerToALeftMessageGoesOutAsOneMail(t *testing.T) {
	p := &postman{}
	seed := one()
	seed.Sites = []settings.Site{{ID: "main", Name: "Kingad", Queues: []chat.QueueID{"help"}}}
	playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		view, err := v.Visitor.Session(t.Context(), v.Session)
		require.NoError(t, err)
		require.Equal(t, desk.AnswersMail, view.Answers)
		ann := s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.", "Size 42.")
		s.pass(time.Minute)
		require.Empty(t, p.got(), "they may come back, or the agent write on")
		s.pass(2 * time.Minute)
		mails := p.got()
		require.Len(t, mails, 1)
		m := mails[0]
		require.Equal(t, "eve@x.example", m.To)
		require.Equal(t, "Vastus: Kingad", m.Subject)
		require.Contains(t, m.Text, "It arrives tomorrow.")
		require.Contains(t, m.Text, "Size 42.")
		require.NotContains(
			t, m.Text, "laos", "an address that nobody confirmed gets no words but the shop's",
		)
		require.Contains(t, m.HTML, "It arrives tomorrow.")
		require.Equal(t, "et", m.Lang)
		require.True(t, strings.HasPrefix(m.ReplyTo, "reply+"), m.ReplyTo)
		require.NotEmpty(t, m.MessageID)
		require.False(t, m.Automatic || m.Again)

		s.pass(40 * time.Minute)
		require.Equal(
			t, chat.Active, s.card(v).State, "nobody's silence ends a conversation by mail",
		)
		require.True(t, s.card(v).Idle, "and it takes none of the agent's places")
		require.Len(t, p.got(), 1)
		s.answersMore(v, ann, "And one more thing.")
		s.pass(5 * time.Minute)
		mails = p.got()
		require.Len(t, mails, 2)
		require.NotEqual(t, m.MessageID, mails[1].MessageID)
		require.Equal(t, m.MessageID, mails[1].InReplyTo, "one thread")
		require.Contains(t, mails[1].References, m.MessageID)
		require.NotContains(t, mails[1].Text, "tomorrow")
		es, err := s.Host().Outbox(t.Context())
		require.NoError(t, err)
		require.Empty(t, es)
		said := s.said(v, chat.KindDelivery)
		require.Len(t, said, 2)
	})
}

func (s *scene) answersMore(v *chattest.Visitor, a *chattest.Agent, text string) {
	_, err := a.Agent.Send(s.t.Context(), v.Session, desk.MessageRequest{Text: text})
	require.NoError(s.t, err)
}

func TestWordsOfAChatGoByMailOnlyToWhoeverIsGone(t *testing.T) {
	for name, c := range map[string]struct {
		after func(t *testing.T, s *scene, v *chattest.Visitor)
		mails int
	}{
		"gone": {func(*testing.T, *scene, *chattest.Visitor) {}, 1},
		"has read them": {func(t *testing.T, s *scene, v *chattest.Visitor) {
			require.NoError(t, v.Visitor.Read(t.Context(), v.Session, 99))
		}, 0},
		"writes back": {
			func(t *testing.T, _ *scene, v *chattest.Visitor) { v.Say("thank you") }, 0,
		},
		"gone, and it is over": {func(_ *testing.T, _ *scene, v *chattest.Visitor) { v.End() }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := &postman{}
			playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
				s.pass(417_532 * time.Nanosecond) // keys of what is due know whole milliseconds only
				ann := s.agents("ann")[0]
				v := s.Visitor("v")
				view, err := v.Visitor.Start(t.Context(), desk.StartRequest{
					Text: "Hello", Email: "eve@x.example",
				})
				require.NoError(t, err)
				v.Session = view.ID
				s.pass(time.Second)
				s.take(v, ann)
				s.answersMore(v, ann, "Here you are.")
				c.after(t, s, v)
				s.pass(10 * time.Minute)
				require.Len(t, p.got(), c.mails)
				s.pass(time.Hour)
				require.Equal(
					t, name != "writes back", s.card(v).State == chat.Closed,
					"it is no conversation by mail",
				)
				require.Len(t, p.got(), c.mails)
			})
		})
	}
}

func TestWhoIsOnThePageGetsNoMail(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.Visitor("v")
		view, err := v.Visitor.Start(t.Context(), desk.StartRequest{
			Text: "Hello", Email: "eve@x.example",
		})
		require.NoError(t, err)
		v.Session = view.ID
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range v.Visitor.Events(ctx, "") {
			}
		}()
		s.pass(time.Second)
		s.take(v, ann)
		s.answersMore(v, ann, "Here you are.")
		s.pass(9 * time.Minute)
		require.Empty(t, p.got())
		leave()
		<-done
		s.pass(5 * time.Minute)
		require.Len(t, p.got(), 1)
	})
}

func TestAnAnswerThatCannotBeMailedComesBackToTheAgents(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		after time.Duration
	}{
		"refused":        {hook.ErrRefused, 5 * time.Minute},
		"down for a day": {errors.New("no route to host"), 27 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			p := &postman{fail: c.err}
			playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
				v := s.left("v", eve)
				ann := s.agents("ann")[0]
				s.answers(v, ann, "It arrives tomorrow.")
				require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
				require.NoError(t, s.status(ann, chat.Offline))
				s.pass(c.after)
				ann.Available()
				card := s.card(v)
				require.Equal(t, chat.Messaged, card.State)
				require.Equal(t, chat.Undelivered, card.Reason)
				p.told(nil)
				s.answers(v, ann, "Again: tomorrow.")
				s.pass(5 * time.Minute)
				require.Len(t, p.got(), 1, "what is written anew goes out anew")
			})
		})
	}
}

func TestNothingIsMailedWhereThatIsOffOrThereIsNoAddress(t *testing.T) {
	for name, c := range map[string]struct {
		off time.Duration
		r   desk.StartRequest
	}{
		"off":        {-1, eve},
		"no address": {0, desk.StartRequest{Phone: "+372 5551", Text: "hello"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := &postman{}
			seed := one(func(q *settings.Queue) { q.Policy.MailAfter = c.off })
			playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
				v := s.left("v", c.r)
				view, err := v.Visitor.Session(t.Context(), v.Session)
				require.NoError(t, err)
				require.Equal(t, desk.AnswersContact, view.Answers)
				s.answers(v, s.agents("ann")[0], "It arrives tomorrow.")
				s.pass(time.Hour)
				require.Empty(t, p.got())
				es, err := s.Host().Outbox(t.Context())
				require.NoError(t, err)
				require.Empty(t, es)
			})
		})
	}
}

// office is a shop that opens from 9 to 17 on workdays. A scene begins on a Saturday.
func office(t *testing.T, edit ...func(*settings.Queue)) settings.Team {
	week, err := hours.New(hours.Config{
		Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")},
	})
	require.NoError(t, err)
	seed := one(edit...)
	seed.Schedules = []settings.Schedule{{ID: "shop", Hours: week}}
	seed.Sites = []settings.Site{
		{ID: "main", Name: "Kingad", Schedule: "shop", Queues: []chat.QueueID{"help"}},
	}
	return seed
}

func TestALeftMessageIsPromisedAnAnswerInOpenTime(t *testing.T) {
	within := func(q *settings.Queue) { q.ReplyWithin = 2 * time.Hour }
	for name, c := range map[string]struct {
		answer time.Duration // before the promise; negative: after it
		kept   bool
	}{
		"in time":  {time.Hour, true},
		"too late": {-time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := &postman{}
			cfg := desk.Config{Seed: office(t, within), Mailer: p}
			playWith(t, cfg, func(t *testing.T, s *scene) {
				v := s.left("v", eve)
				view, err := v.Visitor.Session(t.Context(), v.Session)
				require.NoError(t, err)
				require.Equal(t, "Monday 11:00", view.ReplyBy.Format("Monday 15:04"))
				told := s.said(v, chat.KindMessaged)
				require.Equal(t, view.ReplyBy, told[0].Until)
				s.pass(time.Until(view.ReplyBy.Add(-c.answer)))
				s.answers(v, s.agents("ann")[0], "It arrives tomorrow.")
				r := s.card(v).Reply
				require.Equal(t, c.kept, r.Kept)
				require.Equal(t, !c.kept, r.Broken)
				require.Equal(t, !c.kept, len(s.said(v, chat.KindOverdue)) == 1)
			})
		})
	}
}

func TestALeftMessageThatNobodyAnswersIsSettledAsUnanswered(t *testing.T) {
	for name, c := range map[string]struct {
		edit  func(*settings.Queue)
		after time.Duration // from the Saturday on
	}{
		"after the promise": {
			func(q *settings.Queue) { q.ReplyWithin = 2 * time.Hour },
			(2*24+11)*time.Hour + 30*24*time.Hour,
		},
		"without a promise":  {func(*settings.Queue) {}, 30 * 24 * time.Hour},
		"sooner, by setting": {func(q *settings.Queue) { q.SettleAfter = time.Hour }, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			playWith(t, desk.Config{Seed: office(t, c.edit)}, func(t *testing.T, s *scene) {
				v := s.left("v", eve)
				began := s.card(v).CreatedAt
				saturday := began.Truncate(24 * time.Hour)
				due := saturday.Add(c.after)
				if c.after == time.Hour || name == "without a promise" {
					due = began.Add(c.after)
				}
				s.pass(time.Until(due.Add(-time.Minute)))
				require.Equal(t, chat.Messaged, s.card(v).State, "%v", s.timeline(v))
				s.pass(2 * time.Minute)
				card := s.card(v)
				require.Equal(t, chat.Closed, card.State, "%v", s.timeline(v))
				require.Equal(t, chat.Unanswered, card.Reason)
				if card.Reply != nil {
					require.True(t, card.Reply.Broken)
				}
			})
		})
	}
}
