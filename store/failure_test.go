package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// deaf is a store whose reads fail.
type deaf struct{ store.Store }

var errDeaf = errors.New("deaf")

func (deaf) Get(context.Context, ...string) ([]store.Record, error) { return nil, errDeaf }

func TestAFailedReadIsNotTakenAsNothingThere(t *testing.T) {
	s := memstore.New(memstore.Config{})
	put(t, s, "a", "kept")
	_, err := store.Do(t.Context(), deaf{s}, func(tx *store.Tx) error {
		rs, err := tx.Get("a")
		require.ErrorIs(t, err, errDeaf)
		require.Empty(t, rs)
		return err
	})
	require.ErrorIs(t, err, errDeaf)
	rs, err := s.Get(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, "kept", string(rs[0].Value))
}

func TestABatchOfExactlyTheLimitsIsTaken(t *testing.T) {
	var keys store.Batch
	for i := range store.MaxBatch {
		keys.Put = append(keys.Put, store.Record{Key: "k/" + strings.Repeat("x", i+1)})
	}
	require.NoError(t, store.CheckBatch(keys))
	keys.Delete = []string{"one-more"}
	require.ErrorIs(t, store.CheckBatch(keys), store.ErrInvalid)

	var size store.Batch
	left := store.MaxBytes
	for i := 0; left > 0; i++ {
		key := "k" + strings.Repeat("y", i)
		n := min(left-len(key), store.MaxValue)
		size.Put = append(size.Put, store.Record{Key: key, Value: make([]byte, n)})
		left -= len(key) + n
	}
	require.NoError(t, store.CheckBatch(size))
	size.Delete = []string{"z"}
	require.ErrorIs(t, store.CheckBatch(size), store.ErrInvalid)
}
