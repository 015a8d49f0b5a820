package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// flood is how much is written: Full makes a million records of it.
type flood struct {
	each int // commits of each writer
	wide int // records of the widest commit
}

func (c Config) flood() flood {
	if c.Full {
		return flood{each: 3920, wide: 64} // 8 writers, 32.5 records a commit
	}
	return flood{each: 100, wide: 3}
}

// records returns how many the i-th commit of a writer puts.
func (f flood) records(i int) int { return 1 + i%f.wide }

// feedUnderManyWritersLosesNothing: readers at different speeds follow the feed while eight writers
// commit. Each commit writes fresh keys, so each reader must see exactly the commits that
// succeeded, whole and in order.
func feedUnderManyWritersLosesNothing(tb testing.TB, c Config) {
	const writers = 8
	size := c.flood()
	hs := handles(tb, c, 3)
	start := fixture{tb, hs[0]}.head()
	ctx, cancel := context.WithTimeout(tb.Context(), c.patience()*4/5)
	defer cancel()
	var readers sync.WaitGroup
	seen := make([]tally, 3)
	finished := make(chan struct{})
	for n, limit := range []int{1000, 7, 50} {
		readers.Go(func() {
			seen[n] = drain(ctx, tb, hs[n%len(hs)], start, limit, time.Duration(n)*time.Millisecond, finished)
		})
	}
	var mu sync.Mutex
	committed := map[store.Rev]written{}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range size.each {
				done := written{fmt.Sprintf("w/%06d/%d/", i, w), size.records(i)} // nearly in order, as timelines are
				rev, err := hs[w%len(hs)].Commit(ctx, store.Batch{Put: numbered(done.prefix, done.records)})
				if err != nil {
					tb.Errorf("Commit: %v", err)
					return
				}
				mu.Lock()
				if other, twice := committed[rev]; twice {
					tb.Errorf("revision %d was given to %s and to %s", rev, other.prefix, done.prefix)
				}
				committed[rev] = done
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	close(finished)
	readers.Wait()
	for n := range seen {
		seen[n].compare(tb, n, committed)
	}
}

// written is a commit of the flood.
type written struct {
	prefix  string
	records int
}

// tally is what a reader saw: how many records of each commit.
type tally map[store.Rev]int

// drain reads the feed to its end, once finished is closed.
func drain(ctx context.Context, tb testing.TB, s store.Store, after store.Rev, limit int, pause time.Duration, finished <-chan struct{}) tally {
	seen, last := tally{}, after
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
			return seen
		}
		if upTo < after {
			tb.Errorf("Changes(after %d) went back to %d", after, upTo)
		}
		if len(rs) == 0 && over {
			return seen
		}
		for _, r := range rs {
			if r.Rev < last {
				tb.Errorf("a reader, %d at a time, saw %s after revision %d", limit, show(r), last)
				return seen
			}
			last = r.Rev
			seen[r.Rev]++
		}
		after = upTo
		time.Sleep(pause)
	}
}

// compare demands that what a reader saw is what was committed.
func (t tally) compare(tb testing.TB, reader int, committed map[store.Rev]written) {
	tb.Helper()
	lost, torn := 0, 0
	example := ""
	for rev, c := range committed {
		switch t[rev] {
		case c.records:
			continue
		case 0:
			lost++
		default:
			torn++
		}
		example = fmt.Sprintf("%s@%d", c.prefix, rev)
	}
	if lost+torn > 0 {
		tb.Errorf("reader %d lost %d and tore or doubled %d of %d commits, such as %s", reader, lost, torn, len(committed), example)
	}
	if len(t) > len(committed) {
		tb.Errorf("reader %d saw %d commits, %d were made", reader, len(t), len(committed))
	}
}
