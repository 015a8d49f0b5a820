package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// lossy is a store behind a connection that loses replies. The commit may have worked, and the
// caller gets an error that does not tell. It also cancels some commits after a short time.
type lossy struct {
	store.Store
	calls *atomic.Int64
	every int64
}

var errLost = errors.New("storetest: the reply was lost")

func (l lossy) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	n := l.calls.Add(1)
	if n%l.every == l.every/2 {
		short, cancel := context.WithTimeout(ctx, time.Duration(n%7)*100*time.Microsecond)
		defer cancel()
		return l.Store.Commit(short, b)
	}
	rev, err := l.Store.Commit(ctx, b)
	// A conflict is certain that nothing was written, so losing it would only hide it.
	if n%l.every == 0 && !errors.Is(err, store.ErrConflict) {
		return 0, errLost
	}
	return rev, err
}

// unknownOutcomeEndsOnce checks that every command takes effect once, however often its reply is
// lost. Clients append to timelines through a connection that loses one reply in five. Each command
// puts done/<id> in its batch; a client that does not know the outcome reads that record, and tries
// again if it is not there.
func unknownOutcomeEndsOnce(tb testing.TB, c Config) {
	const clients, each, timelines = 6, 15, 2
	hs := handles(tb, c, 3)
	calls := new(atomic.Int64)
	f := fixture{tb, hs[0]}
	var wg sync.WaitGroup
	for n := range clients {
		wg.Go(func() {
			s := lossy{hs[n%len(hs)], calls, 5}
			for i := range each {
				if err := appendOnce(f.ctx(), s, fmt.Sprint(n%timelines), fmt.Sprintf("%d-%d", n, i)); err != nil {
					tb.Errorf("command %d-%d: %v", n, i, err)
				}
			}
		})
	}
	wg.Wait()
	seen := map[string]int{}
	for t := range timelines {
		entries := f.list(store.Range{Prefix: fmt.Sprintf("timeline/%d/", t), Limit: 1000})
		for i, r := range entries {
			seen[string(r.Value)]++
			if want := fmt.Sprintf("timeline/%d/%06d", t, i+1); r.Key != want {
				tb.Fatalf("timeline %d has a gap: %s where %s should be", t, r.Key, want)
			}
		}
		if n := f.get(fmt.Sprint("session/", t)); string(n[0].Value) != strconv.Itoa(len(entries)) {
			tb.Errorf("session %d says %s of its %d entries", t, n[0].Value, len(entries))
		}
	}
	for n := range clients {
		for i := range each {
			if id := fmt.Sprintf("%d-%d", n, i); seen[id] != 1 {
				tb.Errorf("command %s is there %d times", id, seen[id])
			}
		}
	}
}

// appendOnce adds an entry with this id to a timeline, however many tries it takes.
func appendOnce(ctx context.Context, s store.Store, timeline, id string) error {
	for {
		_, err := store.Do(ctx, s, func(tx *store.Tx) error {
			rs, err := tx.Get("done/" + id)
			if err != nil || len(rs) > 0 {
				return err
			}
			n, err := number(tx, "session/"+timeline)
			if err != nil {
				return err
			}
			tx.Put("session/"+timeline, strconv.AppendInt(nil, int64(n)+1, 10))
			tx.Put(fmt.Sprintf("timeline/%s/%06d", timeline, n+1), []byte(id))
			tx.Put("done/"+id, nil)
			return nil
		})
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
}
