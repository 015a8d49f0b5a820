package desk

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	feedPage = 256 // records taken from the feed at a time
	getPage  = 64  // sessions fetched at a time
)

// Follower keeps this node's picture of the shop up to date from the feed of the store, feeds the Router, and wakes whoever
// waits for something. Step is for one caller at a time.
type Follower struct {
	d     *Desk
	hung  atomic.Int32
	stale bool // a setting changed: the Router's queues are to be read again
}

// store is the desk's, which does not hang here.
func (f *Follower) store() store.Store {
	return prompt{Store: f.d.cfg.Store, within: f.d.patience(), hung: &f.hung, after: func() { f.d.room.feed.progress(f.d.tick()) }}
}

// Step takes in the next changes. It answers when to look again: now when there may be more.
func (f *Follower) Step(ctx context.Context, now time.Time) (time.Time, error) {
	feed := &f.d.room.feed
	feed.ask(f.d.tick())
	more, err := f.step(ctx, now)
	switch {
	case err != nil:
		feed.fail()
		f.d.hearing(err)
		return now.Add(f.d.cfg.Poll), err
	case more:
		return now, nil
	}
	return now.Add(f.d.cfg.Poll), nil
}

// step reports whether there may be more.
func (f *Follower) step(ctx context.Context, now time.Time) (more bool, err error) {
	im := &f.d.room.image
	if !im.isLoaded() {
		if err := f.load(ctx, now); err != nil {
			return false, err
		}
	}
	rs, upTo, err := f.store().Changes(ctx, im.seen(), feedPage)
	switch {
	case errors.Is(err, store.ErrCursor):
		f.beginAnew(im.seen(), err)
		return true, nil
	case err != nil:
		return false, fmt.Errorf("desk: read the feed: %w", err)
	}
	if err := f.take(ctx, rs, upTo, now); err != nil {
		return false, err
	}
	f.d.room.feed.answer(f.d.tick())
	f.d.hearing(nil)
	return len(rs) > 0, nil
}

// take applies whole commits and rings for them.
func (f *Follower) take(ctx context.Context, rs []store.Record, upTo store.Rev, now time.Time) error {
	n := news{}
	im := &f.d.room.image
	im.mu.Lock()
	for _, r := range rs {
		if err := f.apply(r, now, n); err != nil {
			f.d.cfg.Logger.Error("record skipped", "key", r.Key, "revision", uint64(r.Rev), "error", err)
		}
	}
	im.at = upTo
	im.mu.Unlock()
	if f.stale {
		if err := f.configure(ctx, now); err != nil {
			return err
		}
		f.stale = false
	}
	if len(rs) > 0 {
		n.add(topicFeed)
	}
	f.d.room.hub.ring(n.list()...)
	return nil
}

// load builds the picture from the records themselves. What changes meanwhile comes by the feed.
func (f *Follower) load(ctx context.Context, now time.Time) error {
	s := f.store()
	_, head, err := s.Changes(ctx, 0, 0)
	if err != nil {
		return fmt.Errorf("desk: read the feed: %w", err)
	}
	var rs []store.Record
	for _, family := range []records.Family{records.FamilyAgent, records.FamilyPresence, records.FamilyLease, records.FamilyOutbox, records.FamilyJob, records.FamilyMessaged} {
		some, err := records.List(ctx, s, records.Prefix(family))
		if err != nil {
			return err
		}
		rs = append(rs, some...)
	}
	open, err := f.openSessions(ctx)
	if err != nil {
		return err
	}
	if err := f.renew(ctx, now); err != nil {
		return err
	}
	f.stale = false
	if err := f.take(ctx, append(rs, open...), head, now); err != nil {
		return err
	}
	im := &f.d.room.image
	im.mu.Lock()
	im.loaded = true
	for _, r := range im.learnt {
		if err := f.apply(r, now, news{}); err != nil {
			f.d.cfg.Logger.Error("record skipped", "key", r.Key, "revision", uint64(r.Rev), "error", err)
		}
	}
	clear(im.learnt)
	own, left := im.nodes[f.d.cfg.Node]
	im.mu.Unlock()
	if left {
		f.d.room.near.adopt(own.attendance, now)
	}
	f.d.room.hub.ring(topicLine, topicBoard, topicNearby, topicOutbox, topicJob, topicFeed)
	return nil
}

// openSessions fetches the sessions that have not ended.
func (f *Follower) openSessions(ctx context.Context) ([]store.Record, error) {
	index, err := records.List(ctx, f.store(), records.Prefix(records.FamilyOpen))
	if err != nil {
		return nil, err
	}
	return sessionsOf(ctx, f.store(), index)
}

// sessionsOf fetches the sessions that records of an index lead to.
func sessionsOf(ctx context.Context, s store.Store, index []store.Record) ([]store.Record, error) {
	var keys []string
	for _, r := range index {
		if k, err := records.Parse(r.Key); err == nil {
			keys = append(keys, records.Session(k.Session))
		}
	}
	var rs []store.Record
	for len(keys) > 0 {
		n := min(len(keys), getPage)
		some, err := s.Get(ctx, keys[:n]...)
		if err != nil {
			return nil, fmt.Errorf("desk: load sessions: %w", err)
		}
		rs, keys = append(rs, some...), keys[n:]
	}
	return rs, nil
}

func (im *image) isLoaded() bool {
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.loaded
}

func (im *image) seen() store.Rev {
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.at
}

// session is an open session as this node knows it.
func (im *image) session(id chat.SessionID) (known[chat.Session], bool) {
	im.mu.Lock()
	defer im.mu.Unlock()
	s, ok := im.open[id]
	return s, ok
}
