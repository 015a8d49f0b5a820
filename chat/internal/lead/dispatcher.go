package lead

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// Config is what a Dispatcher works with. All of it is required.
type Config struct {
	Store    store.Store // commits
	Feed     store.Store // tells the head of the feed, and does not hang
	Replica  *replica.Replica
	Lease    *Lease
	Changes  Changer
	Now      func() time.Time // the time of day
	Tick     func() time.Time // the clock of intervals
	InFlight int              // how many batches are committed at a time
	Poll     time.Duration    // how long to wait for the feed after a failure
	Logger   *slog.Logger

	Can      func(hook.EffectKind) bool // whether this node can do effects of a kind
	Deaf     func() bool                // whether this node does not hear the feed
	Lives    func() uint64              // how often this node forgot what it knew of the store
	NewOffer func() chat.OfferID
	Invites  func() bool // whether prompts of this node stand: somebody has to lead then
}

// Changer changes one session in one batch.
type Changer interface {
	// Change asks decide for a command on the session as it is, and commits what comes of it. The
	// batch holds only while the conditions of o do; otherwise the error is ErrFenced.
	Change(ctx context.Context, id chat.SessionID, decide func(chat.Session) (chat.Command, error), o Terms) error
}

// Terms are what a change by the leading node is subject to.
type Terms struct {
	Fence []store.Cond          // the lease's term
	Fits  bool                  // refuse with chat.ErrAtCapacity or chat.ErrNotAvailable an agent it cannot be given to
	Also  func(*store.Tx) error // adds to the batch; may be nil, and may run many times
}

// Dispatcher commits what the Router proposes and what time brings, on the one node that holds the
// lease.
//
// A step looks at the replica and makes tasks of three kinds: what is due (a session's next
// automatic command, an agent who is lost or back, a node that fell silent), what the Router
// proposes, and some of what is only to be noted of those in line. It commits them, a few at a
// time. Every batch is conditioned on the records it was decided on and on the lease's term, so a
// task made on an old replica fails and changes nothing.
//
// A failed task says that the replica is behind the store. The Router takes the proposal back, and
// the Dispatcher proposes nothing until the replica has reached the head of the feed as it was at
// the failure, or the pause is over. The pause doubles while nothing at all can be committed, from
// 8 milliseconds to 1 second.
//
// Step is for one caller at a time.
type Dispatcher struct {
	cfg Config

	failures int       // steps in a row in which every task failed
	behind   store.Rev // the head of the feed when a task last failed
	until    time.Time // the end of the pause, by the clock of intervals

	unfit  bool          // this node's time of day is off the others'
	offset time.Duration // the time of day less the clock of intervals, when it last counted as set
	lives  uint64        // of Config.Lives, at the last step
}

// NewDispatcher returns a Dispatcher that has done nothing yet.
func NewDispatcher(cfg Config) *Dispatcher { return &Dispatcher{cfg: cfg} }

// Step takes or renews the lease if there is anything to lead, and commits what there is to do. It
// returns when to call it again; the zero instant means when something changes.
func (p *Dispatcher) Step(ctx context.Context, now time.Time) (time.Time, error) {
	next, err := p.step(ctx, now)
	if due, ok := p.cfg.Replica.Jobs().Next(); ok && due.After(now) { // from then on there is something to lead
		next = timing.Earlier(next, due)
	}
	if due, ok := p.cfg.Replica.NextShift(); ok && due.After(now) { // likewise
		next = timing.Earlier(next, due)
	}
	return next, err
}

// How soon the time of day is looked at again: while this node leads, and while something is due
// later that nobody leads for yet.
const (
	lookLeading = time.Second
	lookIdle    = time.Minute
)

// Look returns when to ask ClockSet, in a pause until next: then, or earlier, so that a deadline
// that the time of day was put past is not late by what the pause still had to go. Pauses go by the
// clock of intervals.
func (p *Dispatcher) Look(now, next time.Time) time.Time {
	switch {
	case p.cfg.Lease.Term() != 0:
		return timing.Earlier(next, now.Add(lookLeading))
	case !next.IsZero():
		return timing.Earlier(next, now.Add(lookIdle))
	}
	return next
}

// ClockSet reports whether the time of day was set since the last Step, which is then due. It is
// for the caller of Step.
func (p *Dispatcher) ClockSet(now time.Time) bool {
	return (now.Sub(p.cfg.Tick()) - p.offset).Abs() >= maxDrift
}

func (p *Dispatcher) step(ctx context.Context, now time.Time) (time.Time, error) {
	tick := p.cfg.Tick()
	p.noticeClock(now, tick) // first: by it more may be due, and somebody has to lead then
	state := p.cfg.Replica.Leadership(now, p.cfg.Can)
	if !state.Loaded {
		return time.Time{}, nil
	}
	fits := p.tellFitness(ctx, now, tick)
	if p.beganAnew() {
		return p.beginAnew(ctx, now)
	}
	lease := p.cfg.Lease
	term := lease.Term()
	busy := state.Busy || p.cfg.Invites()
	next, err := lease.Step(ctx, tick, state.Lease, state.Beat, busy, fits && !p.cfg.Deaf())
	next = timing.After(now, tick, next)
	if errors.Is(err, records.ErrFenced) {
		p.fenced(ctx, term)
		return next, nil
	}
	if err != nil || lease.Term() == 0 {
		return next, err
	}
	tasks, notes := p.due(now, tick)
	tasks = append(tasks, p.proposed(now, tick)...)
	tasks = append(tasks, beside(tasks, notes)...)
	if len(tasks) == 0 {
		return timing.Earlier(next, p.next(now, tick)), nil
	}
	if err := p.run(ctx, tasks); err != nil {
		return now.Add(p.cfg.Poll), err
	}
	return now, nil
}

// next returns when the Router or a deadline has something new.
func (p *Dispatcher) next(now, tick time.Time) time.Time {
	at := p.cfg.Replica.NextMove(now, tick)
	if p.until.After(tick) {
		at = timing.Earlier(at, timing.After(now, tick, p.until))
	}
	return at
}

// beganAnew reports whether this node forgot what it knew since the last step.
func (p *Dispatcher) beganAnew() bool {
	lives := p.cfg.Lives()
	was := p.lives
	p.lives = lives
	return was != lives
}

// beginAnew gives the term up: its record was lost, or was given by a record that was lost.
func (p *Dispatcher) beginAnew(ctx context.Context, now time.Time) (time.Time, error) {
	p.behind, p.until, p.failures = 0, time.Time{}, 0
	if err := p.cfg.Lease.Release(ctx); err != nil {
		return now.Add(p.cfg.Poll), err
	}
	return now, nil
}

// maxDrift is how far the time of day may run off the clock of intervals before it counts as set.
const maxDrift = time.Second

// noticeClock makes the replica look at every deadline anew if the time of day was set, at once
// or little by little, and wakes those who wait for an effect or a job.
func (p *Dispatcher) noticeClock(now, tick time.Time) {
	if offset := now.Sub(tick); (offset - p.offset).Abs() >= maxDrift {
		p.offset = offset
		p.cfg.Replica.Redate(now, tick)
		p.cfg.Replica.Hub().Wake(replica.TopicOutbox, replica.TopicJob, replica.TopicLanes)
	}
}

// tellFitness reports whether this node's time of day agrees with the others', and logs when that
// changes.
func (p *Dispatcher) tellFitness(ctx context.Context, now, tick time.Time) bool {
	off, fits := replica.NewClocks(p.cfg.Replica).Skew(now, tick)
	switch {
	case p.unfit && fits:
		p.cfg.Logger.WarnContext(ctx, "this node's clock agrees with the others' again: "+
			"it is ready, and may lead")
	case !p.unfit && !fits:
		p.cfg.Logger.ErrorContext(ctx, "this node's clock is off the others': "+
			"it is not ready and does not lead until it agrees",
			"off", off.Round(time.Second).String())
	}
	p.unfit = !fits
	return fits
}
