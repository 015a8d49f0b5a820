package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// capacityIsNeverExceeded checks that of 24 rivals for 5 places exactly 5 win. How many places are
// taken is a number in a record, and that record is a condition of each batch. A store that checks
// conditions at another instant than that of the commit gives a sixth place. No rival commits
// before all of them have read the number, so that they do meet.
func capacityIsNeverExceeded(tb testing.TB, c Config) {
	rounds := 5
	if c.Full {
		rounds = 50
	}
	hs := handles(tb, c, 3)
	f := fixture{tb, hs[0]}
	const rivals, capacity = 24, 5
	for round := range rounds {
		ledger := fmt.Sprintf("agent/%d", round)
		f.put(ledger, "0")
		var won atomic.Int32
		var wg, readers sync.WaitGroup
		readers.Add(rivals)
		for n := range rivals {
			wg.Go(func() {
				s := &rival{Store: hs[n%len(hs)], readers: &readers}
				defer s.hasRead()
				place := fmt.Sprintf("session/%d/%d", round, n)
				ok, err := takePlace(f.ctx(), s, ledger, place, capacity)
				if err != nil {
					tb.Errorf("rival %d: %v", n, err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		placed := len(f.list(store.Range{Prefix: fmt.Sprintf("session/%d/", round), Limit: 99}))
		load := string(f.get(ledger)[0].Value)
		if won.Load() != capacity || placed != capacity || load != strconv.Itoa(capacity) {
			tb.Fatalf("capacity %d: %d of %d rivals were told they won, %d are placed, the ledger says %s",
				capacity, won.Load(), rivals, placed, load)
		}
	}
}

// rival is a client's store that holds its first commit back until every rival has come as far.
type rival struct {
	store.Store
	readers *sync.WaitGroup
	once    sync.Once
}

func (r *rival) hasRead() { r.once.Do(r.readers.Done) }

func (r *rival) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	r.hasRead()
	r.readers.Wait()
	return r.Store.Commit(ctx, b)
}

var errFull = errors.New("full")

// takePlace takes one of the places, if one is left.
func takePlace(ctx context.Context, s store.Store, ledger, place string, capacity int) (bool, error) {
	_, err := store.Do(ctx, s, func(tx *store.Tx) error {
		load, err := number(tx, ledger)
		if err != nil {
			return err
		}
		if load >= capacity {
			return errFull
		}
		tx.Put(ledger, strconv.AppendInt(nil, int64(load)+1, 10))
		tx.Put(place, nil)
		return nil
	})
	if errors.Is(err, errFull) {
		return false, nil
	}
	return err == nil, err
}

// number reads a record that holds a number; 0 where there is none.
func number(tx *store.Tx, key string) (int, error) {
	rs, err := tx.Get(key)
	if err != nil || len(rs) == 0 {
		return 0, err
	}
	return strconv.Atoi(string(rs[0].Value))
}

// staleLeaderIsFenced checks that a leader that was paused while another took over writes nothing
// any more. The revision of the lease is the term, and a condition of each batch that a leader
// writes. The beat is another record, so that a leader who renews it stays within its own term.
func staleLeaderIsFenced(tb testing.TB, c Config) {
	hs := handles(tb, c, 2)
	old, next := fixture{tb, hs[0]}, fixture{tb, hs[1]}
	const lease, beat = "lease/dispatcher", "lease/dispatcher/beat"
	term := old.commit(store.Batch{If: []store.Cond{{Key: lease}}, Put: []store.Record{rec(lease, "old")}})
	for i := range 3 {
		old.commit(store.Batch{If: []store.Cond{{Key: lease, Rev: term}}, Put: []store.Record{rec(beat, fmt.Sprint(i))}})
		old.commit(store.Batch{If: []store.Cond{{Key: lease, Rev: term}}, Put: []store.Record{rec("session/1", "by the old leader")}})
	}
	next.conflict(store.Batch{If: []store.Cond{{Key: lease}}, Put: []store.Record{rec(lease, "next")}})
	taken := next.commit(store.Batch{If: []store.Cond{{Key: lease, Rev: term}}, Put: []store.Record{rec(lease, "next")}})
	old.conflict(store.Batch{If: []store.Cond{{Key: lease, Rev: term}}, Put: []store.Record{rec("session/1", "too late")}})
	old.conflict(store.Batch{If: []store.Cond{{Key: lease, Rev: term}}, Put: []store.Record{rec(beat, "too late")}})
	old.conflict(store.Batch{If: []store.Cond{{Key: lease, Rev: term}}})
	next.commit(store.Batch{If: []store.Cond{{Key: lease, Rev: taken}}, Put: []store.Record{rec("session/1", "by the next leader")}})
	if got := old.get("session/1"); len(got) != 1 || string(got[0].Value) != "by the next leader" {
		tb.Errorf("after the take-over the session is %s", describeAll(got))
	}
}

// everyIncrementCounts checks that no increment is lost where clients read and write one counter
// at once, each through store.Do, which tries again after a conflict.
func everyIncrementCounts(tb testing.TB, c Config) {
	hs := handles(tb, c, 3)
	f := fixture{tb, hs[0]}
	const clients, each = 6, 15
	var wg sync.WaitGroup
	for n := range clients {
		wg.Go(func() {
			for range each {
				_, err := store.Do(f.ctx(), hs[n%len(hs)], func(tx *store.Tx) error {
					v, err := number(tx, "counter")
					tx.Put("counter", strconv.AppendInt(nil, int64(v)+1, 10))
					return err
				})
				if err != nil {
					tb.Errorf("Do: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if got := f.get("counter"); len(got) != 1 || string(got[0].Value) != strconv.Itoa(clients*each) {
		tb.Errorf("%d increments by Do made %s", clients*each, describeAll(got))
	}
}
