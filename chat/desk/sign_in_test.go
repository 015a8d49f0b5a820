package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestASignInEndsAlone(t *testing.T) {
	s := newShop(t, twoTeams())
	of := func(signIn string) chat.Principal {
		return chat.Principal{Kind: chat.RoleVisitor, ID: "c1", Verified: true, SignIn: signIn}
	}
	signedIn := func(n string) desk.Visitor { return s.Visitor(of(n)) }
	begun, err := signedIn("a").Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.NoError(t, s.Host().EndSignIn(s.ctx, of("a"), s.clock().Add(time.Hour)))
	_, err = signedIn("a").Session(s.ctx, begun.ID)
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
	_, err = signedIn("a").Send(s.ctx, begun.ID, desk.MessageRequest{Text: "x"})
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
	for _, other := range []string{"b", ""} {
		_, err = signedIn(other).Session(s.ctx, begun.ID)
		require.NoError(t, err)
	}
}

func TestOnlyACustomersSignInCanBeEnded(t *testing.T) {
	s := newShop(t, twoTeams())
	before := s.everything()
	for name, p := range map[string]chat.Principal{
		"nobody":               {},
		"an anonymous visitor": {Kind: chat.RoleVisitor, ID: "vis_00000000000000000000000001", SignIn: "a"},
		"an agent":             {Kind: chat.RoleAgent, ID: "ann", Verified: true, SignIn: "a"},
		"no sign-in":           {Kind: chat.RoleVisitor, ID: "c1", Verified: true},
		"a long one":           {Kind: chat.RoleVisitor, ID: "c1", Verified: true, SignIn: strings.Repeat("x", 65)},
	} {
		require.ErrorIs(t, s.Host().EndSignIn(s.ctx, p, s.clock().Add(time.Hour)), chat.ErrInvalid, name)
	}
	require.NoError(t, s.Host().EndSignIn(s.ctx, chat.Principal{Kind: chat.RoleVisitor, ID: "c1", Verified: true, SignIn: "a"}, s.clock()), "over anyway")
	s.unchanged(before)
}
