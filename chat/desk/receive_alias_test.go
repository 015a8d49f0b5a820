package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// named has a customer write whom the messenger knows by two ids.
func (s *scene) named(peer, alias, id, text string) desk.Received {
	s.t.Helper()
	got, err := s.Host().Receive(s.t.Context(), hook.Inbound{
		Channel: "pigeon", Account: "page", Sender: peer, Alias: alias, Name: "Eve",
		ExternalID: id, Parts: []hook.Part{{Kind: hook.PartText, Text: text}},
	})
	require.NoError(s.t, err)
	s.pass(time.Second)
	return got
}

func TestACustomerWhoGetsAnotherIDOfTheirMessengerIsTheSamePerson(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		r := s.writes("3725550", "1", "Is it in?")
		s.replies(by(r), ann, "It is.")
		moved := s.named("US.1", "3725550", "2", "Thank you")
		require.Equal(t, r.Session, moved.Session, "it is the same conversation")
		s.answersMore(by(r), ann, "You are welcome.")
		s.pass(3 * time.Second)
		require.Equal(t, []string{"3725550: It is.", "US.1: You are welcome."}, m.texts())
		again := s.named("US.1", "3725550", "2", "Thank you")
		require.Equal(t, moved.Entries[0].N, again.Entries[0].N, "once, however often it comes")
		require.Equal(t, r.Session, s.writes("3725550", "3", "By the number").Session)

		other := s.named("US.2", "3725550", "4", "I have this number now")
		require.NotEqual(t, r.Session, other.Session)
		require.NotEqual(t, s.card(by(r)).Visitor, s.card(by(other)).Visitor,
			"who gets the number next is somebody else")
		fresh := s.named("US.3", "3725559", "5", "Hello")
		require.NotEqual(t, s.card(by(r)).Visitor, s.card(by(fresh)).Visitor)
	})
}

func TestWhoMovedToAnotherIDIsErasedWithIt(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		r := s.writes("3725550", "1", "Is it in?")
		s.named("US.1", "3725550", "2", "Thank you")
		require.NoError(t, s.Host().Erase(t.Context(), s.card(by(r)).Visitor))
		s.pass(time.Minute)
		for i, x := range [][2]string{{"US.1", "3725550"}, {"3725550", ""}} {
			new := s.named(x[0], x[1], string(rune('a'+i)), "Hello again")
			require.Equal(t, desk.FateBegan, new.Fate, "%s", x[0])
			require.NotEqual(t, r.Session, new.Session)
			require.NotEqual(t, chat.VisitorID(""), s.card(by(new)).Visitor)
		}
	})
}
