package storetest

import (
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// conflictWritesNothing checks that one condition that does not hold keeps the whole batch out,
// whichever it is, and that nothing of it shows: no record, no revision, nothing in the feed.
func conflictWritesNothing(tb testing.TB, c Config) {
	f := open(tb, c)
	a := f.put("a", "1")
	b := f.put("b", "1")
	head := f.head()
	write := store.Batch{Put: []store.Record{rec("a", "2"), rec("c", "2")}, Delete: []string{"b"}}
	for _, conds := range [][]store.Cond{
		{{Key: "a", Rev: 0}}, // is there
		{{Key: "a", Rev: b}}, // other revision
		{{Key: "a", Rev: b + 1000}},
		{{Key: "nobody", Rev: a}},                // is not there
		{{Key: "a", Rev: a}, {Key: "b", Rev: a}}, // the last does not hold
		{{Key: "b", Rev: 0}, {Key: "a", Rev: a}}, // the first does not hold
		{{Key: "a", Rev: a}, {Key: "a", Rev: b}}, // contradiction
	} {
		write.If = conds
		f.conflict(write)
	}
	if got := f.head(); got != head {
		tb.Errorf("conflicts moved the head from %d to %d", head, got)
	}
	want := []store.Record{{Key: "a", Rev: a, Value: []byte("1")}, {Key: "b", Rev: b, Value: []byte("1")}}
	f.same("List after conflicts", f.list(store.Range{Limit: 9}), want)
	rs, _ := f.changes(b, 9)
	f.same("Changes after conflicts", rs, nil)
	write.If = []store.Cond{{Key: "a", Rev: a}, {Key: "b", Rev: b}, {Key: "c"}}
	rev := f.commit(write)
	want = []store.Record{{Key: "a", Rev: rev, Value: []byte("2")}, {Key: "c", Rev: rev, Value: []byte("2")}}
	f.same("List after a commit whose conditions hold", f.list(store.Range{Limit: 9}), want)
}

// recreatedRecordIsAnother checks that a record which was deleted and put again does not pass for
// the first one. A client that slept through both would write over what it never read.
func recreatedRecordIsAnother(tb testing.TB, c Config) {
	f := open(tb, c)
	first := f.put("a", "1")
	f.conflict(store.Batch{If: []store.Cond{{Key: "a"}}, Put: []store.Record{rec("a", "x")}})
	f.commit(store.Batch{If: []store.Cond{{Key: "a", Rev: first}}, Delete: []string{"a"}})
	f.same("Get after the delete", f.get("a"), nil)
	f.conflict(store.Batch{If: []store.Cond{{Key: "a", Rev: first}}, Put: []store.Record{rec("a", "x")}})
	second := f.commit(store.Batch{If: []store.Cond{{Key: "a"}}, Put: []store.Record{rec("a", "2")}})
	f.same("Get after putting it again", f.get("a"), []store.Record{{Key: "a", Rev: second, Value: []byte("2")}})
	f.conflict(store.Batch{If: []store.Cond{{Key: "a", Rev: first}}, Delete: []string{"a"}})
	rs, _ := f.changes(first, 9)
	f.same("Changes since the first", rs, []store.Record{{Key: "a", Rev: second, Value: []byte("2")}})
}
