package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// rival writes to the store behind the back of a Do, just before its commit, as long as it has writes left.
type rival struct {
	store.Store
	writes *[]byte
	model  map[string]string
}

func (r rival) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if len(*r.writes) > 0 {
		key, value := fuzzKey((*r.writes)[0]), fmt.Sprint("rival-", len(*r.writes))
		*r.writes = (*r.writes)[1:]
		if _, err := r.Store.Commit(ctx, store.Batch{Put: []store.Record{{Key: key, Value: []byte(value)}}}); err != nil {
			return 0, err
		}
		r.model[key] = value
	}
	return r.Store.Commit(ctx, b)
}

func fuzzKey(b byte) string { return fmt.Sprint("k/", b%5) }

var errGiveUp = errors.New("give up")

// FuzzDoIsOneStep reads script as calls of transactions: each byte is a call on a key. However rivals write in between, a
// transaction takes effect on exactly the records that it saw.
func FuzzDoIsOneStep(f *testing.F) {
	f.Add([]byte{0, 41, 82, 123, 164, 205, 7, 48}, []byte{1, 2, 3})
	f.Add([]byte("get put delete, and again"), []byte("rivals"))
	f.Fuzz(func(t *testing.T, script, rivals []byte) {
		rivals = rivals[:min(len(rivals), 8)] // each costs a wait
		model := map[string]string{}
		s := rival{memstore.New(memstore.Config{}), &rivals, model}
		for n, part := range slices.Collect(slices.Chunk(script[:min(len(script), 60)], 6)) {
			var seen, after map[string]string // by the last try
			_, err := store.Do(t.Context(), s, func(tx *store.Tx) error {
				seen, after = map[string]string{}, map[string]string{}
				return play(t, tx, part, n, seen, after)
			})
			if errors.Is(err, errGiveUp) {
				continue
			}
			require.NoError(t, err)
			for k, v := range seen {
				require.Equal(t, model[k], v, "%s was changed before the commit", k)
			}
			for k, v := range after {
				if model[k] = v; v == "" {
					delete(model, k)
				}
			}
			require.Equal(t, model, contents(t, s))
		}
	})
}

// play makes the calls of one transaction. It notes in seen what the store held, and in after what it writes itself, ""
// for nothing.
func play(t *testing.T, tx *store.Tx, part []byte, n int, seen, after map[string]string) error {
	for i, b := range part {
		key := fuzzKey(b)
		switch b / 40 {
		case 0, 1, 2:
			rs, err := tx.Get(key)
			require.NoError(t, err)
			got := ""
			if len(rs) > 0 {
				got = string(rs[0].Value)
			}
			if want, written := after[key]; written {
				require.Equal(t, want, got, "a transaction sees its own writes")
			} else {
				seen[key] = got
			}
		case 3:
			tx.Delete(key)
			after[key] = ""
		case 4, 5:
			after[key] = fmt.Sprintf("%d.%d", n, i)
			tx.Put(key, []byte(after[key]))
		default:
			return errGiveUp
		}
	}
	return nil
}

func contents(t *testing.T, s store.Store) map[string]string {
	rs, err := s.List(t.Context(), store.Range{Limit: 100})
	require.NoError(t, err)
	all := map[string]string{}
	for _, r := range rs {
		all[r.Key] = string(r.Value)
	}
	return all
}
