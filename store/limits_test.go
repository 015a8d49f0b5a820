package store_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestAKeyIsOfTheBytesThatAreNamedAndNoOthers(t *testing.T) {
	allowed := "-._~/:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	for b := range 256 {
		key := "k" + string([]byte{byte(b)})
		ok := strings.IndexByte(allowed, byte(b)) >= 0
		require.Equal(t, ok, store.CheckKey(key) == nil, "%q", key)
		name := ok && b != '/'
		require.Equal(t, name, store.CheckNamespace(key) == nil, "namespace %q", key)
	}
}

func TestKeysAndNamespacesOfExactlyTheLimitAreTaken(t *testing.T) {
	for more, ok := range map[int]bool{0: true, 1: false} {
		key := strings.Repeat("k", store.MaxKey+more)
		require.Equal(t, ok, store.CheckKey(key) == nil)
		require.Equal(t, ok, store.CheckKeys("a", key) == nil)
		name := strings.Repeat("n", store.MaxNamespace+more)
		require.Equal(t, ok, store.CheckNamespace(name) == nil)
	}
	require.Error(t, store.CheckKey(""))
	require.Error(t, store.CheckNamespace(""))
}

func TestEveryPartOfABatchCounts(t *testing.T) {
	key := func(n int) string { return "k" + strings.Repeat("x", n) }
	var conds, puts, dels store.Batch
	for n := range store.MaxBatch + 1 {
		conds.If = append(conds.If, store.Cond{Key: key(n)})
		puts.Put = append(puts.Put, store.Record{Key: key(n)})
		dels.Delete = append(dels.Delete, key(n))
	}
	for _, b := range []store.Batch{conds, puts, dels} {
		require.ErrorIs(t, store.CheckBatch(b), store.ErrInvalid)
	}
	same := store.Batch{If: conds.If[:store.MaxBatch], Put: puts.Put[:store.MaxBatch]}
	require.NoError(t, store.CheckBatch(same), "a key counts once")
	same.Delete = []string{key(0)}
	require.ErrorContains(t, store.CheckBatch(same), "is written twice")
}

func TestALineageIsEightBytesForEachWriter(t *testing.T) {
	for n := range 17 {
		_, err := store.ParseLineage(make([]byte, n))
		require.Equal(t, n%8 == 0, err == nil, "%d bytes", n)
	}
}

func TestWhatIsKnownIsNotKnownAnew(t *testing.T) {
	s := memstore.New(memstore.Config{})
	one := store.Record{Key: "a", Value: []byte("1")}
	rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{one}})
	require.NoError(t, err)
	tries := 0
	_, err = store.Do(t.Context(), s, func(tx *store.Tx) error {
		if tries++; tries == 1 {
			tx.Know(store.Record{Key: "a", Rev: rev, Value: []byte("1")})
			tx.Know(store.Record{Key: "a", Rev: rev + 9, Value: []byte("9")})
			rs, err := tx.Get("a")
			require.NoError(t, err)
			require.Equal(t, "1", string(rs[0].Value), "the first stays")
		}
		tx.Put("b", []byte("2"))
		tx.Know(store.Record{Key: "b", Rev: rev, Value: []byte("9")})
		rs, err := tx.Get("b")
		require.NoError(t, err)
		require.Equal(t, "2", string(rs[0].Value), "what was written stays")
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, 1, tries, "it fits")
}
