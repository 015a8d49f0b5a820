package desk

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// topicDeaf wakes streams while this node is deaf.
const topicDeaf = "deaf"

// errDeaf says that this node does not hear what the others write.
func errDeaf() error {
	return &Unready{Why: "this node has not heard from the store's feed for longer than a lease"}
}

// feed knows whether this node hears what the others write. The follower says when it asks the
// store's feed and when that answers. A node that has not been answered for a while is deaf: it is
// not ready, drops its streams and does not lead. Whoever wants to know asks; nothing runs for it.
//
// Instants are of the clock of intervals.
type feed struct {
	lease time.Duration
	tick  func() time.Time
	seen  func() store.Rev // up to which the replica has come
	busy  func() bool      // there is something to lead
	wake  func(topics ...string)
	log   *slog.Logger

	mu       sync.Mutex
	begun    bool          // it was asked at least once
	heard    time.Time     // when it answered last, also with no changes
	since    time.Time     // since when it does not answer; zero: it answers
	failed   bool          // the last question failed
	told     bool          // the log says that this node is deaf
	answered chan struct{} // closed once it answers; nil: nobody waits for that

	open    openStreams // to this node
	waiting atomic.Pointer[context.CancelFunc]
}

// ask records that the feed is asked.
func (f *feed) ask(tick time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.begun = true; f.since.IsZero() {
		f.since = tick
	}
}

// answer records that the feed answered, and wakes those who wait for that.
func (f *feed) answer(tick time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard, f.since, f.failed = tick, time.Time{}, false
	if f.answered != nil {
		close(f.answered)
		f.answered = nil
	}
}

// fail records that a question failed.
func (f *feed) fail() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failed = true
}

// progress records that an answer is on its way: at the start there is much to read. After a
// question that failed it does nothing.
func (f *feed) progress(tick time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.since.IsZero() && !f.failed {
		f.since = tick
	}
}

// deaf reports whether this node does not hear what the others write: the feed has not answered for
// as long as our patience.
func (f *feed) deaf() bool {
	tick := f.tick()
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.since.IsZero() && tick.Sub(f.since) >= f.patience()
}

// lag is how long the feed has owed an answer; 0: it owes none.
func (f *feed) lag() time.Duration {
	tick := f.tick()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.since.IsZero() {
		return 0
	}
	return max(0, tick.Sub(f.since))
}

// quiet reports whether the feed has not been heard for d. It returns a channel that is closed once
// the feed answers.
func (f *feed) quiet(tick time.Time, d time.Duration) (<-chan struct{}, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.begun && f.since.IsZero() && tick.Sub(f.heard) < d {
		return nil, false
	}
	if f.answered == nil {
		f.answered = make(chan struct{})
	}
	return f.answered, true
}

// patience is how long a call of the store may take before it counts as failed, and how long the
// feed may be silent. It is a lease, but never less than 3 seconds: with the short leases of tests
// a busy machine would make a node drop its streams again and again.
func (f *feed) patience() time.Duration { return patience(f.lease) }

func patience(lease time.Duration) time.Duration { return max(lease, 3*time.Second) }

// lookNow makes the follower ask the feed now, if it waits.
func (f *feed) lookNow() {
	if stop := f.waiting.Load(); stop != nil {
		(*stop)()
	}
}

// await waits until the store has something new. While anybody depends on what this node knows, it
// also returns three times a lease, so that the follower asks by itself: a store may have lost its
// way of waking us.
func (f *feed) await(ctx context.Context, w store.Waiter) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	f.waiting.Store(&stop)
	defer f.waiting.Store(nil)
	if f.attended() {
		timer := time.AfterFunc(f.lease/3, stop)
		defer timer.Stop()
	}
	err := w.Wait(ctx, f.seen())
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// attend counts a stream until it leaves. The first who depends on what this node knows has the
// follower ask: it may wait for as long as nothing comes. From then on it asks by itself.
func (f *feed) attend(scope StreamScope) (leave func()) {
	open, alone := f.open.of(scope), !f.attended()
	if open.Add(1); alone {
		f.lookNow()
	}
	return func() { open.Add(-1) }
}

// attended reports whether anybody depends on what this node knows.
func (f *feed) attended() bool { return f.open.any() || f.busy() }

// hearing tells the streams and the dispatcher when this node has become deaf, or hears again. Err
// is that of the last question. The log has one line for each change.
func (f *feed) hearing(ctx context.Context, err error) {
	deaf := f.deaf()
	f.mu.Lock()
	was := f.told
	f.told = deaf
	f.mu.Unlock()
	switch {
	case deaf && !was:
		f.log.ErrorContext(ctx, "this node has not heard from the store's feed "+
			"for longer than a lease: it is not ready, drops its streams and does not lead", "error", err)
	case was && !deaf:
		f.log.WarnContext(ctx, "this node hears from the store's feed again")
	}
	if deaf || was {
		f.wake(topicDeaf)
	}
}

// fresh returns nil if this node hears the feed. If it has not heard the feed for a while, it asks,
// and waits for the answer until ctx ends.
func (f *feed) fresh(ctx context.Context) error {
	heard, quiet := f.quiet(f.tick(), f.patience())
	if f.deaf() {
		return errDeaf()
	}
	if !quiet {
		return nil
	}
	f.lookNow()
	select {
	case <-heard:
		return nil
	case <-ctx.Done():
		return errDeaf()
	}
}
