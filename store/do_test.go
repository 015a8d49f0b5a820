package store_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func put(t *testing.T, s store.Store, key, value string) store.Rev {
	t.Helper()
	rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key, Value: []byte(value)}}})
	require.NoError(t, err)
	return rev
}

func TestDoCountsEachOfManyParallelIncrements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(memstore.Config{})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				_, err := store.Do(t.Context(), s, func(tx *store.Tx) error {
					rs, err := tx.Get("counter")
					n := 0
					if len(rs) > 0 {
						n, _ = strconv.Atoi(string(rs[0].Value))
					}
					tx.Put("counter", fmt.Append(nil, n+1))
					return err
				})
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		rs, err := s.Get(t.Context(), "counter")
		require.NoError(t, err)
		assert.Equal(t, "50", string(rs[0].Value))
	})
}

func TestDoSeesItsOwnWritesAndRepeatsItsReads(t *testing.T) {
	s := memstore.New(memstore.Config{})
	put(t, s, "a", "1")
	_, err := store.Do(t.Context(), s, func(tx *store.Tx) error {
		rs, err := tx.Get("a", "a", "b")
		require.NoError(t, err)
		require.Len(t, rs, 1)
		rs[0].Value[0] = 'x' // the caller's own copy
		value := []byte("2")
		tx.Put("b", value)
		value[0] = 'x'
		tx.Delete("a")
		rs, err = tx.Get("a", "b")
		require.NoError(t, err)
		require.Len(t, rs, 1)
		assert.Equal(t, store.Record{Key: "b", Value: []byte("2")}, rs[0])
		tx.Put("a", nil)
		return nil
	})
	require.NoError(t, err)
	rs, err := s.List(t.Context(), store.Range{Limit: 9})
	require.NoError(t, err)
	require.Len(t, rs, 2)
	assert.Empty(t, rs[0].Value, "an empty value is a value")
	assert.Equal(t, "2", string(rs[1].Value))
}

func TestDoRetriesWhenAMissingKeyAppeared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(memstore.Config{})
		tries := 0
		rev, err := store.Do(t.Context(), s, func(tx *store.Tx) error {
			tries++
			_, err := tx.Get("a")
			if tries == 1 {
				put(t, s, "a", "rival")
			}
			tx.Put("b", nil)
			return err
		})
		require.NoError(t, err)
		assert.Equal(t, store.Rev(2), rev)
		assert.Equal(t, 2, tries)
	})
}

func TestDoReturnsTheFunctionsErrorAndWritesNothing(t *testing.T) {
	s := memstore.New(memstore.Config{})
	stop := errors.New("stop")
	_, err := store.Do(t.Context(), s, func(tx *store.Tx) error {
		tx.Put("a", nil)
		return stop
	})
	assert.Same(t, stop, err)
	_, head, _ := s.Changes(t.Context(), 0, 0)
	assert.Zero(t, head)
}

func TestDoRefusesABatchOutsideTheLimits(t *testing.T) {
	_, err := store.Do(t.Context(), memstore.New(memstore.Config{}), func(tx *store.Tx) error {
		tx.Put("not a key", nil)
		return nil
	})
	assert.ErrorIs(t, err, store.ErrInvalid)
}

func TestDoGivesUpWithTheContextAndSaysThatNothingWasWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		s := memstore.New(memstore.Config{})
		tries := 0
		_, err := store.Do(ctx, s, func(tx *store.Tx) error {
			tries++
			_, err := tx.Get("a")
			put(t, s, "a", "rival")
			return err
		})
		assert.ErrorIs(t, err, store.ErrConflict)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Greater(t, tries, 10)
		assert.Less(t, tries, 100, "the waits grow")
	})
}

func TestReadOnlyDoProvesItsReadsAndAdvancesNothing(t *testing.T) {
	s := memstore.New(memstore.Config{})
	head := put(t, s, "a", "1")
	rev, err := store.Do(t.Context(), s, func(tx *store.Tx) error {
		_, err := tx.Get("a", "b")
		return err
	})
	require.NoError(t, err)
	assert.Equal(t, head, rev)
}
