package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// anonymous is the principal of s.visitor(n).
func anonymous(n int) chat.Principal {
	return chat.Principal{Kind: chat.RoleVisitor, ID: "vis_0000000000000000000000000" + string(rune('0'+n))}
}

// clean audits the store.
func (s *shop) clean() {
	s.t.Helper()
	s.settle()
	faults, err := s.Check(s.ctx)
	require.NoError(s.t, err)
	require.Empty(s.t, faults)
}

// known is a Profile that has a name for everybody who signed in.
type known struct{}

func (known) Visitor(_ context.Context, p chat.Principal) (hook.Customer, error) {
	if !p.Verified {
		return hook.Customer{}, nil
	}
	return hook.Customer{Name: "Eve of " + p.ID, Tier: "vip"}, nil
}

func TestAVisitorWhoSignsInDuringAChatKeepsIt(t *testing.T) {
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Profile = known{} })
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed))
	id := s.chatting(1, "ann")
	_, err = s.visitor(1).Send(s.ctx, id, desk.MessageRequest{Command: "m1", Text: "I will sign in"})
	require.NoError(t, err)

	eve := s.customer("u1")
	require.NoError(t, eve.Claim(s.ctx, anonymous(1)))
	got, ok, err := eve.Current(s.ctx)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, id, got.ID)
	require.Equal(t, chat.Active, got.State)
	said, _, err := eve.Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	require.Equal(t, "I will sign in", said[len(said)-1].Text)
	_, err = eve.Send(s.ctx, id, desk.MessageRequest{Command: "m2", Text: "here I am"})
	require.NoError(t, err)
	card, err := s.agent("ann").Session(s.ctx, id)
	require.NoError(t, err)
	require.True(t, card.Session.Contact.Verified)
	require.Equal(t, "Eve of u1", card.Session.Contact.Name)

	_, err = s.visitor(1).Session(s.ctx, id)
	require.ErrorIs(t, err, chat.ErrUnauthenticated, "the token is worth nothing any more")
	require.ErrorIs(t, s.customer("u2").Claim(s.ctx, anonymous(1)), chat.ErrUnauthenticated)
	_, ok, err = s.customer("u2").Current(s.ctx)
	require.NoError(t, err)
	require.False(t, ok, "the next one to sign in sees nothing")

	require.NoError(t, eve.End(s.ctx, id))
	b, err := eve.Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Nil(t, b.Prompt, "dismissed stays dismissed")
	out, err := eve.Export(s.ctx)
	require.NoError(t, err)
	require.Len(t, out.Sessions, 1)
	require.Equal(t, trigger.Dismissed, out.Prompts[0].Fate)
	s.clean()

	require.NoError(t, eve.Erase(s.ctx))
	es, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	for _, e := range es {
		require.Empty(t, e.Text, "what was said before signing in is erased as well")
	}
	s.clean()
}

func TestAChatThatEndedJustNowGoesAlongAndAnOldOneDoesNot(t *testing.T) {
	for after, kept := range map[time.Duration]bool{time.Minute: true, 2 * time.Hour: false} {
		s := newShop(t, twoTeams())
		s.available("ann")
		id := s.chatting(1, "ann")
		require.NoError(t, s.visitor(1).End(s.ctx, id))
		s.pass(after)
		require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(1)))
		_, ok, err := s.customer("u1").Current(s.ctx)
		require.NoError(t, err)
		require.Equal(t, kept, ok)
		_, err = s.visitor(1).Session(s.ctx, id)
		require.ErrorIs(t, err, chat.ErrUnauthenticated)
		s.clean()
	}
}

func TestWhoHasAChatOpenKeepsThatOneAndTheOtherEnds(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	other := s.chatting(1, "ann")
	mine, err := s.customer("u1").Start(s.ctx, desk.StartRequest{Command: "c", Text: "from my telephone"})
	require.NoError(t, err)
	require.ErrorIs(t, s.customer("u1").Claim(s.ctx, anonymous(1)), chat.ErrState)
	got, _, err := s.customer("u1").Current(s.ctx)
	require.NoError(t, err)
	require.Equal(t, mine.ID, got.ID)
	_, err = s.customer("u1").Session(s.ctx, other)
	require.ErrorIs(t, err, chat.ErrNotFound)
	card, err := s.agent("ann").Session(s.ctx, other)
	require.NoError(t, err)
	require.True(t, card.Session.State.Ended(), "nobody is left to go on with it")
	_, err = s.visitor(1).Session(s.ctx, other)
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
	s.clean()
}

func TestABanGoesAlongAndOneWhoIsBannedClaimsNothing(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	require.NoError(t, s.agent("ann").Ban(s.ctx, id, "spam", time.Hour))
	require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(1)))
	_, err := s.customer("u1").Start(s.ctx, desk.StartRequest{Command: "c", Text: "again"})
	require.ErrorIs(t, err, chat.ErrBanned, "signing in does not lift it")

	id = s.chatting(2, "ann")
	require.ErrorIs(t, s.customer("u1").Claim(s.ctx, anonymous(2)), chat.ErrBanned)
	card, err := s.agent("ann").Session(s.ctx, id)
	require.NoError(t, err)
	require.True(t, card.Session.State.Ended())
	s.clean()
}

func TestAStartThatIsRepeatedAfterSigningInIsStillOne(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	start := desk.StartRequest{Command: "c", Text: "hello"}
	v, err := s.visitor(1).Start(s.ctx, start)
	require.NoError(t, err)
	require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(1)))
	again, err := s.customer("u1").Start(s.ctx, start)
	require.NoError(t, err)
	require.Equal(t, v.ID, again.ID)
	require.True(t, again.Replayed)
	es, _, err := s.customer("u1").Timeline(s.ctx, v.ID, 0, 0)
	require.NoError(t, err)
	said := 0
	for _, e := range es {
		if e.Kind == chat.KindMessage {
			said++
		}
	}
	require.Equal(t, 1, said)
	s.clean()
}

func TestWhoGaveManyCommandsIsClaimedAndLeavesNoReceiptBehind(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	var last desk.StartRequest
	for i := range 45 {
		s.pass(time.Second)
		// the names of the last ones come first, as random ones might
		last = desk.StartRequest{Command: chat.CommandID(fmt.Sprintf("c%02d", 99-i)), Text: "hello"}
		v, err := s.visitor(1).Start(s.ctx, last)
		require.NoError(t, err)
		if i < 44 {
			require.NoError(t, s.visitor(1).End(s.ctx, v.ID))
		}
	}
	require.Greater(t, len(s.receipts()), 32)
	require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(1)))
	again, err := s.customer("u1").Start(s.ctx, last)
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.NoError(t, s.customer("u1").Erase(s.ctx))
	require.Empty(t, s.receipts(), "none is left of who was claimed, whom nobody erases")
}

// receipts are those of commands that belong to no session.
func (s *shop) receipts() (of []store.Record) {
	rs, err := records.List(s.ctx, s.store, records.Prefix(records.FamilyDone))
	require.NoError(s.t, err)
	for _, r := range rs {
		if strings.HasPrefix(r.Key, "done/vis_") {
			of = append(of, r)
		}
	}
	return of
}

func TestNothingIsClaimedByWhoMayNot(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	require.ErrorIs(t, s.visitor(2).Claim(s.ctx, anonymous(1)), chat.ErrForbidden, "who has not signed in")
	require.ErrorIs(t, s.customer("u1").Claim(s.ctx, chat.Principal{Kind: chat.RoleVisitor, ID: "u2", Verified: true}), chat.ErrForbidden)
	require.ErrorIs(t, s.customer("u1").Claim(s.ctx, chat.Principal{Kind: chat.RoleVisitor, ID: "admin"}), chat.ErrUnauthenticated)
	require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(3)), "nothing there to claim")
	_, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	s.clean()
}
