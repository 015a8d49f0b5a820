package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// spoiled is a naive store with some methods replaced.
type spoiled struct {
	*naive
	get     func(s *naive, ctx context.Context, keys []string) ([]store.Record, error)
	list    func(s *naive, ctx context.Context, r store.Range) ([]store.Record, error)
	commit  func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error)
	changes func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error)
	again   func(s *naive) *naive
}

func (s spoiled) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if s.get != nil {
		return s.get(s.naive, ctx, keys)
	}
	return s.naive.Get(ctx, keys...)
}

func (s spoiled) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if s.list != nil {
		return s.list(s.naive, ctx, r)
	}
	return s.naive.List(ctx, r)
}

func (s spoiled) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if s.commit != nil {
		return s.commit(s.naive, ctx, b)
	}
	return s.naive.Commit(ctx, b)
}

func (s spoiled) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if s.changes != nil {
		return s.changes(s.naive, ctx, after, limit)
	}
	return s.naive.Changes(ctx, after, limit)
}

func (s spoiled) reopen() store.Store {
	if s.again != nil {
		s.naive = s.again(s.naive.reopened())
	}
	return s
}

// with makes the open function of a spoiled store.
func with(s spoiled) func() store.Store {
	return func() store.Store {
		s := s
		s.naive = newNaive()
		return s
	}
}

func brokenCommits() []broken {
	commit := func(name, property, reason string, f func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error)) broken {
		return broken{name, property, reason, with(spoiled{commit: f})}
	}
	return []broken{
		commit("forgets the conditions", "ConflictWritesNothing", "want an ErrConflict", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			b.If = nil
			return s.Commit(ctx, b)
		}),
		commit("writes before it checks", "ConflictWritesNothing", "conflicts moved the head", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			rev, err := s.Commit(ctx, b)
			if err != nil && len(b.Put) > 0 {
				_, _ = s.Commit(ctx, store.Batch{Put: b.Put[:1]})
			}
			return rev, err
		}),
		commit("has a conflict of its own", "ConflictWritesNothing", "want an ErrConflict", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			rev, err := s.Commit(ctx, b)
			if errors.Is(err, store.ErrConflict) {
				err = errors.New("serialization failure")
			}
			return rev, err
		}),
		commit("checks only what it writes", "StaleLeaderIsFenced", "want an ErrConflict", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			written := func(c store.Cond) bool {
				return slices.Contains(b.Delete, c.Key) || slices.ContainsFunc(b.Put, func(r store.Record) bool { return r.Key == c.Key })
			}
			b.If = slices.DeleteFunc(slices.Clone(b.If), func(c store.Cond) bool { return !written(c) })
			return s.Commit(ctx, b)
		}),
		commit("skips checks of a batch that writes nothing", "EmptyBatchAdvancesNothing", "want an ErrConflict", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			if len(b.Put) == 0 {
				b.If = nil
			}
			return s.Commit(ctx, b)
		}),
		commit("advances for nothing", "EmptyBatchAdvancesNothing", "moved the head", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			rev, err := s.Commit(ctx, b)
			if err == nil && len(b.Delete) > 0 {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.head++
			}
			return rev, err
		}),
		commit("marks a row as deleted and leaves it", "RecreatedRecordIsAnother", "store: conflict", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			if !s.holds(store.Batch{If: slices.DeleteFunc(slices.Clone(b.If), func(c store.Cond) bool { return c.Rev > 0 })}) || s.goneHolds(b) {
				return 0, store.ErrConflict
			}
			return s.apply(b, s.head+1), nil
		}),
		commit("counts revisions by key", "RevisionsOnlyGrow", "got revision", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			if len(b.Put) == 0 || !s.holds(b) {
				return 0, store.ErrConflict
			}
			return s.apply(b, s.rows[b.Put[0].Key].Rev+1), nil
		}),
		commit("takes 32 keys", "LimitsAreHeld", "too many", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			if len(b.Put) > 32 {
				return 0, errors.New("too many items in the transaction")
			}
			return s.Commit(ctx, b)
		}),
		commit("takes any key", "BadArgumentsAreRefused", "want an ErrInvalid", func(s *naive, _ context.Context, b store.Batch) (store.Rev, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.apply(b, s.head+1), nil
		}),
		commit("cuts values at 64 KiB", "RoundTripKeepsEveryByte", "65536 bytes", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			for i, r := range b.Put {
				b.Put[i].Value = r.Value[:min(len(r.Value), 65536)]
			}
			return s.Commit(ctx, b)
		}),
		commit("stores values as text", "RoundTripKeepsEveryByte", "not-utf8", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			for i, r := range b.Put {
				b.Put[i].Value = []byte(strings.ToValidUTF8(string(r.Value), "?"))
			}
			return s.Commit(ctx, b)
		}),
		commit("keeps its arguments", "ArgumentsAreNotKept", "other", func(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
			rev, err := s.Commit(ctx, b)
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, r := range b.Put {
				s.rows[r.Key] = store.Record{Key: r.Key, Rev: rev, Value: r.Value}
			}
			return rev, err
		}),
	}
}

// goneHolds tells whether b asks for the absence of a key that has only been marked.
func (s *naive) goneHolds(b store.Batch) bool {
	return slices.ContainsFunc(b.If, func(c store.Cond) bool {
		_, marked := s.gone[c.Key]
		return marked && c.Rev == 0
	})
}
