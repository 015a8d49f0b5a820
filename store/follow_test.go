package store_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// plain hides everything but the four methods; wrapped hides nothing.
type plain struct{ store.Store }

type wrapped struct{ plain }

func (w wrapped) Unwrap() store.Store { return w.Store }

func TestFollowDeliversWithoutAWaiterByPolling(t *testing.T) {
	followed(t, func(s store.Store) store.Store { return plain{s} }, 50*time.Millisecond)
}

func TestFollowDeliversAtOnceThroughADecorator(t *testing.T) {
	followed(t, func(s store.Store) store.Store { return wrapped{plain{s}} }, 0)
}

func followed(t *testing.T, wrap func(store.Store) store.Store, within time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(memstore.Config{})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			for range 20 {
				time.Sleep(time.Second)
				put(t, s, "a", time.Now().Format(time.RFC3339Nano))
			}
			time.Sleep(time.Second)
			cancel()
		}()
		n := 0
		for rs, err := range store.Follow(ctx, wrap(s), 0, 50*time.Millisecond) {
			if err != nil {
				assert.ErrorIs(t, err, context.Canceled)
				assert.Empty(t, rs)
				continue
			}
			written, err := time.Parse(time.RFC3339Nano, string(rs[0].Value))
			require.NoError(t, err)
			assert.LessOrEqual(t, time.Since(written), within)
			n++
		}
		assert.Equal(t, 20, n)
	})
}

// flaky fails every other call of Changes.
type flaky struct {
	store.Store
	calls *int
}

var errDown = errors.New("down")

func (f flaky) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if *f.calls++; *f.calls%2 == 1 {
		return nil, 0, errDown
	}
	return f.Store.Changes(ctx, after, limit)
}

func TestFollowGoesOnAfterAFailingDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(memstore.Config{})
		put(t, s, "a", "")
		var seen []string
		for rs, err := range store.Follow(t.Context(), flaky{s, new(int)}, 0, time.Second) {
			if err != nil {
				assert.ErrorIs(t, err, errDown)
				seen = append(seen, "error")
				continue
			}
			seen = append(seen, rs[0].Key)
			break
		}
		assert.Equal(t, []string{"error", "a"}, seen)
	})
}

func TestFollowEndsAtACursorThatWasNeverIssued(t *testing.T) {
	n := 0
	for _, err := range store.Follow(t.Context(), memstore.New(memstore.Config{}), 7, 0) {
		assert.ErrorIs(t, err, store.ErrCursor)
		n++
	}
	assert.Equal(t, 1, n)
}

func TestUnwrapGivesNilForAStoreThatWrapsNothing(t *testing.T) {
	s := memstore.New(memstore.Config{})
	assert.Nil(t, store.Unwrap(s))
	assert.Equal(t, store.Store(s), store.Unwrap(wrapped{plain{s}}))
	assert.NoError(t, store.Scrub(t.Context(), s), "nothing to scrub")
}
