package desk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// messenger is a channel that keeps what it carries, once.
type messenger struct {
	mu   sync.Mutex
	got  []hook.Words
	fail []error // of the next calls
}

func (*messenger) Name() string { return "pigeon" }

func (m *messenger) Carry(_ context.Context, w hook.Words) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.fail) > 0 {
		err := m.fail[0]
		if m.fail = m.fail[1:]; err != nil {
			return err
		}
	}
	for _, x := range m.got {
		if x.ID == w.ID {
			return nil
		}
	}
	m.got = append(m.got, w)
	return nil
}

func (*messenger) Window(now, last time.Time, _ chat.AuthorKind) hook.ReplyWindow {
	if until := last.Add(24 * time.Hour); now.Before(until) {
		return hook.ReplyWindow{Way: "reply", Until: until}
	}
	return hook.ReplyWindow{Way: "none"}
}

func (m *messenger) texts() (out []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, w := range m.got {
		out = append(out, w.To+": "+w.Text)
	}
	return out
}

// connected runs f on a shop that a messenger is connected to.
func connected(t *testing.T, cfg desk.Config, f func(t *testing.T, s *scene, m *messenger)) {
	t.Helper()
	playWith(t, cfg, func(t *testing.T, s *scene) {
		m := &messenger{}
		require.NoError(t, s.Desk.Outbox().Lines().Connect(m))
		s.pass(time.Second)
		f(t, s, m)
	})
}

// writes has a customer of the messenger write.
func (s *scene) writes(peer, id, text string) desk.Received {
	s.t.Helper()
	got, err := s.Host().Receive(s.t.Context(), hook.Inbound{
		Channel: "pigeon", Account: "page", Sender: peer, Name: "Eve", ExternalID: id,
		Parts: []hook.Part{{Kind: hook.PartText, Text: text}},
	})
	require.NoError(s.t, err)
	s.pass(time.Second)
	return got
}

// replies has an agent, who takes the session where nobody has it, write in it.
func (s *scene) replies(v *chattest.Visitor, a *chattest.Agent, texts ...string) {
	s.t.Helper()
	if s.card(v).State.Waiting() {
		s.take(v, a)
	}
	for i, text := range texts {
		r := desk.MessageRequest{
			Command: chat.CommandID(fmt.Sprintf("m%d-%d", i, len(text))), Text: text,
		}
		_, err := a.Agent.Send(s.t.Context(), v.Session, r)
		require.NoError(s.t, err)
		s.pass(time.Second)
	}
}

// by is the visitor of a session, for looking at it.
func by(r desk.Received) *chattest.Visitor { return &chattest.Visitor{Session: r.Session} }

func TestACustomerOfAMessengerIsTalkedToInOneSession(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		first := s.writes("7", "1", "Is it in?")
		require.Equal(t, desk.FateBegan, first.Fate)
		v := by(first)
		require.True(t, s.card(v).State.Waiting(), "in line, as from the page: %s", s.card(v).State)
		s.replies(v, ann, "It is.", "Shall I send it?")
		require.Equal(t, []string{"7: It is.", "7: Shall I send it?"}, m.texts())
		require.Equal(t, first.Session, m.got[0].Session)
		require.Equal(t, chat.AuthorAgent, m.got[0].By)

		second := s.writes("7", "2", "Please do")
		require.Equal(t, desk.FateAdded, second.Fate)
		require.Equal(t, first.Session, second.Session)
		require.Equal(t, "pigeon", second.Entries[0].Via)
		again := s.writes("7", "2", "Please do")
		require.Equal(t, second.Entries[0].N, again.Entries[0].N, "it came twice")
		require.NotEqual(t, first.Session, s.writes("8", "3", "Hello").Session, "another customer")

		require.NoError(t, ann.Agent.Close(t.Context(), first.Session))
		s.pass(time.Minute)
		require.Equal(t, second.Entries[0].N, s.writes("7", "2", "Please do").Entries[0].N)
		require.Equal(t, chat.Closed, s.card(v).State, "what came before opens nothing again")
		third := s.writes("7", "4", "Thanks! One more thing")
		require.Equal(t, first.Session, third.Session)
		require.True(t, s.card(v).State.Running(), "in line again: %s", s.card(v).State)
		require.Len(t, s.said(v, chat.KindMessage), 5)
	})
}

func TestACustomerWhoWritesLongAfterTheEndBeginsASessionAgain(t *testing.T) {
	p := chat.Policy{ReopenFor: time.Hour}
	connected(t, desk.Config{Seed: two(p)}, func(t *testing.T, s *scene, _ *messenger) {
		ann := s.agents("ann")[0]
		first := s.writes("7", "1", "Is it in?")
		s.replies(by(first), ann, "It is.")
		require.NoError(t, ann.Agent.Close(t.Context(), first.Session))
		s.pass(5 * time.Hour)
		next := s.writes("7", "2", "And this one?")
		require.Equal(t, desk.FateBegan, next.Fate)
		require.NotEqual(t, first.Session, next.Session)
		require.Equal(t, s.card(by(first)).Visitor, s.card(by(next)).Visitor, "the same person")
	})
}

func TestNobodyIsTakenForGoneOrSilentWhoWritesByAMessenger(t *testing.T) {
	p := chat.Policy{LeaveAfter: time.Minute, WarnAfter: time.Minute, CloseAfter: time.Minute}
	connected(t, desk.Config{Seed: two(p)}, func(t *testing.T, s *scene, _ *messenger) {
		r := s.writes("7", "1", "Is it in?")
		s.pass(time.Hour)
		require.True(t, s.card(by(r)).State.Waiting())
		ann := s.agents("ann")[0]
		s.replies(by(r), ann, "It is.")
		s.pass(3 * time.Hour)
		require.Equal(t, chat.Active, s.card(by(r)).State)
		require.Empty(t, s.said(by(r), chat.KindWarned))
	})
}

func TestHowFarAMessageCameOnlyGoesUpward(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", "Is it in?"))
		s.replies(v, ann, "It is.", "Shall I send it?")
		tell := func(i int, reach chat.Reach, twice bool) {
			r := hook.Reached{ID: m.got[i].ID, Reach: reach, Twice: twice, Why: "no such number"}
			require.NoError(t, s.Desk.Outbox().Lines().Reached(t.Context(), r))
		}
		tell(1, chat.ReachSent, false)
		tell(1, chat.ReachRead, false)
		tell(0, chat.ReachDelivered, false)
		tell(1, chat.ReachRead, false)
		tell(1, chat.ReachDelivered, false)
		var said []string
		for _, e := range s.said(v, chat.KindDelivery) {
			said = append(said, fmt.Sprint(e.Of, " ", e.Text, " ", e.Reason))
		}
		require.Equal(t, []string{fmt.Sprint(m.got[1].N, " read ")}, said)
		tell(1, chat.ReachSent, true)
		tell(1, chat.ReachDelivered, true)
		all := s.said(v, chat.KindDelivery)
		require.Len(t, all, 2, "told once that it may be there twice")
		require.Equal(t, chat.MaybeTwice, all[1].Reason)
		require.Equal(t, m.got[1].N, s.card(v).Line.Read)

		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		tell(0, "", false)
		tell(0, "", false)
		require.Equal(t, chat.Messaged, s.card(v).State, "somebody has to see to it")
		all = s.said(v, chat.KindDelivery)
		require.Contains(t, all[2].Text, "no such number")
		require.Equal(t, m.got[0].N, all[2].Of, "it says of which")
		require.Len(t, all, 3)
		lines := s.Desk.Outbox().Lines()
		require.NoError(t, lines.Reached(t.Context(), hook.Reached{ID: "ses_x.1"}))
	})
}

func TestACardSaysHowWordsGoByAMessengerBeforeAnybodyTypes(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		at := time.Now()
		v := by(s.writes("7", "1", "Is it in?"))
		s.replies(v, ann, "It is.")
		tell := hook.Reached{ID: m.got[0].ID, Reach: chat.ReachRead}
		require.NoError(t, s.Desk.Outbox().Lines().Reached(t.Context(), tell))
		s.pass(time.Second)
		for range 2 { // it does not depend on what time it is
			in, err := ann.Agent.Inbox(t.Context())
			require.NoError(t, err)
			require.Equal(t, &desk.Carriage{
				Channel: "pigeon", Read: m.got[0].N, Windows: []hook.ReplyWindow{
					{Way: "reply", Until: at.Add(24 * time.Hour).UTC()}, {Way: "none"},
				},
			}, in.Sessions[0].Carried)
			s.pass(25 * time.Hour)
		}
		page := s.Visitor("vera")
		page.Ask(desk.StartRequest{Text: "Hello"})
		s.pass(time.Second)
		c, err := s.boss.Session(t.Context(), page.Session)
		require.NoError(t, err)
		require.Nil(t, c.Carried)
	})
}

func TestACorrectionNamesTheMessageThatItTakesThePlaceOf(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", "Is it in?"))
		s.replies(v, ann, "It is nt.")
		r := desk.MessageRequest{Command: "right", Text: "It is not."}
		_, err := ann.Agent.Messages().Correct(t.Context(), v.Session, m.got[0].N, r)
		require.NoError(t, err)
		s.pass(time.Minute)
		require.Equal(t, []string{"7: It is nt.", "7: It is not."}, m.texts())
		require.Empty(t, m.got[0].Of)
		require.Equal(t, m.got[0].ID, m.got[1].Of)
	})
}

func TestWordsThatAMessengerDoesNotTakeAreTriedAgainOrComeBack(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", "Is it in?"))
		m.fail = []error{errors.New("no journal"), hook.ErrUnknown}
		s.replies(v, ann, "It is.", "Shall I send it?")
		s.pass(5 * time.Minute)
		require.Equal(t, []string{"7: It is.", "7: Shall I send it?"}, m.texts())
		require.Empty(t, s.said(v, chat.KindDelivery))
		m.fail = []error{hook.ErrRefused}
		s.answersMore(v, ann, "Hello?")
		s.pass(time.Minute)
		require.Len(t, m.got, 2)
		require.Contains(t, s.said(v, chat.KindDelivery)[0].Text, "refused")
	})
}

func TestAPersonOfSeveralChannelsIsOneOnlyByAClaim(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		lines := s.Desk.Outbox().Lines()
		at := chat.Line{Channel: "pigeon", Account: "page", Peer: "7"}
		eve := chat.Principal{Kind: chat.RoleVisitor, ID: "eve", Verified: true}
		require.ErrorIs(t, lines.Link(t.Context(), at, eve), chat.ErrNotFound)
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		for _, p := range []chat.Principal{{}, {Kind: chat.RoleVisitor, ID: "eve"}} {
			require.ErrorIs(t, lines.Link(t.Context(), at, p), chat.ErrForbidden)
		}
		require.NoError(t, lines.Link(t.Context(), at, eve))
		require.NoError(t, lines.Link(t.Context(), at, eve), "it is so")
		mallory := chat.Principal{Kind: chat.RoleVisitor, ID: "mallory", Verified: true}
		require.ErrorIs(t, lines.Link(t.Context(), at, mallory), chat.ErrState)
		id, err := s.Host().VisitorID(t.Context(), eve)
		require.NoError(t, err)
		require.Equal(t, id, s.card(by(r)).Visitor)
		require.Equal(t, r.Session, s.writes("7", "2", "Hello?").Session, "it goes on")
		require.Equal(t, r.Fate, s.writes("7", "1", "Is it in?").Fate, "it came before")

		s.writes("8", "3", "From my other phone")
		other := chat.Line{Channel: "pigeon", Account: "page", Peer: "8"}
		require.ErrorIs(t, lines.Link(t.Context(), other, eve), chat.ErrState, "both are open")
		s.replies(by(r), ann, "It is.")
		require.NoError(t, ann.Agent.Close(t.Context(), r.Session))
		require.NoError(t, lines.Link(t.Context(), other, eve))

		mine := s.Desk.Visitor(eve)
		now := s.writes("7", "4", "Here I am")
		require.Equal(t, s.writes("8", "5", "And here").Session, now.Session)
		s.replies(by(now), ann, "By the way you wrote last.")
		require.Equal(t, "8: By the way you wrote last.", m.texts()[len(m.got)-1])
		_, err = mine.Send(t.Context(), now.Session, desk.MessageRequest{Text: "By the page"})
		require.NoError(t, err)
		s.answersMore(by(now), ann, "So I answer on the page.")
		s.pass(time.Minute)
		require.Len(t, m.got, 2)
	})
}

func TestAnErasedCustomerOfAMessengerIsAStranger(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.replies(by(r), ann, "It is.")
		was := s.card(by(r))
		m.fail = []error{errors.New("no"), errors.New("no")}
		s.answersMore(by(r), ann, "Do you want it?")
		require.NoError(t, s.Host().Erase(t.Context(), was.Visitor))
		s.pass(time.Hour)
		require.Equal(t, []string{"7: It is."}, m.texts(), "nothing goes out any more")
		require.Zero(t, s.card(by(r)).Line)
		require.Equal(t, desk.FateIgnored, s.writes("7", "1", "Is it in?").Fate, "it was erased")
		next := s.writes("7", "2", "Hello")
		require.Equal(t, desk.FateBegan, next.Fate)
		require.NotEqual(t, was.Visitor, s.card(by(next)).Visitor)
	})
}

func TestAgentsSeeWhatACustomerChangedOrTookBack(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		v := by(s.writes("7", "1", "Is it nt in?"))
		in := hook.Inbound{
			Channel: "pigeon", Account: "page", Sender: "7", ExternalID: "1.edit.2",
			Kind: hook.InboundEdit, ReplyTo: []string{"1"},
			Parts: []hook.Part{{Kind: hook.PartText, Text: "Is it in?"}},
		}
		back := in
		back.Kind, back.ExternalID, back.Parts = hook.InboundDelete, "1.delete", nil
		for _, x := range []hook.Inbound{in, in, back, back} {
			got, err := s.Host().Receive(t.Context(), x)
			require.NoError(t, err)
			require.Equal(t, desk.FateNoted, got.Fate)
		}
		notes := s.said(v, chat.KindNote)
		require.Len(t, notes, 1)
		require.Equal(t, "the visitor changed a message: Is it in?", notes[0].Text)
		said := s.said(v, chat.KindMessage)
		require.Len(t, said, 1)
		require.True(t, said[0].Withdrawn)
		require.Empty(t, said[0].Text)
		require.Len(t, s.said(v, chat.KindWithdrawn), 1)
	})
}

func TestWhatTheShopWroteInTheMessengersOwnAppIsSeenByTheAgents(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		in := hook.Inbound{
			Channel: "pigeon", Account: "page", Sender: "7", ExternalID: "e1",
			Kind:  hook.InboundEcho,
			Parts: []hook.Part{{Kind: hook.PartText, Text: "I saw to it."}},
		}
		got, err := s.Host().Receive(t.Context(), in)
		require.NoError(t, err)
		require.Equal(t, desk.FateIgnored, got.Fate, "of nobody who is known")
		v := by(s.writes("7", "1", "Is it in?"))
		for range 2 {
			got, err = s.Host().Receive(t.Context(), in)
			require.NoError(t, err)
			require.Equal(t, desk.FateNoted, got.Fate)
		}
		in.Elsewhere, in.ReplyTo = true, []string{"e1"}
		in.Kind, in.ExternalID = hook.InboundEdit, "e2"
		in.Parts = []hook.Part{{Kind: hook.PartText, Text: "I see to it."}}
		back := in
		back.Kind, back.ExternalID, back.Parts = hook.InboundDelete, "e3", nil
		for _, x := range []hook.Inbound{in, in, back, back} {
			got, err = s.Host().Receive(t.Context(), x)
			require.NoError(t, err)
			require.Equal(t, desk.FateNoted, got.Fate)
		}
		var notes []string
		for _, e := range s.said(v, chat.KindNote) {
			require.Equal(t, chat.AuthorSystem, e.Author.Kind)
			notes = append(notes, e.Text)
		}
		require.Equal(t, []string{
			"answered in pigeon: I saw to it.", "changed in pigeon: I see to it.",
			"a message of the shop was taken back in pigeon",
		}, notes)
		require.Len(t, s.said(v, chat.KindMessage), 1)
	})
}
