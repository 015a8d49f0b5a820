package commit

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// slow is a store whose Gets wait to be let go, and are counted.
type slow struct {
	store.Store
	letGo chan struct{}
	gets  atomic.Int32
	off   atomic.Int32 // given up by the caller
	over  atomic.Int32 // whose context has ended
}

func (s *slow) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	s.gets.Add(1)
	context.AfterFunc(ctx, func() { s.over.Add(1) })
	select {
	case <-s.letGo:
		return s.Store.Get(ctx, keys...)
	case <-ctx.Done():
		s.off.Add(1)
		return nil, ctx.Err()
	}
}

func newSlow(t *testing.T, records int) (*slow, *SharedReads) {
	s := &slow{Store: memstore.New(memstore.Config{}), letGo: make(chan struct{})}
	for i := range records {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key(i), Value: []byte(key(i))}}})
		require.NoError(t, err)
	}
	return s, NewSharedReads(s)
}

func key(i int) string { return fmt.Sprintf("k/%d", i) }

// occupy has as many reads under way as go alone.
func occupy(t *testing.T, r *SharedReads) (done *sync.WaitGroup) {
	done = &sync.WaitGroup{}
	for range maxTrips {
		done.Go(func() { _, _ = r.Get(t.Context(), key(0)) })
	}
	synctest.Wait()
	return done
}

func TestReadsOfARushShareATrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 20)
		all := occupy(t, r)
		for i := range 20 {
			all.Go(func() {
				rs, err := r.Get(t.Context(), key(i), "k/none", key(i), key(0))
				if err != nil || len(rs) != min(2, i+1) || rs[0].Key != key(i) || string(rs[0].Value) != key(i) || rs[0].Rev == 0 {
					t.Errorf("%v, %v", rs, err)
				}
				for _, x := range rs {
					clear(x.Value) // it is the caller's own
				}
			})
		}
		synctest.Wait()
		close(s.letGo)
		all.Wait()
		require.EqualValues(t, maxTrips+1, s.gets.Load())
	})
}

func TestATripIsNoLargerThanAPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 1)
		all := occupy(t, r)
		for i := range maxKeys + 1 {
			all.Go(func() { _, _ = r.Get(t.Context(), key(i)) })
		}
		synctest.Wait()
		require.EqualValues(t, maxTrips+1, s.gets.Load(), "the full one does not wait")
		close(s.letGo)
		all.Wait()
		require.EqualValues(t, maxTrips+2, s.gets.Load())
	})
}

func TestATripThatHangsHoldsUpNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 1)
		all := occupy(t, r)
		begun := time.Now()
		all.Go(func() { _, _ = r.Get(t.Context(), key(0)) })
		for synctest.Wait(); s.gets.Load() == maxTrips; synctest.Wait() {
			time.Sleep(time.Millisecond)
		}
		require.LessOrEqual(t, time.Since(begun), maxBoarding)
		close(s.letGo)
		all.Wait()
	})
}

func TestWhoGivesUpWaitingLeavesTheTripToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 1)
		all := occupy(t, r)
		ctxs := make([]context.CancelFunc, 2)
		errs := make([]error, 2)
		for i := range ctxs {
			var ctx context.Context
			ctx, ctxs[i] = context.WithCancel(t.Context())
			all.Go(func() { _, errs[i] = r.Get(ctx, key(0)) })
			synctest.Wait()
		}
		time.Sleep(2 * maxBoarding) // it has left by now
		ctxs[0]()
		synctest.Wait()
		require.ErrorIs(t, errs[0], context.Canceled)
		require.Zero(t, s.off.Load())
		ctxs[1]()
		synctest.Wait()
		require.EqualValues(t, 1, s.off.Load(), "nobody waits for it any more")
		close(s.letGo)
		all.Wait()
	})
}

func TestATripThatEverybodyLeftBeforeItBeganIsNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 1)
		all := occupy(t, r)
		ctx, cancel := context.WithCancel(t.Context())
		all.Go(func() { _, _ = r.Get(ctx, key(0)) })
		synctest.Wait()
		cancel()
		synctest.Wait()
		time.Sleep(2 * maxBoarding)
		require.EqualValues(t, maxTrips, s.gets.Load())
		all.Go(func() {
			if rs, err := r.Get(t.Context(), key(0)); err != nil || len(rs) != 1 {
				t.Errorf("%v, %v", rs, err)
			}
		})
		synctest.Wait()
		close(s.letGo)
		all.Wait()
	})
}

func TestATripThatIsBackHoldsOnToNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 1)
		all := occupy(t, r)
		all.Go(func() { _, _ = r.Get(t.Context(), key(0)) })
		synctest.Wait()
		close(s.letGo)
		all.Wait()
		synctest.Wait()
		require.EqualValues(t, 1, s.over.Load(), "those who went alone have contexts of their own")
	})
}

func TestAReadThatCannotBeIsNotEverybodys(t *testing.T) {
	_, r := newSlow(t, 0)
	_, err := r.Get(t.Context(), "not a key")
	require.ErrorIs(t, err, store.ErrInvalid)
}

func TestWhoWaitsLeavesAtOnceInThePlaceOfAReadThatReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 1)
		all := occupy(t, r)
		wait := func() {
			all.Go(func() { _, _ = r.Get(t.Context(), key(0)) })
			synctest.Wait()
		}
		wait()
		begun := time.Now()
		s.letGo <- struct{}{}
		synctest.Wait()
		require.EqualValues(t, maxTrips+1, s.gets.Load())
		require.Zero(t, time.Since(begun))

		wait()
		time.Sleep(maxBoarding)
		synctest.Wait()
		require.EqualValues(t, maxTrips+2, s.gets.Load(), "it did not wait for ever, so one too many is under way")
		wait()
		s.letGo <- struct{}{}
		synctest.Wait()
		require.EqualValues(t, maxTrips+2, s.gets.Load(), "there are as many under way as may be")
		s.letGo <- struct{}{}
		synctest.Wait()
		require.EqualValues(t, maxTrips+3, s.gets.Load())
		close(s.letGo)
		all.Wait()
	})
}

var errBroken = errors.New("the store is broken")

// brokenStore fails every Get.
type brokenStore struct{ store.Store }

func (brokenStore) Get(context.Context, ...string) ([]store.Record, error) {
	return nil, errBroken
}

func TestAReadThatFailsIsNoRecordThatIsMissing(t *testing.T) {
	r := NewSharedReads(brokenStore{memstore.New(memstore.Config{})})
	_, err := r.Get(t.Context(), key(0))
	require.ErrorIs(t, err, errBroken)
	synctest.Test(t, func(t *testing.T) {
		s, r := newSlow(t, 2)
		all := occupy(t, r) // what comes now shares a trip
		s.Store = brokenStore{s.Store}
		for i := range 2 {
			all.Go(func() {
				if _, err := r.Get(t.Context(), key(i)); err == nil {
					t.Error("a trip that failed told a caller that there is no record")
				}
			})
		}
		synctest.Wait()
		close(s.letGo)
		all.Wait()
	})
}
