package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// broken is a store that an author could have written, with the property that must reject it and a
// part of the reason.
type broken struct {
	name     string
	property string
	reason   string
	open     func() store.Store
}

func allBroken() []broken {
	return slices.Concat(brokenCommits(), brokenReads(), brokenFeeds(), brokenRaces(), brokenRewinds(),
		brokenNamespaces())
}

func TestBrokenStoresAreRejectedForTheStatedReason(t *testing.T) {
	for _, b := range allBroken() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			faults := try(propertyNamed(t, b.property), b.config())
			said := func(f Fault) bool { return strings.Contains(f.Detail, b.reason) }
			if !slices.ContainsFunc(faults, said) {
				t.Errorf("%s says %q; want %q", b.property, faults, b.reason)
			}
		})
	}
}

// config opens a broken store; one that can be reopened is told apart by a method.
func (b broken) config() Config {
	last := map[string]store.Store{}
	first := b.open()
	c := Config{Open: func(_ testing.TB, namespace string) store.Store {
		last[namespace] = b.open()
		if town, ok := first.(interface{ in(string) store.Store }); ok { // it has many namespaces
			last[namespace] = town.in(namespace)
		}
		return last[namespace]
	}}
	c.Reopen = func(_ testing.TB, namespace string) store.Store {
		if r, ok := last[namespace].(interface{ reopen() store.Store }); ok {
			last[namespace] = r.reopen()
		}
		return last[namespace]
	}
	if _, ok := b.open().(interface{ rewind() func() }); ok {
		c.Rewind = func(_ testing.TB, namespace string) func() {
			return last[namespace].(interface{ rewind() func() }).rewind()
		}
	}
	c.OpenKeep = func(tb testing.TB, namespace string, _ int) store.Store { return c.Open(tb, namespace) }
	return c
}

func propertyNamed(t *testing.T, name string) property {
	i := slices.IndexFunc(properties(), func(p property) bool { return p.name == name })
	if i < 0 {
		t.Fatalf("no property %s", name)
	}
	return properties()[i]
}

func TestEveryPropertyRejectsSomeBrokenStore(t *testing.T) {
	for _, p := range properties() {
		if !slices.ContainsFunc(allBroken(), func(b broken) bool { return b.property == p.name }) {
			t.Errorf("no broken store for %s", p.name)
		}
	}
}

func TestTheNaiveStoreIsNotBroken(t *testing.T) {
	c := broken{open: func() store.Store { return newNaive() }}.config()
	c.OpenKeep = nil // it forgets nothing
	for _, p := range properties() {
		if p.name == "ListIsQuickAfterDeletes" {
			continue // nothing is quick about it
		}
		for _, f := range try(p, c) {
			t.Error(f)
		}
	}
}

// shortPages gives one commit at a time, whatever it is asked for.
type shortPages struct{ store.Store }

func (s shortPages) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	rs, upTo, err := s.Store.Changes(ctx, after, limit)
	if err != nil || len(rs) == 0 {
		return rs, upTo, err
	}
	rev := rs[0].Rev
	return slices.DeleteFunc(rs, func(r store.Record) bool { return r.Rev != rev }), rev, nil
}

func TestAStoreWithShortPagesIsNotBroken(t *testing.T) {
	c := broken{open: func() store.Store { return shortPages{newNaive()} }}.config()
	c.OpenKeep = nil // it forgets nothing
	for _, p := range properties() {
		if p.name == "ListIsQuickAfterDeletes" {
			continue // nothing is quick about it
		}
		for _, f := range try(p, c) {
			t.Error(f)
		}
	}
}

func TestAStoreThatForgetsButSaysSoIsNotBroken(t *testing.T) {
	c := broken{open: func() store.Store { return brief{newNaive(), 0} }}.config()
	for _, f := range try(propertyNamed(t, "NoCursorMissesADeletion"), c) {
		t.Error(f)
	}
}

func TestANamespaceThatIsNotNewIsToldInEveryProperty(t *testing.T) {
	for name, left := range map[string]store.Batch{"a record": {Put: []store.Record{rec("a", "1")}}, "a deletion": {Delete: []string{"b"}}} {
		shared := newNaive()
		shared.apply(store.Batch{Put: []store.Record{rec("b", "1")}}, 1)
		shared.apply(store.Batch{Delete: []string{"b"}}, 2)
		shared.apply(left, 3)
		same := func(testing.TB, string) store.Store { return shared }
		c := Config{Open: same, Reopen: same, Join: same, OpenKeep: func(tb testing.TB, ns string, _ int) store.Store { return same(tb, ns) },
			Rewind: func(testing.TB, string) func() { return shared.rewind() }}
		for _, p := range properties() {
			faults := try(p, c)
			if len(faults) != 1 || !strings.Contains(faults[0].Detail, `Open("`) || !strings.Contains(faults[0].Detail, "is not new and empty") {
				t.Errorf("%s, where the namespace has %s: %q", p.name, name, faults)
			}
		}
	}
}

func TestAFaultIsShortEnoughToRead(t *testing.T) {
	for _, b := range allBroken() {
		if b.property == "ListIsQuickAfterDeletes" || b.property == "EveryAnswerFitsOneInstant" {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range try(propertyNamed(t, b.property), b.config()) {
				if len(f.Detail) > 2500 {
					t.Errorf("%s takes %d bytes: %.200s…", f.Property, len(f.Detail), f.Detail)
				}
			}
		})
	}
}

func TestAWrongPageIsToldByItsFirstKey(t *testing.T) {
	b := broken{open: with(spoiled{list: func(s *naive, ctx context.Context, r store.Range) ([]store.Record, error) {
		if r.Desc && r.After != "" {
			r.After += "~" // begins with the key itself
		}
		return s.List(ctx, r)
	}})}
	faults := try(propertyNamed(t, "ListPagesBothWays"), b.config())
	if len(faults) == 0 {
		t.Fatal("it is not rejected")
	}
	for _, f := range faults {
		if len(f.Detail) > 1000 {
			t.Errorf("%d bytes: %.300s…", len(f.Detail), f.Detail)
		}
	}
}

func TestCheckReportsPanicsFailuresAndMissingConfig(t *testing.T) {
	missing := property{"P", missingKeyIsNoError}
	for reason, c := range map[string]Config{
		"panic: no database": {Open: func(testing.TB, string) store.Store { panic("no database") }},
		"cannot open":        {Open: func(tb testing.TB, _ string) store.Store { tb.Fatal("cannot open"); return nil }},
		"the store is nil":   {Open: func(testing.TB, string) store.Store { return nil }},
	} {
		faults := try(missing, c)
		if len(faults) != 1 || !strings.Contains(faults[0].String(), "P: "+reason) {
			t.Errorf("got %q, want %q", faults, reason)
		}
	}
	if faults := Check(Config{}); len(faults) != 1 || faults[0].String() != "Config: Open: missing" {
		t.Errorf("got %q", faults)
	}
}
