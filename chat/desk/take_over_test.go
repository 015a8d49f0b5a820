package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestNobodyIsWarnedBecauseAColleagueWasSilentBefore(t *testing.T) {
	play(t, two(chat.Policy{WarnAfter: 10 * time.Minute, CloseAfter: 5 * time.Minute}), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "sales")
		s.take(v, ann)
		ann.Say("I hand you on")
		s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		s.pass(20 * time.Minute)
		bob := s.agents("bob")[0]
		s.take(v, bob)
		require.Zero(t, s.card(v).WarnedAt)
		s.pass(30 * time.Minute)
		require.Equal(t, chat.Active, s.card(v).State, "Bob has said nothing")
		bob.Say("Here I am")
		s.pass(10*time.Minute + time.Second)
		require.NotZero(t, s.card(v).WarnedAt)
		s.pass(5 * time.Minute)
		require.Equal(t, chat.Inactivity, s.card(v).Reason)
	})
}

func TestSilentChatsThatAreTakenOverCountAgainstTheCapacity(t *testing.T) {
	play(t, two(chat.Policy{IdleAfter: 5 * time.Minute}), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		for _, name := range []string{"u", "v", "w"} {
			v := s.waiting(name, "sales")
			s.take(v, ann)
			ann.Say("I hand you on")
			s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		}
		s.pass(10 * time.Minute)
		bob := s.Agent("bob")
		require.NoError(t, s.boss.SetCapacity(t.Context(), bob.ID, 1))
		bob.Available()
		bob.Accept()
		s.pass(5 * time.Second)
		in, err := bob.Inbox(t.Context())
		require.NoError(t, err)
		require.Empty(t, in.Offers, "he is full")
		me, err := bob.Me(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, me.Load)
		require.Equal(t, 1, me.Sessions)
	})
}
