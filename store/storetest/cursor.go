package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// cursorOutsideTheFeedIsRefused: a cursor that was never issued comes from another time line (a restored backup).
func cursorOutsideTheFeedIsRefused(tb testing.TB, c Config) {
	f := open(tb, c)
	for range 2 {
		for _, ahead := range []store.Rev{1_000_000_000, 1 << 62, 1<<64 - 1} {
			f.badCursor(ahead, "newer than the latest revision")
		}
		if rs, head, err := f.s.Changes(f.ctx(), 1<<62, 0); err != nil || len(rs) > 0 {
			tb.Errorf("Changes with limit 0 only reports the head; got %d, %v", head, err)
		}
		f.put("a", "1")
	}
}

func (f fixture) badCursor(after store.Rev, why string) {
	f.tb.Helper()
	rs, upTo, err := f.s.Changes(f.ctx(), after, 10)
	if !errors.Is(err, store.ErrCursor) {
		f.tb.Errorf("Changes(after %d), %s: %s, %d, %v; want an ErrCursor", after, why, describeAll(rs), upTo, err)
	}
}

// oldCursorIsRefused: where deletions are forgotten, silence would be a lie.
func oldCursorIsRefused(tb testing.TB, c Config) {
	if c.OpenKeep == nil {
		tb.Log("not checked: no OpenKeep")
		return
	}
	const keep = 20
	f := opened(tb, c.OpenKeep(tb, namespace(0), keep))
	start := f.put("a", "1")
	f.put("b", "1")
	f.delete("a")
	var revs []store.Rev
	for i := range 5 * keep {
		revs = append(revs, f.put(fmt.Sprint("k/", i%3), fmt.Sprint(i)))
	}
	f.badCursor(start, "before a deletion that is no longer kept")
	f.badCursor(start-1, "before a deletion that is no longer kept")
	head := f.head()
	for _, after := range revs {
		if after+keep < head {
			continue
		}
		if _, _, err := f.s.Changes(f.ctx(), after, 10); err != nil {
			tb.Errorf("Changes(after %d) with the head at %d and %d kept: %v", after, head, keep, err)
		}
	}
	if n := len(f.list(store.Range{Limit: 99})); n != 4 {
		tb.Errorf("List gave %d records of 4: forgetting deletions is not forgetting records", n)
	}
}

// quietCursorDoesNotAge: upTo moves on although the reader's records do not.
func quietCursorDoesNotAge(tb testing.TB, c Config) {
	openKeep := c.OpenKeep
	if openKeep == nil {
		openKeep = func(tb testing.TB, ns string, _ int) store.Store { return c.Open(tb, ns) }
	}
	const keep = 20
	f := opened(tb, openKeep(tb, namespace(0), keep))
	f.put("a", "1")
	_, cursor := f.changes(0, 10)
	for i := range 5 * keep {
		f.delete("nobody")
		f.commit(store.Batch{})
		if i%2 == 0 {
			other := f.put("b", "1")
			_, cursor = f.changes(cursor, 10)
			if cursor < other {
				tb.Fatalf("upTo is %d after everything to %d was read", cursor, other)
			}
		}
		if _, next, err := f.s.Changes(f.ctx(), cursor, 10); err != nil || next < cursor {
			tb.Fatalf("a reader that read everything at %d: %d, %v", cursor, next, err)
		}
	}
}

// waitReturnsOnNews checks a Waiter: at once when there is news, soon when there will be, with the context otherwise.
func waitReturnsOnNews(tb testing.TB, c Config) {
	hs := handles(tb, c, 2)
	f := fixture{tb, hs[0]}
	w, ok := hs[0].(store.Waiter)
	if !ok {
		tb.Log("no Waiter: Follow will poll")
		return
	}
	deadline, cancel := context.WithTimeout(tb.Context(), 5*time.Second)
	defer cancel()
	before := f.head()
	head := f.put("a", "1")
	if err := w.Wait(deadline, before); err != nil {
		tb.Fatalf("Wait(after %d) with the head at %d: %v", before, head, err)
	}
	// Early returns are fine, so a reader asks again; late ones are not.
	for i := range 20 {
		written := make(chan error, 1)
		writer := hs[i%2]
		go func() {
			_, err := writer.Commit(f.ctx(), store.Batch{Put: []store.Record{rec("a", fmt.Sprint(i))}})
			written <- err
		}()
		for f.head() <= head {
			if err := w.Wait(deadline, head); err != nil {
				tb.Fatalf("Wait(after %d) while commit %d was made: %v", head, i, err)
			}
		}
		if err := <-written; err != nil {
			tb.Fatalf("Commit: %v", err)
		}
		head = f.head()
	}
}
