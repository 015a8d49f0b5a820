package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

const (
	feedPage = 256 // records taken from the feed at a time
	getPage  = 64  // records fetched at a time
)

// Follower keeps this node's replica up to date from the feed of the store, and wakes whoever waits
// for something. Step is for one caller at a time.
type Follower struct {
	d     *Desk
	hung  atomic.Int32
	stale bool // a setting changed: the Router's queues are to be read again
}

// store is the desk's, which does not hang here.
func (f *Follower) store() store.Store {
	return prompt{Store: f.d.cfg.Store, within: f.d.engine.feed.patience(), hung: &f.hung, after: func() { f.d.engine.feed.progress(f.d.tick()) }}
}

// Step takes in the next changes. It answers when to look again: now when there may be more.
func (f *Follower) Step(ctx context.Context, now time.Time) (time.Time, error) {
	feed := &f.d.engine.feed
	feed.ask(f.d.tick())
	more, err := f.step(ctx, now)
	switch {
	case err != nil:
		feed.fail()
		f.d.engine.feed.hearing(ctx, err)
		return now.Add(f.d.cfg.Poll), err
	case more:
		return now, nil
	}
	return now.Add(f.d.cfg.Poll), nil
}

// step reports whether there may be more.
func (f *Follower) step(ctx context.Context, now time.Time) (more bool, err error) {
	if !f.d.engine.replica.Loaded() {
		if err := f.load(ctx, now); err != nil {
			return false, err
		}
	}
	seen := f.d.engine.replica.Seen()
	rs, upTo, err := f.d.engine.ahead.Follow(ctx, f.store(), seen, feedPage)
	switch {
	case errors.Is(err, store.ErrCursor):
		f.beginAnew(ctx, seen, err)
		return true, nil
	case err != nil:
		return false, fmt.Errorf("desk: read the feed: %w", err)
	}
	f.d.settled.Hear(seen, rs, upTo)
	if err := f.take(ctx, rs, upTo, now); err != nil {
		return false, err
	}
	f.d.engine.feed.answer(f.d.tick())
	f.d.engine.feed.hearing(ctx, nil)
	// Who waits for the store is told at once of what came meanwhile, and of what a short page left
	// out. Others look until a page is empty: a store may give fewer records than it was asked for.
	return len(rs) >= feedPage || len(rs) > 0 && waiterOf(f.d.cfg.Store) == nil, nil
}

// take applies whole commits and rings for them.
func (f *Follower) take(ctx context.Context, rs []store.Record, upTo store.Rev, now time.Time) error {
	// Both before the replica, so that what belongs to a session is there when a stream sees it.
	f.d.engine.views.tails.Hear(rs, f.d.engine.ears())
	f.d.engine.views.glances.Hear(rs)
	seen := f.d.engine.replica.Seen()
	a := f.d.engine.replica.Apply(rs, upTo, now, f.d.tick())
	f.complain(ctx, a)
	f.see(rs)
	f.stale = f.stale || a.Settings
	if f.stale {
		if err := f.configure(ctx, now); err != nil {
			return err
		}
		f.stale = false
	}
	f.d.engine.hub.Wake(a.Topics...)
	if upTo > seen { // others may have written what is not ours
		f.d.engine.hub.Wake(replica.TopicFeed)
	}
	return nil
}

// see has the committer keep the records of open sessions, as the replica has taken them in, and
// what is remembered of sessions dropped that were erased anywhere.
func (f *Follower) see(rs []store.Record) {
	for _, r := range rs {
		k, err := records.Parse(r.Key)
		if err == nil && erasedBy(k.Family, r) {
			f.forgetErased()
		}
		if err == nil && k.Family == records.FamilySession {
			_, rev, open := f.d.engine.replica.Session(k.Session)
			f.d.committer.See(k.Session, r, open && rev == r.Rev)
		}
	}
}

// forgetErased drops what this node remembers of people, whoever it was that was erased.
func (f *Follower) forgetErased() {
	f.d.hooks.forget()
	f.d.visitors.recent.forget()
}

// erasedBy reports whether a record says that a session was erased, or a visitor, whose last
// sessions may be in the archive alone.
func erasedBy(family records.Family, r store.Record) bool {
	return (family == records.FamilySession || family == records.FamilyHistory) &&
		bytes.Contains(r.Value, []byte(`"erased":true`))
}

// complain logs what could not be read.
func (f *Follower) complain(ctx context.Context, a replica.Applied) {
	for _, x := range a.Skipped {
		f.d.cfg.Logger.ErrorContext(ctx, "record skipped", "key", x.Record.Key,
			"revision", uint64(x.Record.Rev), "error", x.Err)
	}
}

// load begins the replica with the records themselves. What changes meanwhile comes by the feed.
func (f *Follower) load(ctx context.Context, now time.Time) error {
	rs, head, err := f.d.engine.ahead.Read(ctx, f.store())
	if err != nil {
		return err
	}
	if err := f.renew(ctx); err != nil {
		return err
	}
	f.stale = false
	f.d.engine.views.tails.From(head)
	f.forgetErased() // an erasure may be among the changes that were missed
	if err := f.take(ctx, rs, head, now); err != nil {
		return err
	}
	left, ok, a := f.d.engine.replica.Complete(now, f.d.tick())
	f.complain(ctx, a)
	if ok {
		f.d.engine.near.adopt(left, now)
	}
	f.d.engine.visitors.Adopt(f.d.engine.views.presences.Left())
	f.d.engine.hub.Wake(
		replica.TopicLine, replica.TopicBoard, replica.TopicNearby, replica.TopicVisitors,
		replica.TopicOutbox, replica.TopicJob, replica.TopicLanes, replica.TopicFeed,
	)
	return nil
}
