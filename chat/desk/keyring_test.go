package desk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestAKeyOfItsOwnIsTheSameOnEveryNode(t *testing.T) {
	shared := memstore.New(memstore.Config{})
	var keys [][]byte
	for range 3 {
		d, err := desk.New(desk.Config{Store: shared})
		require.NoError(t, err)
		key, err := d.Key(t.Context(), "visitor tokens")
		require.NoError(t, err)
		require.Len(t, key, 32)
		other, err := d.Key(t.Context(), "something else")
		require.NoError(t, err)
		require.NotEqual(t, key, other)
		keys = append(keys, key)
	}
	require.Equal(t, keys[0], keys[1])
	require.Equal(t, keys[0], keys[2])
}

func TestAHostsOwnIDsAreNowhereInTheStore(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	v := s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer-4711", Verified: true})
	_, err := v.Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Empty(t, s.holding("customer-4711"))
	require.Empty(t, s.holding(`"ann"`))
}

func TestMintedIDsAreLongAndNeverTheSame(t *testing.T) {
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{})})
	require.NoError(t, err)
	seen := map[string]bool{}
	letters := map[byte]bool{}
	for range 10_000 {
		id := d.Host().NewVisitor().ID
		require.Len(t, id, len("vis_")+26)
		require.False(t, seen[id])
		seen[id] = true
		for i := range 25 { // the last letter has three of its five bits only
			letters[id[len("vis_")+i]] = true
		}
	}
	require.Len(t, letters, 32)
	require.False(t, letters['i'] || letters['l'] || letters['o'] || letters['u'], "%s", strings.Join([]string{"i", "l", "o", "u"}, " "))
}
