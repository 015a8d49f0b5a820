package storetest

import (
	"context"
	"errors"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

func brokenReads() []broken {
	get := func(name, property, reason string, f func(s *naive, ctx context.Context, keys []string) ([]store.Record, error)) broken {
		return broken{name, property, reason, with(spoiled{get: f})}
	}
	list := func(name, property, reason string, f func(s *naive, ctx context.Context, r store.Range) ([]store.Record, error)) broken {
		return broken{name, property, reason, with(spoiled{list: f})}
	}
	return []broken{
		get("misses keys with an error", "MissingKeyIsNoError", "no rows", func(s *naive, ctx context.Context, keys []string) ([]store.Record, error) {
			rs, err := s.Get(ctx, keys...)
			if len(rs) < len(keys) {
				err = errors.New("no rows")
			}
			return rs, err
		}),
		get("answers a key twice", "MissingKeyIsNoError", "Get of one key twice", func(s *naive, ctx context.Context, keys []string) (all []store.Record, err error) {
			for _, k := range keys {
				rs, err := s.Get(ctx, k)
				if err != nil {
					return nil, err
				}
				all = append(all, rs...)
			}
			return all, nil
		}),
		get("reads 100 keys at most", "ManyKeysAreReadAtOnce", "want", func(s *naive, ctx context.Context, keys []string) ([]store.Record, error) {
			return s.Get(ctx, keys[:min(len(keys), 100)]...)
		}),
		get("never looks at the context", "CancelledContextEndsTheCall", "Get with a cancelled context", func(s *naive, ctx context.Context, keys []string) ([]store.Record, error) {
			return s.Get(context.WithoutCancel(ctx), keys...)
		}),
		get("gives its own memory away", "AnswersAreTheCallers", "after an answer of Get was changed", func(s *naive, ctx context.Context, keys []string) (rs []store.Record, err error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, k := range keys {
				if r, ok := s.rows[k]; ok {
					rs = append(rs, r)
				}
			}
			return rs, nil
		}),
		list("sorts like a dictionary", "KeysSortAsBytes", "want byte order", func(s *naive, ctx context.Context, r store.Range) ([]store.Record, error) {
			rs, err := s.List(ctx, r)
			sort.SliceStable(rs, func(i, j int) bool { return strings.ToLower(rs[i].Key) < strings.ToLower(rs[j].Key) != r.Desc })
			return rs, err
		}),
		list("takes the prefix as a pattern", "PrefixIsTakenLiterally", "axb/1", func(s *naive, ctx context.Context, r store.Range) ([]store.Record, error) {
			if !strings.Contains(r.Prefix, "_") {
				return s.List(ctx, r)
			}
			rs, err := s.List(ctx, store.Range{Limit: 99, Desc: r.Desc})
			return slices.DeleteFunc(rs, func(rec store.Record) bool {
				return len(rec.Key) < len(r.Prefix) || strings.Map(dots(r.Prefix), rec.Key[:len(r.Prefix)]) != r.Prefix
			}), err
		}),
		list("pages from where it ended, again", "ListPagesBothWays", "the pages do not end", func(s *naive, ctx context.Context, r store.Range) ([]store.Record, error) {
			if r.After != "" && !r.Desc {
				r.After = r.After[:len(r.After)-1]
			}
			return s.List(ctx, r)
		}),
		list("cuts before it turns round", "ListPagesBothWays", "Desc", func(s *naive, ctx context.Context, r store.Range) ([]store.Record, error) {
			desc := r.Desc
			r.Desc = false
			rs, err := s.List(ctx, r)
			if desc {
				slices.Reverse(rs)
			}
			return rs, err
		}),
		{"keeps deletions among the rows", "ListIsQuickAfterDeletes", "more than 3 times", func() store.Store { return &graveyard{naive: newNaive()} }},
		{"shares a table among namespaces", "NamespacesAreApart", "another", sharing()},
	}
}

// dots makes an underscore of the pattern match any byte.
func dots(pattern string) func(rune) rune {
	i := -1
	return func(c rune) rune {
		if i++; i < len(pattern) && pattern[i] == '_' {
			return '_'
		}
		return c
	}
}

// sharing opens the same naive store over and over.
func sharing() func() store.Store {
	once := sync.OnceValue(newNaive)
	return func() store.Store { return once() }
}

// graveyard lists by going through all keys that ever were.
type graveyard struct {
	*naive
	keys []string // sorted, dead ones too
}

func (g *graveyard) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := g.naive.Commit(ctx, b)
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, r := range b.Put {
		if at, found := slices.BinarySearch(g.keys, r.Key); !found {
			g.keys = slices.Insert(g.keys, at, r.Key)
		}
	}
	return rev, err
}

func (g *graveyard) List(_ context.Context, r store.Range) (rs []store.Record, err error) {
	from, to := r.Bounds()
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, k := range g.keys[sort.SearchStrings(g.keys, from):] {
		if rec, ok := g.rows[k]; ok && k < to {
			rs = append(rs, rec)
		}
		if len(rs) == r.Limit {
			break
		}
	}
	return rs, nil
}
