package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// feedOrdersACommitByKey checks that the records of one commit come in the order of their keys.
// Neither the order in which the batch names them nor whether it puts or deletes them shows, so
// that followers of all stores see the same.
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

// feedResumesAtEveryRevision checks that a reader may stop at the revision of any commit and go on
// from there, and then sees everything after it. Nodes keep such cursors while they are away.
func feedResumesAtEveryRevision(tb testing.TB, c Config) {
	commits, step := 40, 1
	if c.Full {
		commits, step = 10_000, 500
	}
	f := open(tb, c)
	revs := []store.Rev{f.head()}
	for i := range commits {
		key := fmt.Sprintf("k/%d", i*i%11)
		if i%5 == 4 {
			revs = append(revs, f.delete(key, "other"))
			continue
		}
		revs = append(revs, f.commit(store.Batch{Put: []store.Record{rec(key, fmt.Sprint(i)), rec(fmt.Sprint("once/", i), "")}}))
	}
	all := f.feed(revs[0], 1000)
	for i, after := range revs {
		at, _ := slices.BinarySearchFunc(all, after, func(r store.Record, rev store.Rev) int {
			if r.Rev <= rev {
				return -1
			}
			return 1
		})
		rs, _ := f.changes(after, 3)
		if len(rs) < min(3, len(all)-at) {
			tb.Fatalf("Changes(after %d, limit 3) gave %s although there is more", after, describeAll(rs))
		}
		f.same(fmt.Sprintf("the feed after %d", after), rs, all[at:min(at+len(rs), len(all))])
		if i%step == 0 {
			f.same(fmt.Sprintf("the feed after %d, to its end", after), f.feed(after, 1000), all[at:])
			f.same(fmt.Sprintf("the feed after %d, to its end, 3 at a time", after), f.feed(after, 3), all[at:])
		}
	}
}
