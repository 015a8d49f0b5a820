package storetest

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// missingKeyIsNoError checks that an answer leaves a missing key out. A caller asks for many keys
// at once and tells by the answer which of them are there, so an error would hide the others.
func missingKeyIsNoError(tb testing.TB, c Config) {
	f := open(tb, c)
	f.same("Get of a missing key", f.get("nobody"), nil)
	f.same("Get of no key", f.get(), nil)
	f.same("List of an empty store", f.list(store.Range{Limit: 1}), nil)
	rev := f.put("a", "1")
	f.same("Get of one that is there and one that is not", f.get("nobody", "a"), []store.Record{{Key: "a", Rev: rev, Value: []byte("1")}})
	f.same("Get of one key twice", f.get("a", "a"), []store.Record{{Key: "a", Rev: rev, Value: []byte("1")}})
}

// roundTripKeepsEveryByte checks that a value comes back as it went in, by every way of reading.
// Databases change text on its way: they refuse zero bytes and what is not UTF-8, take
// backslashes for escapes, or cut long values. The Rev and Deleted of a record that is put mean
// nothing.
func roundTripKeepsEveryByte(tb testing.TB, c Config) {
	f := open(tb, c)
	all := make([]byte, store.MaxValue)
	for i := range all {
		all[i] = byte(i * 7 >> (i % 3))
	}
	for _, r := range []store.Record{
		{Key: "empty", Value: []byte{}}, {Key: "nil"}, {Key: "zero", Value: []byte{0}},
		{Key: "not-utf8", Value: []byte{0xff, 0xfe, 0, 0x80}},
		{Key: "json", Value: []byte(`{"v":1,"text":"it's \"ünïcode\" 😀"}`)},
		{Key: "backslash", Value: []byte(`\x00\n\\%_'`)},
		{Key: "max", Value: all},
	} {
		rev := f.commit(store.Batch{Put: []store.Record{{Key: r.Key, Value: r.Value, Rev: 99, Deleted: true}}})
		want := []store.Record{{Key: r.Key, Rev: rev, Value: r.Value}}
		f.same("Get", f.get(r.Key), want)
		f.same("List", f.list(store.Range{After: r.Key[:len(r.Key)-1], Limit: 1}), want)
		rs, _ := f.changes(rev-1, 1)
		f.same("Changes", rs, want)
	}
	f.put("max", "small again")
	if got := f.get("max"); len(got) != 1 || !bytes.Equal(got[0].Value, []byte("small again")) {
		tb.Errorf("overwritten value: got %s", describeAll(got))
	}
}

// manyKeysAreReadAtOnce checks a Get of more keys than a statement of some databases takes as
// arguments.
func manyKeysAreReadAtOnce(tb testing.TB, c Config) {
	f := open(tb, c)
	rs := numbered("k/", 500)
	var keys []string
	for _, b := range batches(rs, store.MaxBatch) {
		f.commit(b)
	}
	for _, r := range rs {
		keys = append(keys, r.Key, r.Key+"-missing")
	}
	got := map[string]string{}
	for _, r := range f.get(keys...) {
		got[r.Key] = string(r.Value)
	}
	for _, r := range rs {
		if got[r.Key] != string(r.Value) {
			tb.Fatalf("Get of %d keys: %s is %q, want %q", len(keys), r.Key, got[r.Key], r.Value)
		}
	}
	if len(got) != len(rs) {
		tb.Errorf("Get of %d keys gave %d records, want %d", len(keys), len(got), len(rs))
	}
}

// revisionsOnlyGrow checks that each commit has a higher revision than all before it, and that
// its records and the head say the same one. Conditions and cursors rest on that order.
func revisionsOnlyGrow(tb testing.TB, c Config) {
	f := open(tb, c)
	last := f.head()
	for i := range 20 {
		key := fmt.Sprintf("k/%d", i%3)
		rev := f.put(key, fmt.Sprint(i))
		if rev <= last {
			tb.Fatalf("commit %d got revision %d after %d", i, rev, last)
		}
		if got := f.get(key); len(got) != 1 || got[0].Rev != rev {
			tb.Fatalf("commit returned revision %d, the record says %s", rev, describeAll(got))
		}
		if head := f.head(); head < rev {
			tb.Fatalf("the head is %d after a commit at %d", head, rev)
		}
		last = rev
	}
}

// emptyBatchAdvancesNothing checks that a batch that writes nothing has no revision of its own. A
// node that only asks whether it still leads would wake every follower otherwise. Its conditions
// still count.
func emptyBatchAdvancesNothing(tb testing.TB, c Config) {
	f := open(tb, c)
	rev := f.put("a", "1")
	head := f.head()
	for what, b := range map[string]store.Batch{
		"an empty batch":             {},
		"conditions alone":           {If: []store.Cond{{Key: "a", Rev: rev}, {Key: "nobody"}}},
		"deleting what is not there": {Delete: []string{"nobody"}},
		"the same with a condition":  {If: []store.Cond{{Key: "a", Rev: rev}}, Delete: []string{"nobody", "nobody/2"}},
	} {
		if got := f.commit(b); got != head {
			tb.Errorf("%s returned %d, want the head %d", what, got, head)
		}
		if got := f.head(); got != head {
			tb.Errorf("%s moved the head from %d to %d", what, head, got)
		}
	}
	rs, _ := f.changes(rev, 10)
	f.same("Changes after batches that wrote nothing", rs, nil)
	f.conflict(store.Batch{If: []store.Cond{{Key: "a", Rev: rev + 1}}})
	f.conflict(store.Batch{If: []store.Cond{{Key: "nobody", Rev: rev}}})
	f.conflict(store.Batch{If: []store.Cond{{Key: "a", Rev: 0}}, Delete: []string{"nobody"}})
}
