package desk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

func TestTheHostsOwnIDStandsInTheSessionWhereTheHostGivesIt(t *testing.T) {
	long := strings.Repeat("x", 129)
	s := newShop(t, twoTeams(), func(c *desk.Config) {
		c.Profile = told{"vera": {Ref: "cust-4711"}, "bad": {Ref: long, Name: "Bad"}, "none": {}}
	})
	begun := func(id string) chat.Session {
		v, err := s.customer(id).Start(s.ctx, desk.StartRequest{Text: "Hello"})
		require.NoError(t, err)
		return s.stands(v.ID)
	}
	require.Equal(t, "cust-4711", begun("vera").Contact.Ref)
	require.Empty(t, begun("none").Contact.Ref, "it is off by default")
	bad := begun("bad")
	require.Empty(t, bad.Contact.Ref, "too long")
	require.Equal(t, "Bad", bad.Contact.Name)
	require.NoError(t, s.customer("vera").Erase(s.ctx))
	all, err := records.List(s.ctx, s.store, "")
	require.NoError(t, err)
	for _, r := range all {
		require.NotContains(t, string(r.Value), "cust-4711", r.Key)
	}
	require.Contains(t, desk.PostgresViews("switchboard"), "value#>>'{contact,ref}' AS ref")
}

func TestTheHostsOwnIDComesWithALoginInTheMiddleOfAChat(t *testing.T) {
	s := newShop(t, twoTeams(), func(c *desk.Config) {
		c.Profile = told{"vera": {Ref: "cust-4711"}}
	})
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello"})
	require.NoError(t, err)
	require.Empty(t, s.stands(v.ID).Contact.Ref)
	require.NoError(t, s.customer("vera").Claim(s.ctx, anonymous(1)))
	require.Equal(t, "cust-4711", s.stands(v.ID).Contact.Ref)
}
