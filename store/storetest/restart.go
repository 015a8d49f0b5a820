package storetest

import (
	"fmt"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// restartForgetsNothing checks that records, revisions, deletions and cursors survive the program,
// and that revisions go on from where they were. One that were given twice would let a condition of
// before the restart hold for another record.
func restartForgetsNothing(tb testing.TB, c Config) {
	if c.Reopen == nil {
		tb.Log("not checked: no Reopen")
		return
	}
	f := open(tb, c)
	start := f.head()
	for i := range 30 {
		f.commit(store.Batch{Put: []store.Record{rec(fmt.Sprint("k/", i), fmt.Sprint(i)), rec("again", fmt.Sprint(i))}})
	}
	gone := f.delete("k/3", "k/4")
	list, feed, head := f.list(store.Range{Limit: 99}), f.feed(start, 99), f.head()
	for round := range 3 {
		f = opened(tb, c.Reopen(tb, namespace(0)))
		if got := f.head(); got < head {
			tb.Fatalf("the head went from %d to %d by a restart", head, got)
		}
		f.same("List after a restart", f.list(store.Range{Limit: 99}), list)
		f.same("the feed after a restart", f.feed(start, 99), feed)
		rs, _ := f.changes(gone-1, 9)
		if len(rs) < 2 || !rs[0].Deleted {
			tb.Errorf("deletions after a restart: %s", describeAll(rs))
		}
		again := f.get("again")[0].Rev
		// A condition that was stale before the restart is stale after it.
		f.conflict(store.Batch{If: []store.Cond{{Key: "again", Rev: again - 1}}, Delete: []string{"again"}})
		rev := f.commit(store.Batch{If: []store.Cond{{Key: "again", Rev: again}, {Key: "k/3"}}, Put: []store.Record{rec("again", fmt.Sprint("round ", round))}})
		if rev <= head {
			tb.Fatalf("after a restart revision %d was given, after %d before it", rev, head)
		}
		list, feed, head = f.list(store.Range{Limit: 99}), f.feed(start, 99), f.head()
	}
}
