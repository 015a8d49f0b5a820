package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// cursorOutsideTheFeedIsRefused: a cursor that was never issued comes from another time line (a
// restored backup).
//
// A reader who is told "nothing new" would wait for ever; one who is refused lists everything
// anew.
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

// badCursor demands that a cursor is refused.
func (f fixture) badCursor(after store.Rev, why string) {
	f.tb.Helper()
	rs, upTo, err := f.s.Changes(f.ctx(), after, 10)
	if !errors.Is(err, store.ErrCursor) {
		f.tb.Errorf("Changes(after %d), %s: %s, %d, %v; want an ErrCursor", after, why, describeAll(rs), upTo, err)
	}
}

// oldCursorIsRefused: where deletions are forgotten, silence would be a lie.
//
// A reader with such a cursor would keep a record that was deleted.
func oldCursorIsRefused(tb testing.TB, c Config) {
	if c.OpenKeep == nil {
		tb.Log("not checked: no OpenKeep")
		return
	}
	const keep = 20
	f := fresh(tb, c.OpenKeep(tb, namespace(0), keep), namespace(0))
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
		// It may be refused or not: a store may keep more than it is asked to.
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

// noCursorMissesADeletion: every cursor there is, and those between, is refused or leads past every
// deletion after it. A store that is one revision too lenient is caught at one cursor alone, so
// none is left out.
func noCursorMissesADeletion(tb testing.TB, c Config) {
	if c.OpenKeep == nil {
		tb.Log("not checked: no OpenKeep")
		return
	}
	const keep, commits = 10, 120
	f := fresh(tb, c.OpenKeep(tb, namespace(0), keep), namespace(0))
	cursors := []store.Rev{0, f.head()}
	var gone []store.Record // oldest first
	for i := range commits {
		key := fmt.Sprintf("k/%03d", i/2)
		rev := f.put(key, "1")
		if i%2 == 1 {
			rev = f.delete(key)
			gone = append(gone, store.Record{Key: key, Rev: rev, Deleted: true})
		}
		cursors = append(cursors, rev-1, rev)
	}
	slices.Sort(cursors)
	for _, after := range slices.Compact(cursors) {
		f.missesNothing(after, gone)
	}
}

// missesNothing reads from a cursor to the end, unless it is refused at once.
func (f fixture) missesNothing(cursor store.Rev, gone []store.Record) {
	f.tb.Helper()
	seen := map[string]store.Rev{}
	for after := cursor; ; {
		rs, upTo, err := f.s.Changes(f.ctx(), after, 7)
		if errors.Is(err, store.ErrCursor) && after == cursor {
			return
		}
		if err != nil {
			f.tb.Fatalf("Changes(after %d), on the way from %d, with nothing written meanwhile: %v", after, cursor, err)
		}
		for _, r := range rs {
			if r.Deleted {
				seen[r.Key] = r.Rev
			}
		}
		if len(rs) == 0 {
			break
		}
		after = upTo
	}
	for _, r := range gone {
		if r.Rev > cursor && seen[r.Key] != r.Rev {
			f.tb.Fatalf("Changes(after %d) of head %d is answered and misses the deletion at %d: want an ErrCursor, or all of them", cursor, f.head(), r.Rev)
		}
	}
}

// quietCursorDoesNotAge: upTo moves on although the reader's records do not.
//
// Commits that change nothing for the reader must not make a cursor too old, or a follower of a
// quiet namespace would list everything again and again.
func quietCursorDoesNotAge(tb testing.TB, c Config) {
	openKeep := c.OpenKeep
	if openKeep == nil {
		openKeep = func(tb testing.TB, ns string, _ int) store.Store { return c.Open(tb, ns) }
	}
	const keep = 20
	f := fresh(tb, openKeep(tb, namespace(0), keep), namespace(0))
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

// waitReturnsAfterACommit checks a Waiter: at once when there is news, soon when there will be,
// with the context otherwise.
func waitReturnsAfterACommit(tb testing.TB, c Config) {
	hs := handles(tb, c, 2)
	f := fixture{tb, hs[0]}
	w, ok := hs[0].(store.Waiter)
	if !ok {
		tb.Log("no Waiter: Follow will poll")
		return
	}
	wait := func(after store.Rev) error { // a Waiter that looks once a second, deaf for a while, is in time
		ctx, cancel := context.WithTimeout(tb.Context(), 10*time.Second)
		defer cancel()
		return w.Wait(ctx, after)
	}
	before := f.head()
	head := f.put("a", "1")
	if err := wait(before); err != nil {
		tb.Fatalf("Wait(after %d) with the head at %d: %v", before, head, err)
	}
	// Early returns are fine, so a reader asks again; late ones are not.
	for i := range 20 {
		written := make(chan error, 1)
		writer, through := hs[i%2], "the same handle"
		if i%2 == 1 && c.Join != nil {
			through = "another handle, as another node would (Config.Join)"
		}
		go func() {
			_, err := writer.Commit(f.ctx(), store.Batch{Put: []store.Record{rec("a", fmt.Sprint(i))}})
			written <- err
		}()
		for f.head() <= head {
			if err := wait(head); err != nil {
				tb.Fatalf("Wait(after %d) while commit %d was made through %s: %v", head, i, through, err)
			}
		}
		if err := <-written; err != nil {
			tb.Fatalf("Commit: %v", err)
		}
		head = f.head()
	}
}
