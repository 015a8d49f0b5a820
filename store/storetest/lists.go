package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// keysSortAsBytes checks that List goes by the bytes of keys. A database that sorts as a language
// does, with capitals beside small letters or signs left out, gives another order.
func keysSortAsBytes(tb testing.TB, c Config) {
	f := open(tb, c)
	keys := []string{"a", "B", "b", "A", "a/1", "a/10", "a/2", "a/B", "a/b", "a-", "a.", "a0", "a:", "a_", "a~", "aa", "Z", "z", "-x", "~", "_", "1", "10", "2", "a/~", "a/-"}
	for _, k := range keys {
		f.put(k, k)
	}
	slices.Sort(keys)
	inOrder(tb, "List", f.list(store.Range{Limit: 99}), keys)
	slices.Reverse(keys)
	inOrder(tb, "List, Desc", f.list(store.Range{Limit: 99, Desc: true}), keys)
}

func inOrder(tb testing.TB, what string, rs []store.Record, keys []string) {
	tb.Helper()
	got := make([]string, len(rs))
	for i, r := range rs {
		got[i] = r.Key
	}
	if !slices.Equal(got, keys) {
		tb.Errorf("%s: got %s; want byte order %s%s", what, quoteAll(got), quoteAll(keys), firstOther(got, keys))
	}
}

// firstOther says where two lists begin to differ, if that may be beyond what is shown of them.
func firstOther(got, want []string) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	switch {
	case i < showMax && len(got) <= showMax:
		return ""
	case i == len(got):
		return fmt.Sprintf("; it ends before number %d, %q", i, want[i])
	case i == len(want):
		return fmt.Sprintf("; number %d, %q, is too many", i, got[i])
	}
	return fmt.Sprintf("; number %d is %q, want %q", i, got[i], want[i])
}

// prefixIsTakenLiterally checks that a prefix means its own characters alone. In SQL an
// underscore or a percent sign in a pattern stands for any other.
func prefixIsTakenLiterally(tb testing.TB, c Config) {
	f := open(tb, c)
	for _, k := range []string{"a_b/1", "axb/1", "a.b/1", "A_B/1", "a_b", "a_b0", "a_b-", "a_b/", "a_b/~~", "a_b/1/2", "a_b.", "a_", "b/1"} {
		f.put(k, "")
	}
	inOrder(tb, "List of a_b/", f.list(store.Range{Prefix: "a_b/", Limit: 99}), []string{"a_b/", "a_b/1", "a_b/1/2", "a_b/~~"})
	inOrder(tb, "List of a_b/, Desc", f.list(store.Range{Prefix: "a_b/", Limit: 99, Desc: true}), []string{"a_b/~~", "a_b/1/2", "a_b/1", "a_b/"})
	inOrder(tb, "List of a_b/1/", f.list(store.Range{Prefix: "a_b/1/", Limit: 99}), []string{"a_b/1/2"})
	inOrder(tb, "List of what is not there", f.list(store.Range{Prefix: "c/", Limit: 99}), nil)
}

// listPagesBothWays checks that pages follow each other without a gap and without an overlap, up
// and down, also from a key that was deleted or lies outside the prefix.
func listPagesBothWays(tb testing.TB, c Config) {
	f := open(tb, c)
	rs := numbered("p/", 25)
	for _, b := range batches(append(append(numbered("o/", 3), rs...), numbered("q/", 3)...), store.MaxBatch) {
		f.commit(b)
	}
	f.delete(rs[7].Key, rs[8].Key)
	var keys []string
	for i, r := range rs {
		if i != 7 && i != 8 {
			keys = append(keys, r.Key)
		}
	}
	for _, limit := range []int{1, 2, 7, 23, 24, 1000} {
		inOrder(tb, fmt.Sprintf("pages of %d", limit), f.pages(store.Range{Prefix: "p/", Limit: limit}), keys)
	}
	inOrder(tb, "from a deleted key", f.list(store.Range{Prefix: "p/", After: rs[7].Key, Limit: 1}), []string{rs[9].Key})
	inOrder(tb, "from before the prefix", f.list(store.Range{Prefix: "p/", After: "o/x", Limit: 1}), keys[:1])
	inOrder(tb, "from beyond the prefix", f.list(store.Range{Prefix: "p/", After: "q/", Limit: 1}), nil)
	inOrder(tb, "down from beyond the prefix", f.list(store.Range{Prefix: "p/", After: "q/", Limit: 1, Desc: true}), keys[len(keys)-1:])
	inOrder(tb, "down from before the prefix", f.list(store.Range{Prefix: "p/", After: "o/x", Limit: 1, Desc: true}), nil)
	slices.Reverse(keys)
	for _, limit := range []int{1, 2, 7, 23, 24, 1000} {
		inOrder(tb, fmt.Sprintf("pages of %d, Desc", limit), f.pages(store.Range{Prefix: "p/", Limit: limit, Desc: true}), keys)
	}
}

// pages lists r to its end, page by page.
func (f fixture) pages(r store.Range) []store.Record {
	f.tb.Helper()
	var all []store.Record
	for {
		rs := f.list(r)
		if len(rs) > r.Limit {
			f.tb.Fatalf("List(%+v) gave %d records", r, len(rs))
		}
		all = append(all, rs...)
		if len(rs) < r.Limit {
			return all
		}
		if len(all) > 10_000 {
			f.tb.Fatalf("List(%+v): the pages do not end; the last begins with %s", r, show(rs[0]))
		}
		r.After = rs[len(rs)-1].Key
	}
}

// listIsQuickAfterDeletes checks that deleted records do not slow down a List of what is left, such
// as the head of a queue. A store that leaves marks of deletions in the table that it lists took 25
// times as long after 10,000 of them and 270 times after 100,000. At most 3 times is allowed.
func listIsQuickAfterDeletes(tb testing.TB, c Config) {
	f := open(tb, c)
	n, tries := 10_000, 6
	if c.Full {
		n, tries = 100_000, 60
	}
	f.put("w/~", "last")
	before := f.listTime()
	for _, b := range batches(numbered("w/", n), store.MaxBatch) {
		f.commit(b)
		var keys []string
		for _, r := range b.Put {
			keys = append(keys, r.Key)
		}
		f.delete(keys...)
	}
	inOrder(tb, "List of what is left", f.list(store.Range{Prefix: "w/", Limit: 3}), []string{"w/~"})
	after := f.listTime()
	// Other load on the machine can only slow a measurement down, so the best of several tries
	// counts. They are spread over some seconds, because many a database tidies up in the
	// background.
	for range tries {
		if after <= 3*before+50*time.Microsecond {
			return
		}
		time.Sleep(time.Second / 2)
		after = min(after, f.listTime())
	}
	tb.Errorf("List of a head took %v, after %d deletes %v: more than 3 times", before, n, after)
}

// listTime returns the best of many: noise only adds.
func (f fixture) listTime() time.Duration {
	best := time.Hour
	for range 50 {
		start := time.Now()
		f.list(store.Range{Prefix: "w/", Limit: 1})
		best = min(best, time.Since(start))
	}
	return best
}
