package storetest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// pause is what the network and other transactions cost: time in which the world changes.
func pause() { time.Sleep(200 * time.Microsecond) }

func brokenRaces() []broken {
	return []broken{
		{"checks, then acts", "CapacityIsNeverExceeded", "capacity 5", with(spoiled{commit: checkThenAct})},
		{"checks, then acts, and loses increments", "EveryIncrementCounts", "increments by Do made", with(spoiled{commit: checkThenAct})},
		{"checks, then acts, and is seen by history", "EveryAnswerFitsOneInstant", "although a condition did not hold", with(spoiled{commit: checkThenAct})},
		{"does it all in one statement", "CapacityIsNeverExceeded", "capacity 5", func() store.Store { return &statement{naive: newNaive()} }},
		{"numbers commits by a sequence in one statement", "CapacityIsNeverExceeded", "capacity 5", func() store.Store { return &statement{naive: newNaive(), sequence: true} }},
		{"numbers commits by a sequence in one statement, and feeds", "FeedUnderManyWritersLosesNothing", "lost", func() store.Store { return &statement{naive: newNaive(), sequence: true} }},
		{"numbers commits by a sequence", "FeedUnderManyWritersLosesNothing", "lost", func() store.Store { return &sequence{naive: newNaive()} }},
		{"reads from a replica", "EveryAnswerFitsOneInstant", "no instant fits this call", func() store.Store { return &replica{naive: newNaive()} }},
		{"reads one key after the other", "EveryAnswerFitsOneInstant", "no instant fits this call", with(spoiled{get: oneByOne})},
		{"tries again by itself", "EveryAnswerFitsOneInstant", "around it, on the same keys:", func() store.Store { return &stubborn{naive: newNaive()} }},
		{"answers before it has written", "UnknownOutcomeEndsOnce", "is there 0 times", func() store.Store { return &forgetful{naive: newNaive()} }},
		{"writes row by row", "CancelledCommitIsWholeOrNothing", "of the 3 records", with(spoiled{commit: rowByRow})},
		{"lends one caller's context to all", "CancelledCommitIsWholeOrNothing", "nobody cancelled", func() store.Store { return &lender{naive: newNaive()} }},
		{"keeps the deletion of what is back", "AgreesWithAModel", "Changes(after", func() store.Store { return &haunted{naive: newNaive()} }},
	}
}

// checkThenAct checks the conditions, and writes a moment later.
func checkThenAct(s *naive, ctx context.Context, b store.Batch) (store.Rev, error) {
	if _, err := s.Commit(ctx, store.Batch{If: b.If}); err != nil {
		return 0, err
	}
	pause()
	b.If = nil
	return s.Commit(ctx, b)
}

// statement is the one SQL statement that checks, counts and writes: it sees the data as of its
// start, before it waited for the counter's row.
type statement struct {
	*naive
	row      sync.Mutex // the counter's
	sequence bool       // the revision is drawn at the start instead
	drawn    atomic.Uint64
}

func (s *statement) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	s.mu.Lock()
	held, writes := s.holds(b), s.writes(b)
	s.mu.Unlock()
	rev := store.Rev(0)
	if s.sequence {
		rev = store.Rev(s.drawn.Add(1))
		pause()
	} else {
		s.row.Lock()
		defer s.row.Unlock()
		pause()
	}
	if !held {
		return 0, store.ErrConflict
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !writes {
		return s.head, ctx.Err()
	}
	if !s.sequence {
		rev = s.head + 1
	}
	return s.apply(b, rev), nil
}

// sequence checks at the commit, but commits in another order than it numbers.
type sequence struct {
	*naive
	drawn atomic.Uint64
}

func (s *sequence) Commit(_ context.Context, b store.Batch) (store.Rev, error) {
	rev := s.drawn.Add(1)
	time.Sleep(time.Duration(rev%5) * 100 * time.Microsecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.holds(b) {
		return 0, store.ErrConflict
	}
	return s.apply(b, store.Rev(rev)), nil
}

// replica answers Get from a copy that is up to a millisecond old.
type replica struct {
	*naive
	copying sync.Mutex
	copy    *naive
	since   time.Time
}

func (r *replica) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	r.copying.Lock()
	defer r.copying.Unlock()
	if time.Since(r.since) > time.Millisecond {
		r.copy, r.since = r.reopened(), time.Now()
	}
	return r.copy.Get(ctx, keys...)
}

func oneByOne(s *naive, ctx context.Context, keys []string) (all []store.Record, err error) {
	asked := map[string]bool{}
	for _, k := range keys {
		if asked[k] {
			continue
		}
		asked[k] = true
		rs, err := s.Get(ctx, k)
		if err != nil {
			return nil, err
		}
		all = append(all, rs...)
		pause()
	}
	return all, nil
}

// stubborn sends every fourth commit again, as a driver does whose connection broke, and reports
// what came last.
type stubborn struct {
	*naive
	calls atomic.Int64
}

func (s *stubborn) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := s.naive.Commit(ctx, b)
	if s.calls.Add(1)%4 == 0 && err == nil {
		return s.naive.Commit(ctx, b)
	}
	return rev, err
}

// forgetful answers some commits with success that it drops.
type forgetful struct {
	*naive
	calls atomic.Int64
}

func (s *forgetful) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if s.calls.Add(1)%9 == 0 {
		b.Put = nil
	}
	return s.naive.Commit(ctx, b)
}

// rowByRow writes the records of a batch one after the other, as long as the caller is there.
func rowByRow(s *naive, ctx context.Context, b store.Batch) (rev store.Rev, err error) {
	for _, r := range b.Put {
		if rev, err = s.Commit(ctx, store.Batch{Put: []store.Record{r}}); err != nil {
			return 0, err
		}
		pause()
	}
	return rev, err
}

// lender groups commits and runs the group with the context of its first member.
type lender struct {
	*naive
	first atomic.Value
}

func (s *lender) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if first, ok := s.first.Swap(holder{ctx}).(holder); ok && first.ctx.Err() != nil {
		return 0, first.ctx.Err()
	}
	return s.naive.Commit(ctx, b)
}

type holder struct{ ctx context.Context }

// haunted leaves the tombstone of a key that was put again.
type haunted struct{ *naive }

func (s *haunted) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	rs, upTo, err := s.naive.Changes(ctx, after, limit)
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, r := range s.rows {
		if r.Rev%7 == 0 && r.Rev > after && r.Rev <= upTo && limit > 0 {
			rs = append([]store.Record{{Key: key, Rev: after + 1, Deleted: true}}, rs...)
		}
	}
	return rs, upTo, errors.Join(err)
}
