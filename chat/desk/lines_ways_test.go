package desk_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

var signedIn = chat.Principal{Kind: chat.RoleVisitor, ID: "eve", Verified: true}

// link has a customer of the messenger be Eve, who is signed in.
func (s *scene) link(peer string) {
	s.t.Helper()
	at := chat.Line{Channel: "pigeon", Account: "page", Peer: peer}
	require.NoError(s.t, s.Desk.Outbox().Lines().Link(s.t.Context(), at, signedIn))
}

// onPage has Eve write on the page, in a session that a messenger carried, and leave an address.
func (s *scene) onPage(id chat.SessionID) {
	s.t.Helper()
	mine := s.Desk.Visitor(signedIn)
	require.NoError(s.t, mine.LeaveAddress(s.t.Context(), id, "eve@x.example", ""))
	_, err := mine.Send(s.t.Context(), id, desk.MessageRequest{Text: "By the page"})
	require.NoError(s.t, err)
	s.pass(time.Second)
}

// twoPhones is a session of Eve's, who has two phones, and wrote by the first one last.
func (s *scene) twoPhones() desk.Received {
	for _, peer := range []string{"8", "7"} {
		r := s.writes(peer, "first of "+peer, "Hello")
		require.NoError(s.t, s.eyes.Close(s.t.Context(), r.Session))
		s.pass(time.Second)
		s.link(peer)
	}
	return s.writes("7", "back", "Is it in?")
}

func TestWordsThatAMessengerWouldNotTakeAreRefusedBeforeTheyAreSaid(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.replies(by(r), ann, "It is.")
		said := desk.MessageRequest{Command: "late", Text: "Still there?"}
		first, err := ann.Agent.Send(t.Context(), r.Session, said)
		require.NoError(t, err)
		s.pass(25 * time.Hour)
		before := len(s.timeline(by(r)))
		again, err := ann.Agent.Send(t.Context(), r.Session, said)
		require.NoError(t, err, "it was said while it could be")
		require.Equal(t, first.N, again.N)
		said.Command = "later"
		_, err = ann.Agent.Send(t.Context(), r.Session, said)
		require.ErrorIs(t, err, chat.ErrReplyWindow)
		require.Len(t, s.timeline(by(r)), before, "nothing was said")
		_, err = ann.Agent.Note(t.Context(), r.Session, desk.MessageRequest{Text: "Call her"})
		require.NoError(t, err)
		s.writes("7", "2", "I am")
		_, err = ann.Agent.Send(t.Context(), r.Session, said)
		require.NoError(t, err)
	})
}

func TestAFirstWordThatAMessengerWouldNotTakeIsRefusedBeforeItIsSaid(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.link("7")
		s.replies(by(r), ann, "It is.")
		s.pass(25 * time.Hour)
		leave, err := s.Desk.Visitor(signedIn).Attend(t.Context())
		require.NoError(t, err)
		defer leave()
		s.pass(time.Second)
		said := desk.MessageRequest{Text: "Still there?"}
		before := len(s.timeline(by(r)))
		_, err = ann.Agent.Speak(t.Context(), r.Session, said)
		require.ErrorIs(t, err, chat.ErrReplyWindow)
		require.Len(t, s.timeline(by(r)), before, "nothing was said")
		s.writes("7", "2", "I am")
		_, err = ann.Agent.Speak(t.Context(), r.Session, said)
		require.NoError(t, err)
	})
}

func TestNewWordsOfAMessageAreRefusedWhereAMessengerWouldNotTakeThem(t *testing.T) {
	cfg := desk.Config{Seed: one()}
	cfg.Seed.Queues[0].CorrectFor = 48 * time.Hour
	connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.replies(by(r), ann, "It is.")
		said, err := ann.Agent.Send(t.Context(), r.Session, desk.MessageRequest{Text: "Come at 5"})
		require.NoError(t, err)
		note, err := ann.Agent.Note(t.Context(), r.Session, desk.MessageRequest{Text: "Call her"})
		require.NoError(t, err)
		s.pass(25 * time.Hour)
		before := len(s.timeline(by(r)))
		correct := func(n int, text string) error {
			_, err := ann.Agent.Messages().Correct(
				t.Context(), r.Session, n, desk.MessageRequest{Text: text},
			)
			return err
		}
		require.ErrorIs(t, correct(said.N, "Come at 6"), chat.ErrReplyWindow)
		require.NoError(t, correct(said.N, "Come at 5"), "the same words change nothing")
		require.ErrorIs(t, correct(1, "Mine"), chat.ErrInvalid, "it is not hers")
		require.Len(t, s.timeline(by(r)), before, "nothing was said")
		require.NoError(t, correct(note.N, "Call her at 6"), "the visitor never has it")
		_, err = ann.Agent.Messages().Withdraw(t.Context(), r.Session, said.N, "")
		require.NoError(t, err, "no words go")
	})
}

func TestWhoComesBackToTheMessengerIsAnsweredThereAtOnce(t *testing.T) {
	for name, cfg := range map[string]desk.Config{
		"without mail": {Seed: one()}, "with mail": {Seed: one(), Mailer: &postman{}},
	} {
		t.Run(name, func(t *testing.T) {
			connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
				ann := s.agents("ann")[0]
				r := s.writes("7", "1", "Is it in?")
				s.link("7")
				s.replies(by(r), ann, "It is.")
				s.onPage(r.Session)
				s.answersMore(by(r), ann, "On the page.")
				require.NoError(t, s.Desk.Visitor(signedIn).Read(t.Context(), r.Session, 99))
				s.writes("7", "2", "On the phone again")
				s.answersMore(by(r), ann, "To the phone.")
				s.pass(3 * time.Second)
				require.Equal(t, []string{"7: It is.", "7: To the phone."}, m.texts())
				s.pass(time.Hour)
				require.Len(t, m.got, 2)
				es, err := s.Host().Outbox(t.Context())
				require.NoError(t, err)
				require.Empty(t, es)
				s.onPage(r.Session)
				s.answersMore(by(r), ann, "And by mail.")
				s.pass(time.Hour)
				require.Len(t, m.got, 2)
				if p, ok := cfg.Mailer.(*postman); ok {
					require.Len(t, p.got(), 1)
					require.Contains(t, p.got()[0].Text, "And by mail.")
				}
			})
		})
	}
}

func TestWordsThatNobodyReadOnThePageFollowTheVisitorToTheirMessenger(t *testing.T) {
	p := &postman{}
	connected(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.link("7")
		s.onPage(r.Session)
		s.replies(by(r), ann, "On the page.")
		s.writes("7", "2", "Are you there?")
		s.pass(time.Hour)
		require.Equal(t, []string{"7: On the page."}, m.texts())
		require.Empty(t, p.got())
	})
}

func TestWordsOnTheirWayFollowTheVisitorToAnotherLine(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		r := s.twoPhones()
		m.fail = []error{errors.New("down"), errors.New("down"), errors.New("down")}
		s.replies(by(r), s.agents("ann")[0], "It is.")
		require.Empty(t, m.got)
		s.writes("8", "other", "Hello?")
		s.pass(time.Hour)
		require.Equal(t, []string{"8: It is."}, m.texts())
	})
}

func TestAMailTakesASessionOffItsMessengerOnlyFromItsVisitor(t *testing.T) {
	for name, c := range map[string]struct {
		sender  string
		carried []string
		mails   int
	}{
		"the visitor":   {"eve@x.example", nil, 1},
		"somebody else": {"mallory@y.example", []string{"7: It is."}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := &postman{}
			cfg := desk.Config{Seed: one(), Mailer: p}
			connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
				ann := s.agents("ann")[0]
				r := s.writes("7", "1", "Is it in?")
				s.link("7")
				s.onPage(r.Session)
				s.replies(by(r), ann, "By mail.")
				s.pass(10 * time.Minute)
				require.Len(t, p.got(), 1)
				s.writes("7", "2", "On the phone")
				m.fail = []error{errors.New("down"), errors.New("down"), errors.New("down")}
				s.answersMore(by(r), ann, "It is.")
				in := letter(p.got()[0].ReplyTo, "1@x.example", "I mean it")
				in.Sender = c.sender
				_, err := s.Host().Receive(t.Context(), in)
				require.NoError(t, err)
				s.pass(time.Hour)
				require.Equal(t, c.carried, m.texts())
				require.Len(t, p.got(), 1+c.mails)
			})
		})
	}
}

func TestATryOfUnknownEndByAMessengerHoldsUpNoMail(t *testing.T) {
	p := &postman{}
	connected(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.link("7")
		for range 50 {
			m.fail = append(m.fail, hook.ErrUnknown)
		}
		s.replies(by(r), ann, "It is.")
		s.onPage(r.Session)
		s.answersMore(by(r), ann, "By mail.")
		s.pass(20 * time.Minute)
		require.Len(t, p.got(), 1)
		require.Empty(t, m.got)
		es, err := s.Host().Outbox(t.Context())
		require.NoError(t, err)
		require.Empty(t, es, "and nothing is tried that goes another way now")
		require.Len(t, s.said(by(r), chat.KindDelivery), 1)
	})
}

func TestAMessageThatTheMessengerRefusesHoldsUpNoneAfterIt(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", "Is it in?"))
		m.fail = []error{errors.New("down")}
		s.replies(v, ann, "one")
		m.fail = []error{nil, hook.ErrRefused, errors.New("down")}
		for _, text := range []string{"two", "three", "four"} {
			s.answersMore(v, ann, text)
		}
		s.pass(time.Minute)
		require.Equal(t, []string{"7: one", "7: three", "7: four"}, m.texts())
		told := s.said(v, chat.KindDelivery)
		require.Len(t, told, 1)
		require.Contains(t, told[0].Text, "refused")
		var two int
		for _, e := range s.said(v, chat.KindMessage) {
			if e.Text == "two" {
				two = e.N
			}
		}
		require.Equal(t, two, told[0].Of)
		s.answersMore(v, ann, "five")
		s.pass(time.Minute)
		require.Len(t, m.got, 4)
	})
}

func TestWordsThatAHandSeesToAreNotSentAndThoseAfterThemAre(t *testing.T) {
	p := &postman{}
	connected(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.link("7")
		byHand := func(text string) {
			s.answersMore(by(r), ann, text)
			s.pass(time.Second)
			es, err := s.Host().Outbox(t.Context())
			require.NoError(t, err)
			require.Len(t, es, 1)
			require.Error(t, s.Host().Acknowledge(t.Context(), es[0], ""))
			require.NoError(t, s.Host().Acknowledge(t.Context(), es[0], "told on the phone"))
			s.pass(time.Second)
		}
		s.take(by(r), ann)
		m.fail = []error{errors.New("down"), errors.New("down"), errors.New("down")}
		byHand("It is.")
		m.fail = nil
		s.answersMore(by(r), ann, "To the phone.")
		s.pass(time.Hour)
		require.Equal(t, []string{"7: To the phone."}, m.texts())

		s.onPage(r.Session)
		byHand("On the page.")
		s.answersMore(by(r), ann, "By mail.")
		s.pass(time.Hour)
		require.Len(t, p.got(), 1)
		require.NotContains(t, p.got()[0].Text, "On the page.")
		require.Contains(t, p.got()[0].Text, "By mail.")
		require.Len(t, m.got, 1)
		require.Equal(t, "told on the phone", s.said(by(r), chat.KindDelivery)[0].Text)
	})
}
