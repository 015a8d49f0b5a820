package desk_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// bounces tells that a mail did not arrive, and of whom no mail will reach.
func (s *scene) bounces(m hook.Mail, dead string) {
	s.t.Helper()
	s.bouncesAt(m, dead, s.Now())
}

// bouncesAt tells so of an instant.
func (s *scene) bouncesAt(m hook.Mail, dead string, at time.Time) {
	s.t.Helper()
	got, err := s.Host().Receive(s.t.Context(), hook.Inbound{
		Channel: "mail", Account: m.ReplyTo, ExternalID: "bounce." + m.ID, At: at,
		Kind: hook.InboundFailed, ReplyTo: []string{m.MessageID}, Failure: "5.1.1 Nobody",
		Automatic: true, Dead: dead,
	})
	require.NoError(s.t, err)
	require.Equal(s.t, desk.FateFailed, got.Fate)
}

// again has an agent write once more to whom an answer reached no more.
func (s *scene) again(v *chattest.Visitor, a *chattest.Agent, text string) {
	s.t.Helper()
	if s.card(v).State != chat.Active {
		s.answers(v, a, text)
	} else {
		_, err := a.Agent.Send(s.t.Context(), v.Session, desk.MessageRequest{
			Command: chat.CommandID("x" + strconv.Itoa(s.card(v).Entries)), Text: text,
		})
		require.NoError(s.t, err)
	}
	s.pass(time.Hour)
}

// deaf is a session whose mail bounced: nobody is there.
func deaf(t *testing.T, test func(*scene, *postman, *chattest.Visitor, *chattest.Agent)) {
	t.Helper()
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v, ann := s.left("v", eve), s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		require.Len(t, p.got(), 1)
		s.bounces(p.got()[0], "EVE@x.example")
		s.again(v, ann, "Did you get it?")
		require.Len(t, p.got(), 1, "nobody is there")
		said := s.said(v, chat.KindDelivery)
		last := said[len(said)-1]
		require.Equal(t, chat.Expired, last.Reason)
		require.Contains(t, last.Text, "mail to this address bounced")
		test(s, p, v, ann)
	})
}

func TestNoMailGoesToAnAddressThatIsDead(t *testing.T) {
	deaf(t, func(s *scene, p *postman, _ *chattest.Visitor, ann *chattest.Agent) {
		other := s.left("other", eve)
		s.again(other, ann, "Whoever asks.")
		require.Len(s.t, p.got(), 1, "whose session it is does not matter")
		require.NoError(s.t, other.Visitor.Transcript(s.t.Context(), other.Session, ""))
		s.pass(time.Minute)
		require.Len(s.t, p.got(), 1, "nor what the mail says")

		near := eve
		near.Email = "e.ve@x.example"
		s.again(s.left("near", near), ann, "You are somebody else.")
		require.Len(s.t, p.got(), 2)
	})
}

func TestWhoWritesFromADeadAddressIsWrittenToAgain(t *testing.T) {
	deaf(t, func(s *scene, p *postman, v *chattest.Visitor, ann *chattest.Agent) {
		to := p.got()[0].ReplyTo
		receive := func(id string, edit func(*hook.Inbound)) {
			in := letter(to, id, "Here I am")
			edit(&in)
			_, err := s.Host().Receive(s.t.Context(), in)
			require.NoError(s.t, err)
		}
		receive("1@x.example", func(in *hook.Inbound) { in.Doubted = true })
		receive("2@x.example", func(in *hook.Inbound) { in.Sender = "bob@x.example" })
		receive("3@x.example", func(in *hook.Inbound) { in.Automatic = true })
		receive("4@x.example", func(in *hook.Inbound) { in.At = s.Now().Add(-48 * time.Hour) })
		s.again(v, ann, "Who was that?")
		require.Len(s.t, p.got(), 1, "none of these is word from there")

		receive("5@x.example", func(*hook.Inbound) {})
		s.again(v, ann, "Good to hear.")
		require.Len(s.t, p.got(), 2)
		require.Contains(s.t, p.got()[1].Text, "Good to hear.")
	})
}

func TestAReportOfBeforeTheyWroteBlocksNobody(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v, ann := s.left("v", eve), s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		m, told := p.got()[0], s.Now()
		s.pass(time.Hour)
		_, err := s.Host().Receive(t.Context(), letter(m.ReplyTo, "1@x.example", "Thank you"))
		require.NoError(t, err)
		for i, at := range []time.Time{told, s.Now().Add(time.Minute)} {
			s.pass(2 * time.Minute)
			m.ID += ".again"
			s.bouncesAt(m, "eve@x.example", at)
			s.again(v, ann, "Did you get it?")
			require.Len(t, p.got(), 2, i)
		}
	})
}

func TestAnAgentWhoCorrectsADeadAddressWritesOn(t *testing.T) {
	deaf(t, func(s *scene, p *postman, v *chattest.Visitor, ann *chattest.Agent) {
		for i, address := range []string{"eva@x.example", "eve@x.example"} {
			edit := desk.ContactEdit{Email: &address}
			require.NoError(s.t, edit.By(s.t.Context(), ann.Agent, v.Session))
			if i == 0 { // a bounce of before, that comes late
				m := p.got()[0]
				m.ID += ".late"
				s.bounces(m, "eve@x.example")
			}
			s.again(v, ann, "To "+address)
			require.Len(s.t, p.got(), i+2)
			require.Equal(s.t, address, p.got()[i+1].To)
		}
	})
}

func TestABounceOfOneMailKeepsNoOtherFromGoing(t *testing.T) {
	for name, dead := range map[string]string{
		"that mail alone": "", "somebody else's address": "vera@y.example",
	} {
		t.Run(name, func(t *testing.T) {
			p := &postman{}
			playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
				v, ann := s.left("v", eve), s.agents("ann")[0]
				s.answers(v, ann, "It arrives tomorrow.")
				s.pass(5 * time.Minute)
				s.bounces(p.got()[0], dead)
				s.again(v, ann, "Once more.")
				require.Len(t, p.got(), 2)
				victim := eve
				victim.Email = "vera@y.example"
				s.again(s.left("vera", victim), ann, "Hello, Vera.")
				require.Len(t, p.got(), 3, "nobody blocks the address of others")
			})
		})
	}
}

// TestWhoTakesAnothersAddressCannotHaveItBlocked has a visitor get a mail, and then give the address
// of somebody else for theirs: a report that names their own mail says nothing of that address.
func TestWhoTakesAnothersAddressCannotHaveItBlocked(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v, ann := s.left("v", eve), s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		require.Len(t, p.got(), 1)
		victim := eve
		victim.Email = "vera@y.example"
		require.NoError(t, v.Visitor.Identify(t.Context(), chat.Contact{Email: victim.Email}))
		require.Equal(t, victim.Email, s.card(v).Contact.Email)
		s.bounces(p.got()[0], victim.Email)
		s.again(s.left("vera", victim), ann, "Hello, Vera.")
		require.Len(t, p.got(), 2, "nobody blocks the address of others")
	})
}

func TestAReportOfATranscriptFindsItsSession(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v, ann := s.left("v", eve), s.agents("ann")[0]
		require.NoError(t, v.Visitor.Transcript(t.Context(), v.Session, ""))
		s.pass(time.Minute)
		require.Len(t, p.got(), 1)
		m := p.got()[0]
		require.NotEmpty(t, m.ReplyTo)
		s.bounces(m, m.To)
		s.again(v, ann, "It arrives tomorrow.")
		require.Len(t, p.got(), 1, "nobody is there")
	})
}

func TestADeadAddressIsErasedWithWhoseItWas(t *testing.T) {
	db := memstore.New(memstore.Config{})
	p := &postman{}
	cfg := desk.Config{Seed: one(), Mailer: p, Store: db}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		v, ann := s.left("v", eve), s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		kept := func() int {
			rs, err := db.List(t.Context(), store.Range{Prefix: "mailed/", Limit: 10})
			require.NoError(t, err)
			for _, r := range rs {
				require.NotContains(t, string(r.Value), "eve")
			}
			return len(rs)
		}
		require.Zero(t, kept())
		s.bounces(p.got()[0], "eve@x.example")
		require.Equal(t, 1, kept())
		require.NoError(t, s.Host().Erase(t.Context(), s.card(v).Visitor))
		s.pass(time.Minute)
		require.Zero(t, kept())
	})
}
