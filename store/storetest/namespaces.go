package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// neighbours are names that a careless statement takes for each other: by a prefix, by what LIKE or
// a folding collation means by them, by where a key-value store puts the bytes after a slash. None
// is the end of another.
var neighbours = []string{
	"drop", "drop-", "drop.", "drop_", "drop:a", "drop~", "dropp", "dro", "Drop", "drop0", "drop-k",
	"d_op", "drop.records",
}

// town is the namespaces of one property, by neighbours.
type town struct {
	tb     testing.TB
	prefix string // of all names: two properties may share a database
	of     map[string]fixture
}

// settle opens all neighbours, each with a few records and a deletion. It is nil where the store
// cannot tell them.
func settle(tb testing.TB, c Config, prefix string) *town {
	t := &town{tb: tb, prefix: prefix, of: map[string]fixture{}}
	for _, name := range neighbours {
		f := fresh(tb, c.Open(tb, prefix+name), prefix+name)
		if _, err := store.Namespaces(f.ctx(), f.s, "", 1); errors.Is(err, errors.ErrUnsupported) {
			tb.Log("not checked: the store is no Namespacer")
			return nil
		}
		f.put("k/0", name)
		f.put("k/1", name)
		f.put("gone", name)
		f.delete("gone")
		t.of[name] = f
	}
	return t
}

// named returns the names that the store lists of our namespaces, page by page: there may be those
// of other tests.
func (t *town) named(limit int) (ours []string) {
	t.tb.Helper()
	f := t.of[neighbours[0]]
	after := ""
	for {
		page, err := store.Namespaces(f.ctx(), f.s, after, limit)
		if err != nil {
			t.tb.Fatalf("Namespaces(after %q, limit %d): %v", after, limit, err)
		}
		for _, name := range page {
			if name <= after {
				t.tb.Fatalf("Namespaces by %d gives %q after %q: not in byte order",
					limit, page, after)
			}
			after = name
			if i := t.place(name); i >= 0 {
				ours = append(ours, neighbours[i])
			}
		}
		if len(page) > limit {
			t.tb.Fatalf("Namespaces with limit %d gives %d names", limit, len(page))
		}
		if len(page) < limit {
			return ours
		}
	}
}

// place finds which of ours a name is: a test may put something before each.
func (t *town) place(name string) int {
	return slices.IndexFunc(neighbours, func(n string) bool {
		before, ok := strings.CutSuffix(name, t.prefix+n)
		return ok && (before == "" || strings.HasSuffix(before, "."))
	})
}

// lists demands that exactly these of ours are listed.
func (t *town) lists(when string, want []string) {
	t.tb.Helper()
	for _, limit := range []int{3, 1000} {
		got := t.named(limit)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.tb.Fatalf("%s, Namespaces by %d gives %q; want %q", when, limit, got, want)
		}
	}
}

// namespacesAreListed pages through the names, each of them once.
func namespacesAreListed(tb testing.TB, c Config) {
	t := settle(tb, c, "l-")
	if t == nil {
		return
	}
	t.lists("at first", slices.Sorted(slices.Values(neighbours)))
	f := t.of["drop"]
	for _, bad := range []string{"a/b", "é", strings.Repeat("n", store.MaxNamespace+1)} {
		if _, err := store.Namespaces(f.ctx(), f.s, bad, 1); !errors.Is(err, store.ErrInvalid) {
			tb.Errorf("Namespaces(after %.9q…, limit 1): %v; want an ErrInvalid", bad, err)
		}
	}
	if _, err := store.Namespaces(f.ctx(), f.s, "", 0); !errors.Is(err, store.ErrInvalid) {
		tb.Errorf("Namespaces with limit 0: %v; want an ErrInvalid", err)
	}
}

// dropTouchesNoOther drops one namespace after the other, and looks at all that are left.
//
// A statement that takes a prefix for a name, or "_" for any byte, takes a neighbour's records with
// it.
func dropTouchesNoOther(tb testing.TB, c Config) {
	t := settle(tb, c, "d-")
	if t == nil {
		return
	}
	kept := map[string][]store.Record{}
	feeds := map[string][]store.Record{}
	for name, f := range t.of {
		kept[name] = f.list(store.Range{Limit: 9})
		feeds[name], _ = f.changes(0, 99)
	}
	left := slices.Clone(neighbours)
	for len(left) > 0 {
		name := left[0]
		left = left[1:]
		if err := store.Drop(t.of[name].ctx(), t.of[name].s); err != nil {
			tb.Fatalf("Drop of %q: %v", name, err)
		}
		t.lists(fmt.Sprintf("after %q was dropped", name), slices.Sorted(slices.Values(left)))
		for _, other := range left {
			what := fmt.Sprintf("%q after %q was dropped", other, name)
			t.of[other].same("List of "+what, t.of[other].list(store.Range{Limit: 9}), kept[other])
			rs, _ := t.of[other].changes(0, 99)
			t.of[other].same("Changes of "+what, rs, feeds[other])
		}
	}
}

// droppedNamespaceIsGone drops a large namespace and begins it anew.
//
// What a node remembers of the one that is gone must hold for nothing of the new one: it may have
// slept meanwhile.
func droppedNamespaceIsGone(tb testing.TB, c Config) {
	f := open(tb, c)
	if err := store.Drop(f.ctx(), f.s); errors.Is(err, errors.ErrUnsupported) {
		tb.Log("not checked: the store is no Namespacer")
		return
	} else if err != nil {
		tb.Fatalf("Drop of a namespace that nobody wrote to: %v", err)
	}
	f = again(tb, c, f)
	many := numbered("k/", 2500)
	for _, b := range batches(many, store.MaxBatch) {
		f.commit(b)
	}
	for _, b := range batches(many[:100], store.MaxBatch) {
		var keys []string
		for _, r := range b.Put {
			keys = append(keys, r.Key)
		}
		f.delete(keys...)
	}
	old := f.list(store.Range{Limit: 3000})
	cursor := f.head()
	for range 2 { // the second time there is nothing
		if err := store.Drop(f.ctx(), f.s); err != nil {
			tb.Fatalf("Drop: %v", err)
		}
	}
	f = again(tb, c, f)
	f.same("List after Drop", f.list(store.Range{Limit: 9}), nil)
	f.same("Get after Drop", f.get(old[0].Key), nil)
	if rs, _ := f.changes(0, 9); len(rs) > 0 {
		tb.Fatalf("Changes after Drop gives %s", describeAll(rs))
	}
	f.unheld(old, cursor)
	for i := range 20 {
		key := old[i].Key
		f.commit(store.Batch{If: []store.Cond{{Key: key}}, Put: []store.Record{rec(key, "new")}})
		f.unheld(old, cursor)
	}
	if rs := f.list(store.Range{Limit: 99}); len(rs) != 20 {
		tb.Fatalf("the namespace that began anew has %s", describeAll(rs))
	}
}

// again opens a further handle where the store can.
func again(tb testing.TB, c Config, f fixture) fixture {
	if c.Join == nil {
		return f
	}
	return opened(tb, c.Join(tb, namespace(0)))
}

// unheld demands that nothing from before a drop holds.
func (f fixture) unheld(old []store.Record, cursor store.Rev) {
	f.tb.Helper()
	for _, x := range old[:30] {
		cond := store.Cond{Key: x.Key, Rev: x.Rev}
		b := store.Batch{If: []store.Cond{cond}, Put: []store.Record{rec(x.Key, "stale")}}
		rev, err := f.s.Commit(f.ctx(), b)
		if !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrRewound) {
			f.tb.Fatalf("Commit(%s) of before the drop = %d, %v", describe(b), rev, err)
		}
	}
	rs, upTo, err := f.s.Changes(f.ctx(), cursor, 9)
	if !errors.Is(err, store.ErrCursor) {
		f.tb.Fatalf("Changes(after %d), of before the drop: %s, %d, %v; want an ErrCursor",
			cursor, describeAll(rs), upTo, err)
	}
}
