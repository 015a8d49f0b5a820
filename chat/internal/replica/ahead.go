package replica

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Ahead is a store that remembers what this node met of it before the feed told: revisions of its
// own commits, and of records that somebody read. When the database goes back to a time after what
// the feed has told and before one of them, the feed goes on as if nothing was lost; only these
// revisions tell that it was, and that streams have shown what is not there any more.
//
// What is met while nobody follows, or faster than the feed tells, is remembered up to metMax;
// beyond that the feed is one to begin anew.
type Ahead struct {
	store.Store
	told   atomic.Uint64 // up to where the feed has told
	latest atomic.Uint64 // of what was met

	mu     sync.Mutex
	met    map[store.Rev]bool // and not told of, as far as is known
	heard  map[store.Rev]bool // what the feed told last
	before map[store.Rev]bool // and before that
	full   bool               // there was too much to remember

	rewritten func(chat.SessionID, store.Rev) // an entry, by this node; 0: perhaps
}

// heardMax is how many revisions are remembered at least that the feed told last: a commit may
// return after the feed has told of it.
const heardMax = 1024

// metMax is how many revisions are remembered at most that the feed has not told of: some
// megabytes.
const metMax = 1 << 16

// errFull says that the feed cannot go on, because this node does not remember all that it met.
var errFull = fmt.Errorf("%w: more than %d revisions were met ahead of it", store.ErrCursor, metMax)

// NewAhead returns a store on top of another one.
func NewAhead(s store.Store) *Ahead {
	return &Ahead{Store: s, met: map[store.Rev]bool{}, heard: map[store.Rev]bool{}}
}

// Unwrap gives the store beneath, for what it can beyond a Store.
func (a *Ahead) Unwrap() store.Store { return a.Store }

// Get implements store.Store.
func (a *Ahead) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	told := a.told.Load()
	rs, err := a.Store.Get(ctx, keys...)
	a.meetAll(rs, told)
	return rs, err
}

// List implements store.Store.
func (a *Ahead) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	told := a.told.Load()
	rs, err := a.Store.List(ctx, r)
	a.meetAll(rs, told)
	return rs, err
}

// Commit implements store.Store.
func (a *Ahead) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	told := a.told.Load()
	rev, err := a.Store.Commit(ctx, b)
	a.meet(rev, told)
	a.tellRewritten(b, rev, err)
	return rev, err
}

// Changes implements store.Store.
func (a *Ahead) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	rs, upTo, err := a.Store.Changes(ctx, after, limit)
	a.reach(upTo)
	return rs, upTo, err
}

// Latest is the highest revision that this node met. Who waits until the feed has told so far shows
// nobody less than they have seen here.
func (a *Ahead) Latest() store.Rev { return store.Rev(a.latest.Load()) }

// reach notes that a revision was met, if it is the highest so far.
func (a *Ahead) reach(rev store.Rev) {
	for was := a.latest.Load(); uint64(rev) > was; was = a.latest.Load() {
		if a.latest.CompareAndSwap(was, uint64(rev)) {
			return
		}
	}
}

// OnRewrite has fn told of each session of which this node has rewritten an entry, and at which
// revision; 0 if nobody knows whether it was. It is for before the store is used.
func (a *Ahead) OnRewrite(fn func(chat.SessionID, store.Rev)) { a.rewritten = fn }

// tellRewritten tells of the entries in a batch that were there before: what is written anew has
// the condition that nobody else did so.
func (a *Ahead) tellRewritten(b store.Batch, rev store.Rev, err error) {
	if a.rewritten == nil || errors.Is(err, store.ErrConflict) {
		return
	}
	for _, r := range b.Put {
		there := func(c store.Cond) bool { return c.Key == r.Key && c.Rev > 0 }
		if !strings.HasPrefix(r.Key, timelines) || !slices.ContainsFunc(b.If, there) {
			continue
		}
		if k, err := records.Parse(r.Key); err == nil {
			a.rewritten(k.Session, rev)
		}
	}
}

// timelines is where all entries are.
var timelines = records.Prefix(records.FamilyTimeline)

// meetAll remembers the revisions of records that were read.
func (a *Ahead) meetAll(rs []store.Record, told uint64) {
	for _, r := range rs {
		a.meet(r.Rev, told)
	}
}

// meet remembers a revision. Told is how far the feed was before the question: an answer may be
// late, and of a past that was lost meanwhile.
func (a *Ahead) meet(rev store.Rev, told uint64) {
	if uint64(rev) <= told {
		return
	}
	a.reach(rev)
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.full || a.heard[rev] || a.before[rev]:
	case len(a.met) < metMax:
		a.met[rev] = true
	default:
		a.met, a.full = map[store.Rev]bool{}, true
	}
}

// begin has the store remember from the head on, where the feed begins.
func (a *Ahead) begin(head store.Rev) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.met, a.heard, a.before, a.full = map[store.Rev]bool{}, map[store.Rev]bool{}, nil, false
	a.told.Store(uint64(head))
	a.latest.Store(uint64(head))
}

// Follow reads the next part of a feed, as Changes does. It answers store.ErrRewound, too, when
// something that this node met before is not of the past that the feed tells of. That costs one
// question more for each revision whose records have all been written again since.
func (a *Ahead) Follow(
	ctx context.Context, feed store.Store, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	met, err := a.known()
	if err != nil {
		return nil, 0, err
	}
	rs, upTo, err := feed.Changes(ctx, after, limit)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range rs {
		delete(met, r.Rev)
	}
	for rev := range met {
		if rev > upTo && len(rs) > 0 { // the feed has not come so far yet
			delete(met, rev)
			continue
		}
		_, _, err := feed.Changes(ctx, rev, 1)
		if errors.Is(err, store.ErrRewound) || err != nil && !errors.Is(err, store.ErrCursor) {
			return nil, 0, err
		}
	}
	a.hear(rs, upTo, met)
	return rs, upTo, nil
}

// known is a copy of what was met: all of it was there before the question that follows.
func (a *Ahead) known() (map[store.Rev]bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.full:
		return nil, errFull
	case len(a.met) == 0:
		return nil, nil
	}
	return maps.Clone(a.met), nil
}

// hear notes what the feed tells, and drops what is known to be of this past.
func (a *Ahead) hear(rs []store.Record, upTo store.Rev, checked map[store.Rev]bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	// Two halves take turns, so that forgetting costs nothing for each revision.
	if len(a.heard) >= heardMax {
		a.heard, a.before = map[store.Rev]bool{}, a.heard
	}
	for _, r := range rs {
		a.heard[r.Rev] = true
		delete(a.met, r.Rev)
	}
	for rev := range checked {
		delete(a.met, rev)
	}
	a.told.Store(max(uint64(upTo), a.told.Load()))
}
