package etcdstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

const (
	tailRetry = 50 * time.Millisecond // after a watch ended
	tailSlack = 1024                  // events that are never worth dropping
	tailBytes = 4 << 20               // of values, of the latest events: those are asked for next
)

// tail is what a watch has told since some revision: keys and revisions, and the values of the
// latest. It runs from the first time somebody asks, and is what makes Changes as quick as the
// cluster: a watch that begins in the past is served by the server only ten times a second.
type tail struct {
	members *members
	prefix  string
	keep    store.Rev
	nudge   chan struct{} // has the watch begin anew, elsewhere

	mu     sync.Mutex
	base   store.Rev            // events after it are known …
	seen   store.Rev            // … up to here
	log    []store.Record       // oldest first
	latest map[string]store.Rev // of each key in log
	tidyAt int                  // length of log at which to drop what is outdated
	bytes  int                  // of the values in log …
	valued int                  // … which begin here
	err    error                // why the watch ended for good: its beginning was compacted
	news   chan struct{}        // closed at the next event, or end
	stop   context.CancelFunc   // nil: no watch runs
	closed bool
}

func newTail(ms *members, prefix string, keep store.Rev) *tail {
	return &tail{members: ms, prefix: prefix, keep: keep, nudge: make(chan struct{}, 1), news: make(chan struct{})}
}

// page is what Changes returns, as of the instant at, with the values that the tail still has.
type page struct {
	events   []store.Record
	upTo, at store.Rev
	all      bool // there was nothing more at that instant
}

// read gives what happened after a revision, once the tail has come to last.
func (t *tail) read(ctx context.Context, after, last store.Rev, limit int) (page, error) {
	for {
		t.mu.Lock()
		if err := t.cover(after); err != nil {
			t.mu.Unlock()
			return page{}, err
		}
		if t.seen >= last {
			defer t.mu.Unlock()
			return t.page(after, limit), nil
		}
		news := t.news
		t.mu.Unlock()
		if err := await(ctx, news); err != nil {
			if errors.Is(err, context.DeadlineExceeded) {
				t.hurry()
			}
			return page{}, err
		}
	}
}

// hurry gives a watch up that does not come to what is known to be there.
func (t *tail) hurry() {
	select {
	case t.nudge <- struct{}{}:
	default:
	}
}

// wait returns when something after a revision is known.
func (t *tail) wait(ctx context.Context, after store.Rev) error {
	t.mu.Lock()
	err := t.cover(after)
	news, seen := t.news, t.seen
	t.mu.Unlock()
	if err != nil || seen > after {
		return err
	}
	return await(ctx, news)
}

func await(ctx context.Context, news <-chan struct{}) error {
	select {
	case <-news:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// cover makes sure that the watch runs and began at or before a revision.
func (t *tail) cover(after store.Rev) error {
	if t.closed {
		return ErrClosed
	}
	if t.stop != nil && t.err == nil && t.base <= after {
		return nil
	}
	if t.err != nil && t.base >= after {
		err := t.err
		t.err, t.stop = nil, nil // the next one to ask may begin later
		return err
	}
	if t.stop != nil {
		t.stop()
	}
	ctx, stop := context.WithCancel(context.Background())
	t.base, t.seen, t.stop, t.err = after, after, stop, nil
	t.log, t.latest, t.tidyAt, t.bytes, t.valued = nil, map[string]store.Rev{}, 0, 0, 0
	go t.run(ctx, after)
	return nil
}

// run watches until it is stopped. A member that has lost its leader ends the watch, one that is
// passed over does not, and another one is asked.
func (t *tail) run(ctx context.Context, seen store.Rev) {
	for ctx.Err() == nil {
		var over error
		if seen, over = t.watch(ctx, seen); over != nil {
			t.add(ctx, nil, over)
			return
		}
		t.mu.Lock()
		t.ring() // the cluster may have gone back meanwhile: whoever waits looks
		t.mu.Unlock()
		rest(ctx, tailRetry)
	}
}

// watch takes in what one member tells. It answers how far that came, and an error if no watch can
// begin there any more.
func (t *tail) watch(ctx context.Context, seen store.Rev) (store.Rev, error) {
	line, trouble, done := t.members.order()[0].watch()
	defer done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events := line.Watch(clientv3.WithRequireLeader(ctx), t.prefix, clientv3.WithPrefix(), clientv3.WithRev(int64(seen)+1))
	for {
		select {
		case <-trouble:
			return seen, nil
		case <-t.nudge:
			return seen, nil
		case resp, open := <-events:
			switch {
			case !open:
				return seen, nil
			case resp.CompactRevision != 0:
				return seen, fmt.Errorf("%w: %d, history begins at %d", store.ErrCursor, seen, resp.CompactRevision)
			case len(resp.Events) > 0:
				seen = store.Rev(resp.Events[len(resp.Events)-1].Kv.ModRevision)
				t.add(ctx, resp.Events, nil)
			}
		}
	}
}

// add takes in what a watch told: whole commits. One that was stopped meanwhile tells nothing.
func (t *tail) add(ctx context.Context, events []*clientv3.Event, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	for _, e := range events {
		r := store.Record{
			Key:     strings.TrimPrefix(string(e.Kv.Key), t.prefix),
			Rev:     store.Rev(e.Kv.ModRevision),
			Value:   e.Kv.Value,
			Deleted: e.Type == mvccpb.DELETE,
		}
		t.log = append(t.log, r)
		t.bytes += len(r.Value)
		t.latest[r.Key] = r.Rev
		t.seen = r.Rev
	}
	// The server tells a transaction in the order of its operations.
	slices.SortFunc(t.log[len(t.log)-len(events):], func(a, b store.Record) int {
		return cmp.Or(cmp.Compare(a.Rev, b.Rev), strings.Compare(a.Key, b.Key))
	})
	t.err = err
	t.shed()
	t.tidy()
	close(t.news)
	t.news = make(chan struct{})
}

// shed lets the oldest values go, as long as there are too many.
func (t *tail) shed() {
	for ; t.bytes > tailBytes; t.valued++ {
		t.bytes -= len(t.log[t.valued].Value)
		t.log[t.valued].Value = nil
	}
}

// page cuts about limit events off the log, without those that were outdated since.
func (t *tail) page(after store.Rev, limit int) page {
	p := page{upTo: t.seen, at: t.seen, all: true}
	first := sort.Search(len(t.log), func(i int) bool { return t.log[i].Rev > after })
	for _, r := range t.log[first:] {
		if t.latest[r.Key] != r.Rev {
			continue
		}
		if n := len(p.events); n >= limit && p.events[n-1].Rev != r.Rev {
			p.upTo, p.all = p.events[n-1].Rev, false
			break
		}
		p.events = append(p.events, r)
	}
	return p
}

// tidy drops outdated events, and those that nobody may ask for any more, once they may be half of
// the log.
func (t *tail) tidy() {
	if len(t.log) < t.tidyAt+tailSlack {
		return
	}
	t.base = max(t.base, t.seen-min(t.seen, t.keep))
	t.bytes, t.valued = 0, 0
	t.log = slices.DeleteFunc(t.log, func(r store.Record) bool {
		outdated := t.latest[r.Key] != r.Rev
		if !outdated && r.Rev <= t.base {
			delete(t.latest, r.Key)
		}
		return outdated || r.Rev <= t.base
	})
	for _, r := range t.log {
		t.bytes += len(r.Value)
	}
	t.tidyAt = 2 * len(t.log)
}

// forget ends the watch, whose past is another one by now. The next one to ask begins anew.
func (t *tail) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stop != nil {
		t.stop()
	}
	t.stop, t.err = nil, nil
	t.ring()
}

// ring wakes those who wait. It is called with the lock held.
func (t *tail) ring() {
	close(t.news)
	t.news = make(chan struct{})
}

func (t *tail) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	if t.stop != nil {
		t.stop()
	}
	close(t.news)
	t.news = make(chan struct{})
}
