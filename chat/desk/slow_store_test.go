package desk_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// farStore is a store whose commits are long under way while far is set, also when nobody waits for
// them any longer.
type farStore struct {
	store.Store
	far *atomic.Bool
}

func (s farStore) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if s.far.Load() {
		time.Sleep(3500 * time.Millisecond)
	}
	return s.Store.Commit(context.WithoutCancel(ctx), b)
}

func TestASlowStoreIsNotTakenForAWrongClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var far atomic.Bool
		f := newFloor(t, 3, func(_ int, s store.Store) store.Store { return farStore{s, &far} })
		defer func() {
			far.Store(false)
			time.Sleep(10 * time.Second) // what is under way arrives
		}()
		far.Store(true)
		for range 240 {
			time.Sleep(500 * time.Millisecond)
			for i, d := range f.desks {
				require.True(t, d.ClockAgrees(), "node %d", i)
			}
		}
		f.set(1, -10*time.Minute)
		time.Sleep(30 * time.Second)
		require.False(t, f.desks[1].ClockAgrees(), "one that is behind is seen all the same")
		require.True(t, f.desks[0].ClockAgrees())
		far.Store(false)
		f.set(1, 0)
		f.set(2, 10*time.Second)
		time.Sleep(30 * time.Second)
		require.False(t, f.desks[2].ClockAgrees(), "so is one that is ahead")
	})
}
