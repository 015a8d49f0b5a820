package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

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

// feedOrdersACommitByKey: the order in which a batch names its keys, and whether it puts or deletes them, is not told.
func feedOrdersACommitByKey(tb testing.TB, c Config) {
	f := open(tb, c)
	start := f.head()
	old := numbered("m/", 12)
	slices.Reverse(old)
	f.commit(store.Batch{Put: old})
	var want []store.Record
	var whole []store.Rev
	for i := range 4 {
		b := store.Batch{Put: []store.Record{rec(fmt.Sprintf("m/%06d", 3*i+2), "2"), rec(fmt.Sprint("z/", i), ""), rec(fmt.Sprintf("m/%06d", 3*i), "0"), rec(fmt.Sprint("M/", i), "")}}
		b.Delete = []string{fmt.Sprintf("m/%06d", 3*i+1), "never/there"}
		rev := f.commit(b)
		whole = append(whole, rev)
		want = append(want,
			store.Record{Key: fmt.Sprint("M/", i), Rev: rev},
			store.Record{Key: fmt.Sprintf("m/%06d", 3*i), Rev: rev, Value: []byte("0")},
			store.Record{Key: fmt.Sprintf("m/%06d", 3*i+1), Rev: rev, Deleted: true},
			store.Record{Key: fmt.Sprintf("m/%06d", 3*i+2), Rev: rev, Value: []byte("2")},
			store.Record{Key: fmt.Sprint("z/", i), Rev: rev})
	}
	for _, limit := range []int{1, 7, 99} {
		f.same(fmt.Sprintf("the feed, %d at a time, each commit by key", limit), f.feed(start, limit), want)
	}
	f.same("the feed of the last two commits, each by key", f.feed(whole[1], 99), want[10:])
}

func feedResumesAtEveryRevision(tb testing.TB, c Config) {
	f := open(tb, c)
	revs := []store.Rev{f.head()}
	for i := range 40 {
		key := fmt.Sprintf("k/%d", i*i%11)
		if i%5 == 4 {
			revs = append(revs, f.delete(key, "other"))
			continue
		}
		revs = append(revs, f.commit(store.Batch{Put: []store.Record{rec(key, fmt.Sprint(i)), rec(fmt.Sprint("once/", i), "")}}))
	}
	all := f.feed(revs[0], 1000)
	for _, after := range revs {
		at, _ := slices.BinarySearchFunc(all, after+1, func(r store.Record, rev store.Rev) int { return int(r.Rev) - int(rev) })
		for _, limit := range []int{3, 1000} {
			f.same(fmt.Sprintf("the feed after %d, %d at a time", after, limit), f.feed(after, limit), all[at:])
		}
	}
}
