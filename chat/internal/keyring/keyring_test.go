package keyring_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// counted is a store that counts its reads, and can be down.
type counted struct {
	store.Store
	gets int
	down error
}

func (c *counted) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	c.gets++
	if c.down != nil {
		return nil, c.down
	}
	return c.Store.Get(ctx, keys...)
}

func TestAllNodesOfAStoreHaveTheSecretOfTheFirst(t *testing.T) {
	s := memstore.New(memstore.Config{})
	first, err := keyring.New(s, nil).Secret(t.Context())
	require.NoError(t, err)
	require.Len(t, first, 32)
	second, err := keyring.New(s, nil).Secret(t.Context())
	require.NoError(t, err)
	require.Equal(t, first, second)
	other, err := keyring.New(memstore.New(memstore.Config{}), nil).Secret(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, first, other)
}

func TestTheStoreIsAskedOnceAndAgainWhenItWentBack(t *testing.T) {
	s := &counted{Store: memstore.New(memstore.Config{})}
	k := keyring.New(s, nil)
	for range 3 {
		_, err := k.Secret(t.Context())
		require.NoError(t, err)
	}
	require.Equal(t, 1, s.gets)
	k.Forget()
	_, err := k.Secret(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, s.gets)
}

func TestAHostsSecretNeedsNoStore(t *testing.T) {
	k := keyring.New(nil, []byte("a secret of the host's own, 32 b"))
	a, err := k.For(t.Context(), "tokens")
	require.NoError(t, err)
	b, err := k.For(t.Context(), "links")
	require.NoError(t, err)
	require.Len(t, a, 32)
	require.NotEqual(t, a, b)
}

func TestAnIdOfTheHostsIsFoundByItsKindAndTellsNothing(t *testing.T) {
	k := keyring.New(nil, []byte("a secret of the host's own, 32 b"))
	visitor, err := k.Extern(t.Context(), "visitor", "customer-7")
	require.NoError(t, err)
	agent, err := k.Extern(t.Context(), "agent", "customer-7")
	require.NoError(t, err)
	require.NotEqual(t, visitor, agent)
	require.NotContains(t, visitor, "customer")
	require.Len(t, visitor, 40)
}

func TestAStoreThatIsDownGivesNoSecret(t *testing.T) {
	s := &counted{Store: memstore.New(memstore.Config{}), down: context.DeadlineExceeded}
	k := keyring.New(s, nil)
	_, err := k.Secret(t.Context())
	require.ErrorIs(t, err, chat.ErrUnavailable)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = k.For(t.Context(), "tokens")
	require.ErrorIs(t, err, chat.ErrUnavailable)
	_, err = k.Extern(t.Context(), "visitor", "customer-7")
	require.ErrorIs(t, err, chat.ErrUnavailable)
}

func TestTwoPartsAreNotOne(t *testing.T) {
	key := []byte("key")
	require.NotEqual(t, keyring.MAC(key, "ab", "c"), keyring.MAC(key, "a", "bc"))
	require.NotEqual(t, keyring.MAC(key, "ab"), keyring.MAC(key, "ab", ""))
	require.Len(t, keyring.HexMAC(key, "a"), 32)
}
