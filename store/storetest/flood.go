package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// feedUnderManyWritersLosesNothing: readers at different speeds follow the feed while eight writers commit. Each
// commit writes fresh keys, so each reader must see exactly the commits that succeeded, whole and in order.
func feedUnderManyWritersLosesNothing(tb testing.TB, c Config) {
	const writers = 8
	each := 100
	if c.Full {
		each = 2000
	}
	hs := handles(tb, c, 3)
	f := fixture{tb, hs[0]}
	start := f.head()
	ctx, cancel := context.WithTimeout(tb.Context(), 4*time.Minute)
	defer cancel()
	var readers sync.WaitGroup
	seen := make([][]store.Record, 3)
	finished := make(chan struct{})
	for n, limit := range []int{1000, 7, 50} {
		readers.Go(func() {
			seen[n] = drain(ctx, tb, hs[n%len(hs)], start, limit, time.Duration(n)*time.Millisecond, finished)
		})
	}
	var mu sync.Mutex
	committed := map[store.Rev]string{}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				key := fmt.Sprintf("w/%d/%d/", w, i)
				rev, err := hs[w%len(hs)].Commit(ctx, store.Batch{Put: numbered(key, 1+i%3)})
				if err != nil {
					tb.Errorf("Commit: %v", err)
					return
				}
				mu.Lock()
				if other, twice := committed[rev]; twice {
					tb.Errorf("revision %d was given to %s and to %s", rev, other, key)
				}
				committed[rev] = key
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	close(finished)
	readers.Wait()
	for n := range seen {
		compareFeed(tb, n, seen[n], committed)
	}
}

// drain reads the feed to its end, once finished is closed.
func drain(ctx context.Context, tb testing.TB, s store.Store, after store.Rev, limit int, pause time.Duration, finished <-chan struct{}) []store.Record {
	var all []store.Record
	for {
		over := false
		select {
		case <-finished:
			over = true
		default:
		}
		rs, upTo, err := s.Changes(ctx, after, limit)
		if err != nil {
			tb.Errorf("Changes(after %d): %v", after, err)
			return all
		}
		if upTo < after {
			tb.Errorf("Changes(after %d) went back to %d", after, upTo)
		}
		if len(rs) == 0 && over {
			return all
		}
		all, after = append(all, rs...), upTo
		time.Sleep(pause)
	}
}

// compareFeed demands that what a reader saw is what was committed.
func compareFeed(tb testing.TB, reader int, seen []store.Record, committed map[store.Rev]string) {
	tb.Helper()
	parts := map[store.Rev]int{}
	var last store.Rev
	for _, r := range seen {
		if r.Rev < last {
			tb.Errorf("reader %d saw %s after revision %d", reader, show(r), last)
			return
		}
		last = r.Rev
		parts[r.Rev]++
	}
	lost, torn := 0, 0
	example := ""
	for rev, key := range committed {
		var w, i int
		_, _ = fmt.Sscanf(key, "w/%d/%d/", &w, &i)
		switch parts[rev] {
		case 1 + i%3:
			continue
		case 0:
			lost++
		default:
			torn++
		}
		example = fmt.Sprintf("%s@%d", key, rev)
	}
	if lost+torn > 0 {
		tb.Errorf("reader %d lost %d and tore or doubled %d of %d commits, such as %s", reader, lost, torn, len(committed), example)
	}
	if len(parts) > len(committed) {
		tb.Errorf("reader %d saw %d commits, %d were made", reader, len(parts), len(committed))
	}
}
