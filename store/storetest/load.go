package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/storetest/history"
)

// everyAnswerFitsOneInstant records what eight clients see who read, list, follow and write the
// same few records, lose one reply in fifty and give up on as many, and demands that the history is
// linearizable.
func everyAnswerFitsOneInstant(tb testing.TB, c Config) {
	histories, ops := 1, 250
	if c.Full {
		histories, ops = 100, 2000
	}
	hs := handles(tb, c, 3)
	ctx, cancel := context.WithTimeout(tb.Context(), c.patience()*4/5)
	defer cancel()
	enough := max(1, histories/10) // for a slow server
	for n := range histories {
		l := load{ctx: ctx, prefix: fmt.Sprintf("h%d/", n)}
		var wg sync.WaitGroup
		for id := range 8 {
			wg.Go(func() { l.client(id+1, lossy{hs[id%len(hs)], &l.calls, 50}, ops) })
		}
		wg.Wait()
		if err := l.finish(hs[0]); err != nil {
			if n >= enough && ctx.Err() != nil {
				tb.Logf("%d of %d histories: there was no time for more", n, histories)
				return
			}
			tb.Fatalf("the last read: %v", err)
		}
		if err := history.Check(l.Ops()); err != nil {
			tb.Fatalf("history %d of %d calls: %v", n, len(l.Ops()), err)
		}
	}
}

// load is one history in the making.
type load struct {
	history.Recorder
	ctx    context.Context
	prefix string
	calls  atomic.Int64
}

// client makes n random calls. It conditions its writes on what it has read, which is often stale.
func (l *load) client(id int, s store.Store, n int) {
	s = l.Client(id, s)
	rng := rand.New(rand.NewPCG(uint64(id), 7))
	known := map[string]store.Rev{}
	_, cursor, _ := s.Changes(l.ctx, 0, 0)
	learn := func(rs []store.Record) {
		for _, r := range rs {
			known[r.Key] = r.Rev
		}
	}
	for i := range n {
		switch rng.IntN(8) {
		case 0, 1:
			keys := []string{l.key(rng), l.key(rng), l.key(rng)}
			for _, k := range keys {
				// What is not among the answer is not there, which is known as well.
				delete(known, k)
			}
			rs, _ := s.Get(l.ctx, keys...)
			learn(rs)
		case 2:
			rs, _ := s.List(l.ctx, store.Range{Prefix: l.prefix + "a/", Limit: 1 + rng.IntN(5), Desc: i%2 == 0})
			learn(rs)
		case 3:
			if rs, upTo, err := s.Changes(l.ctx, cursor, 1+rng.IntN(20)); err == nil {
				cursor = upTo
				learn(rs)
			}
		// It deletes what never was, on a condition: that is a commit of nothing, or a conflict.
		case 4:
			_, _ = s.Commit(l.ctx, store.Batch{If: []store.Cond{{Key: l.key(rng)}}, Delete: []string{"never/there"}})
		default:
			b := l.batch(rng, known, fmt.Sprintf("%d-%d", id, i))
			if rev, err := s.Commit(l.ctx, b); err == nil {
				for _, r := range b.Put {
					known[r.Key] = rev
				}
			}
		}
	}
}

// key draws one of eight keys, few enough for clients to meet.
func (l *load) key(rng *rand.Rand) string {
	return fmt.Sprintf("%s%s/%d", l.prefix, []string{"a", "b"}[rng.IntN(2)], rng.IntN(4))
}

// batch writes one to three records, all with the same value, and always its own done record, by
// which an unknown outcome is told.
func (l *load) batch(rng *rand.Rand, known map[string]store.Rev, id string) store.Batch {
	b := store.Batch{Put: []store.Record{rec(l.prefix+"done/"+id, id)}}
	used := map[string]bool{}
	for range 1 + rng.IntN(3) {
		k := l.key(rng)
		if used[k] {
			continue
		}
		used[k] = true
		if rng.IntN(3) > 0 {
			b.If = append(b.If, store.Cond{Key: k, Rev: known[k]})
		}
		if rng.IntN(4) == 0 {
			b.Delete = append(b.Delete, k)
		} else {
			b.Put = append(b.Put, rec(k, id))
		}
	}
	return b
}

// finish reads what is left, and by the done records which commits were made.
func (l *load) finish(s store.Store) error {
	_, err := l.Client(0, s).List(l.ctx, store.Range{Prefix: l.prefix, Limit: 1_000_000})
	return err
}
