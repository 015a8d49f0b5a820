package storetest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

func brokenNamespaces() []broken {
	of := func(spoil func(*quarter)) func() store.Store {
		return func() store.Store {
			q := newQuarter()
			spoil(q)
			return q.in("storetest")
		}
	}
	fold := func(s string) string { return strings.ReplaceAll(s, "Drop", "drop") }
	folds := func(q *quarter) { q.name = fold }
	twice := func(q *quarter) { q.again = true }
	never := func(q *quarter) { q.drops = func(string, string) bool { return false } }
	renumbers := func(q *quarter) { q.renumber = true }
	prefix := func(q *quarter) { q.drops = strings.HasPrefix }
	like := func(q *quarter) {
		q.drops = func(name, dropped string) bool {
			i := strings.IndexByte(dropped, '_')
			same := i >= 0 && len(name) == len(dropped) && name[:i]+"_"+name[i+1:] == dropped
			return name == dropped || same
		}
	}
	return []broken{
		{"lists names without case", "NamespacesAreListed", "is not new and empty", of(folds)},
		{"lists a page twice", "NamespacesAreListed", "not in byte order", of(twice)},
		{"drops by prefix", "DropTouchesNoOther", "was dropped", of(prefix)},
		{"takes _ for any byte", "DropTouchesNoOther", "was dropped", of(like)},
		{"keeps a name", "DropTouchesNoOther", "Namespaces by", of(never)},
		{"numbers anew", "DroppedNamespaceIsGone", "of before the drop", of(renumbers)},
	}
}

// quarter is a correct Namespacer over naive stores, which the broken ones each spoil in one place.
type quarter struct {
	mu    sync.Mutex
	all   map[string]*naive
	given store.Rev // greatest revision of those that are gone

	name     func(string) string             // as it is kept
	drops    func(name, dropped string) bool // whether a drop takes a name along
	again    bool                            // a page begins with the name before it
	renumber bool
}

func newQuarter() *quarter {
	return &quarter{
		all:   map[string]*naive{},
		name:  func(s string) string { return s },
		drops: func(name, dropped string) bool { return name == dropped },
	}
}

// house is one namespace of a quarter.
type house struct {
	*quarter
	at string
}

func (q *quarter) in(namespace string) store.Store { return house{q, q.name(namespace)} }

func (h house) store() *naive {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all[h.at] == nil {
		h.all[h.at] = newNaive()
		if !h.renumber {
			h.all[h.at].given = h.given
		}
	}
	return h.all[h.at]
}

func (h house) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	return h.store().Get(ctx, keys...)
}

func (h house) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	return h.store().List(ctx, r)
}

func (h house) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	return h.store().Commit(ctx, b)
}

func (h house) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	return h.store().Changes(ctx, after, limit)
}

func (h house) Namespaces(
	ctx context.Context, after string, limit int,
) (names []string, err error) {
	if err := errors.Join(ctx.Err(), store.CheckNamespaces(after, limit)); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(h.all)) {
		if (name > after || h.again && name == after) && len(names) < limit {
			names = append(names, name)
		}
	}
	return names, nil
}

func (h house) Drop(context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	maps.DeleteFunc(h.all, func(name string, s *naive) bool {
		gone := h.drops(name, h.at)
		if gone {
			h.given = max(h.given, s.given)
		}
		return gone
	})
	return nil
}
