package storetest

import (
	"fmt"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// feedShowsPutsAndDeletes checks that the feed tells of what was put and deleted, in the order of
// the commits, and that a reader goes on from where it stopped. Deleting what is not there is no
// news.
func feedShowsPutsAndDeletes(tb testing.TB, c Config) {
	f := open(tb, c)
	start := f.head()
	a := f.put("a", "1")
	b := f.put("b", "1")
	gone := f.delete("a", "never/there")
	rs, upTo := f.changes(start, 9)
	f.same("Changes", rs, []store.Record{{Key: "b", Rev: b, Value: []byte("1")}, {Key: "a", Rev: gone, Deleted: true}})
	if upTo < gone {
		tb.Errorf("Changes returned everything and upTo %d, before its last record at %d", upTo, gone)
	}
	rs, _ = f.changes(a, 9)
	f.same("Changes after the first", rs, []store.Record{{Key: "b", Rev: b, Value: []byte("1")}, {Key: "a", Rev: gone, Deleted: true}})
	rs, _ = f.changes(gone, 9)
	f.same("Changes after the last", rs, nil)
	rs, next := f.changes(upTo, 9)
	f.same("Changes from upTo", rs, nil)
	if next < upTo {
		tb.Errorf("upTo went back from %d to %d", upTo, next)
	}
}

// feedReturnsARecordOnce checks that the feed shows a record as it is now and at its last place,
// not once for each write. A node that starts late reads what lives, not the whole past.
func feedReturnsARecordOnce(tb testing.TB, c Config) {
	f := open(tb, c)
	start := f.head()
	f.put("a", "1")
	b := f.put("b", "1")
	f.put("c", "1")
	f.delete("c")
	c2 := f.put("c", "2")
	a2 := f.put("a", "2")
	want := []store.Record{{Key: "b", Rev: b, Value: []byte("1")}, {Key: "c", Rev: c2, Value: []byte("2")}, {Key: "a", Rev: a2, Value: []byte("2")}}
	for _, limit := range []int{1, 2, 3, 99} {
		f.same(fmt.Sprintf("the feed, %d at a time", limit), f.feed(start, limit), want)
	}
}

// feed reads changes to the end.
func (f fixture) feed(after store.Rev, limit int) []store.Record {
	f.tb.Helper()
	var all []store.Record
	for {
		rs, upTo := f.changes(after, limit)
		if len(rs) == 0 {
			return all
		}
		if upTo <= after {
			f.tb.Fatalf("Changes(after %d) gave %s but upTo %d", after, describeAll(rs), upTo)
		}
		all, after = append(all, rs...), upTo
	}
}

// feedKeepsCommitsWhole checks that no page of the feed ends within a commit, whatever its limit.
// A follower that saw half of one would act on a session without its agent.
func feedKeepsCommitsWhole(tb testing.TB, c Config) {
	f := open(tb, c)
	start := f.head()
	for i := range 8 {
		b := store.Batch{Put: numbered(fmt.Sprintf("p%d/", i), 10)}
		if i > 0 {
			b.Delete = []string{fmt.Sprintf("p%d/000003", i-1), fmt.Sprintf("p%d/000004", i-1)}
		}
		f.commit(b)
	}
	for limit := 1; limit < 40; limit += 3 {
		seen := map[store.Rev]bool{}
		total := 0
		for after := start; ; {
			rs, upTo := f.changes(after, limit)
			if len(rs) == 0 {
				break
			}
			if len(rs) >= limit+store.MaxBatch {
				tb.Fatalf("Changes with limit %d gave %d records", limit, len(rs))
			}
			for i, r := range rs {
				if r.Rev <= after || r.Rev > upTo || (i > 0 && r.Rev < rs[i-1].Rev) {
					tb.Fatalf("Changes(after %d, limit %d) up to %d is out of order: %s", after, limit, upTo, describeAll(rs))
				}
				if seen[r.Rev] {
					tb.Fatalf("the commit at %d came in two parts with limit %d", r.Rev, limit)
				}
			}
			for _, r := range rs {
				seen[r.Rev] = true
			}
			total, after = total+len(rs), upTo
		}
		if total != 80 { // 8 times 10 put, of which 14 deleted later, and 14 deletes
			tb.Fatalf("the feed, %d at a time, has %d records of 80", limit, total)
		}
	}
}
