package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestWhoLeavesAMessageIsToldByMailWhenTheAnswerComes(t *testing.T) {
	within := func(q *settings.Queue) { q.ReplyWithin = 2 * time.Hour }
	for name, c := range map[string]struct {
		edit  func(*settings.Queue)
		r     desk.StartRequest
		mails int
	}{
		"promised":          {within, eve, 1},
		"nothing promised":  {func(*settings.Queue) {}, eve, 0},
		"no address":        {within, desk.StartRequest{Phone: "+372 5551", Text: "hello"}, 0},
		"mail is off there": {func(q *settings.Queue) { within(q); q.Policy.MailAfter = -1 }, eve, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := &postman{}
			cfg := desk.Config{Seed: office(t, c.edit), Mailer: p}
			playWith(t, cfg, func(t *testing.T, s *scene) {
				v := s.left("v", c.r)
				s.pass(time.Minute)
				mails := p.got()
				require.Len(t, mails, c.mails)
				if c.mails == 0 {
					return
				}
				m := mails[0]
				require.True(t, m.Automatic, "no robot answers it")
				require.Equal(t, "eve@x.example", m.To)
				require.Contains(t, m.Text, "esmaspäev kell 11:00 UTC")
				require.NotContains(t, m.Text, "laos", "nobody confirmed the address: no words of theirs")
				require.NotEmpty(t, m.ReplyTo)

				s.answers(v, s.agents("ann")[0], "It is.")
				s.pass(5 * time.Minute)
				mails = p.got()
				require.Len(t, mails, 2)
				require.Equal(t, m.MessageID, mails[1].InReplyTo, "one thread")
				require.NotEqual(t, m.MessageID, mails[1].MessageID)

				again := s.left("again", c.r)
				s.pass(time.Minute)
				require.Len(t, p.got(), 2, "an address gets one a day, whoever writes it")
				require.NotEqual(t, v.Session, again.Session)
			})
		})
	}
}

func TestNoConfirmationGoesOutOnceTheMessageIsAnswered(t *testing.T) {
	p := &postman{fail: errDown}
	cfg := desk.Config{
		Seed:   office(t, func(q *settings.Queue) { q.ReplyWithin = 2 * time.Hour }),
		Mailer: p,
	}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		s.pass(time.Minute)
		s.answers(v, s.agents("ann")[0], "It is.")
		p.told(nil)
		s.pass(time.Hour)
		mails := p.got()
		require.Len(t, mails, 1)
		require.Contains(t, mails[0].Text, "It is.")
		require.Equal(t, chat.Active, s.card(v).State)
	})
}
