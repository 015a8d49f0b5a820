package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// limitsAreHeld checks that the largest batch fits: as many keys as may be, each as long as may be,
// and as many bytes as may be. What package store promises to its callers must fit every store.
func limitsAreHeld(tb testing.TB, c Config) {
	f := open(tb, c)
	long := strings.Repeat("long/key-", store.MaxKey/9)
	long += strings.Repeat("~", store.MaxKey-len(long))
	var b store.Batch
	for i := range store.MaxBatch {
		key := fmt.Sprint(i) + long[:store.MaxKey-len(fmt.Sprint(i))]
		b.If = append(b.If, store.Cond{Key: key})
		b.Put = append(b.Put, rec(key, strings.Repeat("v", store.MaxBytes/store.MaxBatch-2*store.MaxKey)))
	}
	rev := f.commit(b)
	rs, upTo := f.changes(rev-1, 1)
	// The limit asked for is 1, and a commit is never split.
	if len(rs) != store.MaxBatch || upTo < rev {
		tb.Errorf("a commit of %d keys and a megabyte came back as %d records up to %d", store.MaxBatch, len(rs), upTo)
	}
	if got := f.list(store.Range{Limit: 2 * store.MaxBatch}); len(got) != store.MaxBatch {
		tb.Errorf("List gave %d of %d records", len(got), store.MaxBatch)
	}
	var gone store.Batch
	for _, r := range b.Put {
		gone.If = append(gone.If, store.Cond{Key: r.Key, Rev: rev})
		gone.Delete = append(gone.Delete, r.Key)
	}
	f.commit(gone)
	f.same("List after deleting all", f.list(store.Range{Limit: 1}), nil)
}

// badArgumentsAreRefused checks that what goes beyond the limits of package store is an
// ErrInvalid and changes nothing. Stores differ in what they could take; hosts move from one to
// another, so all refuse the same.
func badArgumentsAreRefused(tb testing.TB, c Config) {
	f := open(tb, c)
	head := f.put("a", "1")
	var many store.Batch
	for i := range store.MaxBatch + 1 {
		many.Put = append(many.Put, rec(fmt.Sprint("k/", i), ""))
	}
	var large store.Batch
	for i := range 5 {
		large.Put = append(large.Put, rec(fmt.Sprint("k/", i), strings.Repeat("v", store.MaxValue)))
	}
	for what, b := range map[string]store.Batch{
		"an empty key":             {Put: []store.Record{{}}},
		"a key of 256 bytes":       {Put: []store.Record{rec(strings.Repeat("k", store.MaxKey+1), "")}},
		"a key with a space":       {Delete: []string{"a b"}},
		"a key that is not ASCII":  {If: []store.Cond{{Key: "é"}}},
		"a key with a zero byte":   {Put: []store.Record{rec("a\x00b", "")}},
		"a key put twice":          {Put: []store.Record{rec("k", "1"), rec("k", "2")}},
		"a key put and deleted":    {Put: []store.Record{rec("k", "1")}, Delete: []string{"k"}},
		"a value of 256 KiB and 1": {Put: []store.Record{rec("k", strings.Repeat("v", store.MaxValue+1))}},
		"65 keys":                  many,
		"more than 1 MiB":          large,
	} {
		if rev, err := f.s.Commit(f.ctx(), b); !errors.Is(err, store.ErrInvalid) {
			tb.Errorf("Commit with %s = %d, %v; want an ErrInvalid", what, rev, err)
		}
	}
	for what, call := range map[string]func(context.Context) error{
		"Get of an empty key":            func(ctx context.Context) error { _, err := f.s.Get(ctx, "a", ""); return err },
		"Get of a key that is not ASCII": func(ctx context.Context) error { _, err := f.s.Get(ctx, "\xff"); return err },
		"List without a limit":           func(ctx context.Context) error { _, err := f.s.List(ctx, store.Range{}); return err },
		"List of a prefix without a slash": func(ctx context.Context) error {
			_, err := f.s.List(ctx, store.Range{Prefix: "a", Limit: 1})
			return err
		},
		"List after a bad key": func(ctx context.Context) error {
			_, err := f.s.List(ctx, store.Range{After: "%", Limit: 1})
			return err
		},
		"Changes with a negative limit": func(ctx context.Context) error { _, _, err := f.s.Changes(ctx, 0, -1); return err },
	} {
		if err := call(f.ctx()); !errors.Is(err, store.ErrInvalid) {
			tb.Errorf("%s: %v; want an ErrInvalid", what, err)
		}
	}
	if got := f.head(); got != head {
		tb.Errorf("refused calls moved the head from %d to %d", head, got)
	}
	f.same("List after refused calls", f.list(store.Range{Limit: 9}), []store.Record{{Key: "a", Rev: head, Value: []byte("1")}})
}
