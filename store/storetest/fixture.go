package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// fixture is a store under test with calls that end the property when they fail.
type fixture struct {
	tb testing.TB
	s  store.Store
}

// open opens the namespace that most properties use.
func open(tb testing.TB, c Config) fixture {
	tb.Helper()
	return fresh(tb, c.Open(tb, namespace(0)), namespace(0))
}

// fresh demands that what was opened is a namespace of nobody's: a property that met the records of
// another would tell riddles.
func fresh(tb testing.TB, s store.Store, namespace string) fixture {
	tb.Helper()
	f := opened(tb, s)
	rs, err := s.List(f.ctx(), store.Range{Limit: 1})
	if err == nil && len(rs) == 0 {
		rs, _, err = s.Changes(f.ctx(), 0, 1) // it may have been emptied
	}
	if err != nil || len(rs) > 0 {
		tb.Fatalf("Open(%q) is not new and empty: there is %s, %v. Every property uses the same names: give each testing.TB a database, "+
			"a schema or a prefix of its own, and empty what an earlier run has left", namespace, describeAll(rs), err)
	}
	return f
}

// opened is a fixture of a store that may have records already.
func opened(tb testing.TB, s store.Store) fixture {
	tb.Helper()
	if s == nil {
		tb.Fatal("the store is nil")
	}
	return fixture{tb, s}
}

// handles gives n stores on one namespace: further nodes where Join is given.
func handles(tb testing.TB, c Config, n int) []store.Store {
	tb.Helper()
	ss := []store.Store{open(tb, c).s}
	for len(ss) < n {
		if c.Join == nil {
			ss = append(ss, ss[0])
			continue
		}
		ss = append(ss, opened(tb, c.Join(tb, namespace(0))).s)
	}
	return ss
}

// ctx returns the context of one call: a store that needs longer hangs.
func (f fixture) ctx() context.Context {
	ctx, cancel := context.WithTimeout(f.tb.Context(), time.Minute)
	f.tb.Cleanup(cancel)
	return ctx
}

// get, and each method below that is named after a call, makes the call and ends the property when
// it fails.
func (f fixture) get(keys ...string) []store.Record {
	f.tb.Helper()
	rs, err := f.s.Get(f.ctx(), keys...)
	if err != nil {
		f.tb.Fatalf("Get(%s): %v", quoteAll(keys), err)
	}
	return rs
}

func (f fixture) list(r store.Range) []store.Record {
	f.tb.Helper()
	rs, err := f.s.List(f.ctx(), r)
	if err != nil {
		f.tb.Fatalf("List(%+v): %v", r, err)
	}
	return rs
}

func (f fixture) commit(b store.Batch) store.Rev {
	f.tb.Helper()
	rev, err := f.s.Commit(f.ctx(), b)
	if err != nil {
		f.tb.Fatalf("Commit(%s): %v", describe(b), err)
	}
	return rev
}

func (f fixture) put(key, value string) store.Rev {
	f.tb.Helper()
	return f.commit(store.Batch{Put: []store.Record{rec(key, value)}})
}

func (f fixture) delete(keys ...string) store.Rev {
	f.tb.Helper()
	return f.commit(store.Batch{Delete: keys})
}

// conflict demands that b is refused by a condition.
func (f fixture) conflict(b store.Batch) {
	f.tb.Helper()
	if rev, err := f.s.Commit(f.ctx(), b); !errors.Is(err, store.ErrConflict) {
		f.tb.Errorf("Commit(%s) = %d, %v; want an ErrConflict", describe(b), rev, err)
	}
}

// changes reads pages until it has limit records, or one is empty: a store's may be shorter than it
// is asked for.
func (f fixture) changes(after store.Rev, limit int) (all []store.Record, upTo store.Rev) {
	f.tb.Helper()
	for upTo = after; ; {
		rs, next, err := f.s.Changes(f.ctx(), upTo, limit-len(all))
		if err != nil {
			f.tb.Fatalf("Changes(after %d, limit %d): %v", upTo, limit, err)
		}
		if len(rs) == 0 && len(all) > 0 {
			return all, max(upTo, next)
		}
		all, upTo = append(all, rs...), next
		if len(rs) == 0 || len(all) >= limit {
			return all, upTo
		}
	}
}

// head asks for the latest revision, and demands that nothing else is told.
func (f fixture) head() store.Rev {
	f.tb.Helper()
	rs, head := f.changes(0, 0)
	if len(rs) > 0 {
		f.tb.Errorf("Changes with limit 0 gave %d records; it only reports the head", len(rs))
	}
	return head
}

// same demands that two lists of records are equal, in order.
func (f fixture) same(what string, got, want []store.Record) {
	f.tb.Helper()
	if len(got) != len(want) {
		f.tb.Fatalf("%s: got %s; want %s", what, describeAll(got), describeAll(want))
	}
	for i := range got {
		if !equal(got[i], want[i]) {
			f.tb.Fatalf("%s: record %d is %s; want %s", what, i, show(got[i]), show(want[i]))
		}
	}
}

func equal(a, b store.Record) bool {
	return a.Key == b.Key && a.Rev == b.Rev && a.Deleted == b.Deleted && bytes.Equal(a.Value, b.Value)
}

func rec(key, value string) store.Record { return store.Record{Key: key, Value: []byte(value)} }

// batches cuts records into batches of at most size.
func batches(rs []store.Record, size int) []store.Batch {
	var bs []store.Batch
	for len(rs) > 0 {
		n := min(size, len(rs))
		bs = append(bs, store.Batch{Put: rs[:n]})
		rs = rs[n:]
	}
	return bs
}

// numbered returns n records whose keys sort by number.
func numbered(prefix string, n int) []store.Record {
	rs := make([]store.Record, n)
	for i := range rs {
		rs[i] = rec(fmt.Sprintf("%s%06d", prefix, i), fmt.Sprint(i))
	}
	return rs
}
