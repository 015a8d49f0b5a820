package storetest

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// namespacesAreApart makes every call as one tenant while another, with equal keys, is there.
//
// A store may keep all tenants in one table. Then each of its statements has to name the tenant,
// and one that forgets to is found here, because both use the same keys.
func namespacesAreApart(tb testing.TB, c Config) {
	ours, theirs := fresh(tb, c.Open(tb, namespace(1)), namespace(1)), fresh(tb, c.Open(tb, namespace(2)), namespace(2))
	var first, last store.Rev
	for i := range 5 {
		last = theirs.put(fmt.Sprint("k/", i), "MARKER")
		if i == 0 {
			first = last
		}
	}
	ours.same("Get of another's key", ours.get("k/0", "k/4"), nil)
	ours.same("List of another's keys", ours.list(store.Range{Limit: 9}), nil)
	ours.same("List of another's keys, Desc", ours.list(store.Range{Limit: 9, Desc: true}), nil)
	rs, _ := ours.changes(0, 99)
	ours.same("Changes of another", rs, nil)
	ours.conflict(store.Batch{If: []store.Cond{{Key: "k/0", Rev: first}}, Put: []store.Record{rec("k/0", "x")}})
	ours.commit(store.Batch{If: []store.Cond{{Key: "k/0"}}, Put: []store.Record{rec("k/0", "ours")}, Delete: []string{"k/1"}})
	ours.delete("k/0", "k/2")
	ours.put("k/3", "ours")
	rs, _ = ours.changes(0, 99)
	for _, r := range append(rs, ours.list(store.Range{Limit: 9})...) {
		if bytes.Contains(r.Value, []byte("MARKER")) {
			tb.Errorf("one namespace sees %s of another", show(r))
		}
	}
	got := theirs.list(store.Range{Limit: 9})
	if len(got) != 5 {
		tb.Fatalf("the other namespace lost records: %s", describeAll(got))
	}
	rs, _ = theirs.changes(first, 99)
	theirs.same("the other's feed", rs, got[1:])
	theirs.commit(store.Batch{If: []store.Cond{{Key: "k/4", Rev: last}}, Delete: []string{"k/4"}})
}

// argumentsAreNotKept changes every argument after the call.
//
// A store that keeps a caller's slice has its records changed when the caller uses the slice
// again.
func argumentsAreNotKept(tb testing.TB, c Config) {
	f := open(tb, c)
	b := store.Batch{
		If:     []store.Cond{{Key: "a"}},
		Put:    []store.Record{rec("a", "value"), rec("b", "value")},
		Delete: []string{"c"},
	}
	rev := f.commit(b)
	for i := range b.Put {
		copy(b.Put[i].Value, "other")
		b.Put[i].Key = "x"
	}
	b.If[0].Key, b.Delete[0] = "x", "x"
	want := []store.Record{{Key: "a", Rev: rev, Value: []byte("value")}, {Key: "b", Rev: rev, Value: []byte("value")}}
	f.same("List after the batch was changed", f.list(store.Range{Limit: 9}), want)
	rs, _ := f.changes(rev-1, 9)
	if len(rs) != 2 || !bytes.Equal(rs[0].Value, want[0].Value) {
		tb.Errorf("Changes after the batch was changed: %s", describeAll(rs))
	}
	keys := []string{"a"}
	got := f.get(keys...)
	keys[0] = "x"
	f.same("Get after its keys were changed", got, want[:1])
}

// answersAreTheCallers changes every answer.
//
// What a caller does with an answer must reach neither the store nor the answers of others.
func answersAreTheCallers(tb testing.TB, c Config) {
	f := open(tb, c)
	rev := f.put("a", "value")
	want := []store.Record{{Key: "a", Rev: rev, Value: []byte("value")}}
	read := map[string]func() []store.Record{
		"Get":     func() []store.Record { return f.get("a") },
		"List":    func() []store.Record { return f.list(store.Range{Limit: 9}) },
		"Changes": func() []store.Record { rs, _ := f.changes(rev-1, 9); return rs },
	}
	for name, call := range read {
		rs := call()
		f.same(name, rs, want)
		copy(rs[0].Value, "other")
		rs[0].Key = "x"
		// Room behind a value, in a slice that others share, would be written over.
		_ = append(rs[0].Value, "after"...)
		for other, call := range read {
			f.same(other+" after an answer of "+name+" was changed", call(), want)
		}
	}
}
