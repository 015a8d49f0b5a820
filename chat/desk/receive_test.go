package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// letter is a mail that somebody sent to an address.
func letter(to, id, text string) hook.Inbound {
	return hook.Inbound{
		Channel: "mail", Account: to, Sender: "eve@x.example", Name: "Eve", ExternalID: id,
		Parts: []hook.Part{{Kind: hook.PartText, Text: text}},
	}
}

func TestAnAnswerByMailLandsInItsSessionOnce(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		ann := s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		s.pass(5 * time.Minute)
		m := p.got()[0]
		for _, name := range []string{"by the address", "again, by the address"} {
			in := letter(m.ReplyTo, "1@x.example", "Thank you!")
			got, err := s.Host().Receive(t.Context(), in)
			require.NoError(t, err, name)
			require.Equal(t, desk.FateAdded, got.Fate, name)
			require.Equal(t, v.Session, got.Session, name)
			require.Equal(t, "Thank you!", got.Entries[0].Text, name)
			require.Equal(t, "mail", got.Entries[0].Via)
			require.Empty(t, got.Entries[0].Reason)
		}
		card := s.card(v)
		require.Equal(t, chat.Messaged, card.State)
		require.Equal(t, chat.Replied, card.Reason)
		byID := letter("help@shop.example", "2@x.example", "And another thing")
		byID.ReplyTo = []string{"other@x.example", m.MessageID}
		byID.Sender = "mallory@y.example"
		got, err := s.Host().Receive(t.Context(), byID)
		require.NoError(t, err)
		require.Equal(t, v.Session, got.Session)
		require.Equal(t, chat.OtherSender, got.Entries[0].Reason, "another sender proves nothing")
		require.Equal(t, "mallory@y.example", got.Entries[0].Author.Name)
		require.Len(t, s.said(v, chat.KindMessage), 4)

		s.answers(v, ann, "You are welcome.")
		s.pass(5 * time.Minute)
		mails := p.got()
		require.Len(t, mails, 2)
		require.Equal(t, "2@x.example", mails[1].InReplyTo, "in the visitor's own thread")
		require.Contains(t, mails[1].References, m.MessageID)
	})
}

func TestAForgedSenderNeverSpeaksAsTheVisitor(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		s.answers(v, s.agents("ann")[0], "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		in := letter(p.got()[0].ReplyTo, "1@x.example", "Send it elsewhere, please")
		in.Doubted = true // its server says that she did not send it
		got, err := s.Host().Receive(t.Context(), in)
		require.NoError(t, err)
		require.Equal(t, v.Session, got.Session, "the agents can read it")
		require.Equal(t, chat.OtherSender, got.Entries[0].Reason)
		require.Empty(t, got.Entries[0].Author.ID, "it is not the visitor who says so")
	})
}

func TestAMailThatAnswersNothingIsALeftMessageOfItsOwn(t *testing.T) {
	playWith(t, desk.Config{Seed: one(), Mailer: &postman{}}, func(t *testing.T, s *scene) {
		s.pass(time.Second)
		in := letter("help@shop.example", "1@x.example", strings.Repeat("long words ", 900))
		got, err := s.Host().Receive(t.Context(), in)
		require.NoError(t, err)
		require.Equal(t, desk.FateBegan, got.Fate)
		again, err := s.Host().Receive(t.Context(), in)
		require.NoError(t, err)
		require.Equal(t, got.Session, again.Session)
		card, err := s.Host().Session(t.Context(), got.Session)
		require.NoError(t, err)
		require.Equal(t, chat.Messaged, card.Session.State)
		require.Equal(t, "mail", card.Session.Channel)
		require.Equal(t, "eve@x.example", card.Session.Contact.Email)
		require.False(t, card.Session.Contact.EmailVerified)
		es, _, err := s.eyes.Timeline(t.Context(), got.Session, 0, 0)
		require.NoError(t, err)
		words := 0
		for _, e := range es {
			if e.Kind == chat.KindMessage {
				words += len(strings.Fields(e.Text))
			}
		}
		require.Equal(t, 1800, words, "in pieces, none twice")
	})
}

// TestFilesAreNamed: nobody keeps them yet, and an agent can ask for them.
func TestFilesAreNamed(t *testing.T) {
	s := newShop(t, twoTeams())
	files := []hook.Part{
		{Kind: hook.PartFile, Name: "torn.jpg", Type: "image/jpeg"},
		{Kind: hook.PartFile, Type: "video"}, {Kind: hook.PartFile}, {Kind: hook.PartFile, Name: "\x00\n"},
	}
	for id, x := range map[string]struct {
		parts []hook.Part
		want  []string
	}{
		"alone": {files, []string{"[torn.jpg] [video] [file] [\n]"}},
		"with words": {
			append([]hook.Part{{Kind: hook.PartText, Text: "See here"}}, files[0]),
			[]string{"See here\n\n[torn.jpg]"},
		},
	} {
		r, err := s.Host().Receive(s.ctx, hook.Inbound{
			Channel: "mail", ExternalID: id, Sender: "vera@example.org", Parts: x.parts,
		})
		require.NoError(t, err)
		require.Equal(t, desk.FateBegan, r.Fate)
		var texts []string
		for _, e := range r.Entries {
			if e.Kind == chat.KindMessage {
				texts = append(texts, e.Text)
			}
		}
		require.Equal(t, x.want, texts, id)
	}
}

func TestAnAnswerToAnErasedSessionOpensNothingOfIt(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		s.answers(v, s.agents("ann")[0], "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		visitor := s.card(v).Visitor
		require.NoError(t, s.Host().Erase(t.Context(), visitor))
		s.pass(time.Second)
		got, err := s.Host().Receive(
			t.Context(), letter(p.got()[0].ReplyTo, "1@x.example", "Thank you!"),
		)
		require.NoError(t, err)
		require.Equal(t, desk.FateBegan, got.Fate)
		require.NotEqual(t, v.Session, got.Session)
		card, err := s.Host().Session(t.Context(), got.Session)
		require.NoError(t, err)
		require.NotEqual(t, visitor, card.Session.Visitor, "without history")
		require.True(t, s.card(v).Erased)
	})
}

func TestRobotsAndBouncesOpenNothing(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		ann := s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		s.pass(5 * time.Minute)
		m := p.got()[0]
		away := letter(m.ReplyTo, "1@x.example", "I am on holiday")
		away.Automatic = true
		got, err := s.Host().Receive(t.Context(), away)
		require.NoError(t, err)
		require.Equal(t, desk.FateNoted, got.Fate)
		require.Equal(t, chat.Closed, s.card(v).State)
		stray := away
		stray.Account, stray.ExternalID = "help@shop.example", "2@x.example"
		got, err = s.Host().Receive(t.Context(), stray)
		require.NoError(t, err)
		require.Equal(t, desk.Received{Fate: desk.FateIgnored}, got)
		own := letter("help@shop.example", m.MessageID, "It arrives tomorrow.")
		got, err = s.Host().Receive(t.Context(), own)
		require.NoError(t, err)
		require.Equal(t, desk.FateIgnored, got.Fate, "the desk's own mail in a circle")
		s.pass(time.Hour)
		require.Len(t, p.got(), 1, "nobody answered a robot")

		bounce := hook.Inbound{
			Channel: "mail", Account: m.ReplyTo, ExternalID: "3@mx.example",
			Kind:    hook.InboundFailed,
			ReplyTo: []string{m.MessageID}, Failure: "5.1.1 No such mailbox", Automatic: true,
		}
		for range 2 {
			got, err = s.Host().Receive(t.Context(), bounce)
			require.NoError(t, err)
			require.Equal(t, desk.FateFailed, got.Fate)
		}
		card := s.card(v)
		require.Equal(t, chat.Messaged, card.State)
		require.Equal(t, chat.Undelivered, card.Reason)
		require.Len(
			t, s.said(v, chat.KindDelivery), 2, "the mail, and that it did not arrive, once",
		)
	})
}

func TestWhatCannotBeTakenInNamesTheField(t *testing.T) {
	s := newShop(t, twoTeams())
	for field, in := range map[string]hook.Inbound{
		"channel":     {ExternalID: "1"},
		"external_id": {Channel: "mail"},
	} {
		before := s.everything()
		_, err := s.Host().Receive(s.ctx, in)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, field+": ")
		s.unchanged(before, field)
	}
}
