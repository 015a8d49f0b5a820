package channel

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Courier carries messages to the customers of one channel: it works through the lanes of a
// Journal. Any number of couriers may take in what goes out and what comes back for the same
// Journal, where that is shared; only one of them may be stepped at a time. Its methods are safe
// for concurrent use, but for Step, which is for one caller.
//
// Whatever is to be said in the timeline is kept in the lane until Tell has taken it: it is told
// once or, after a crash or an error, again.
type Courier struct {
	cfg     CourierConfig
	refused atomic.Int64 // events and changes that a desk refused

	approved approved
	flights  flights

	mu     sync.Mutex
	locks  map[Address]*lock
	paused map[string]time.Time // by account: nothing goes before then
	ends   map[Address]Result   // how tries ended, until that is written
	trying map[Address]string   // parts of its own tries: any other is an earlier courier's
}

// CourierConfig is what a Courier is made of. Adapter, Journal and Tell are
// required.
type CourierConfig struct {
	Adapter Adapter
	Journal Journal
	// Tell takes what there is to say of a message, durably once it returns nil. The same change
	// may come again. One that it refuses with a chat.ErrInvalid is left out, and counted by Refused.
	Tell func(ctx context.Context, a Address, c Change) error
	// Whose says to whom a message of an id went, for platforms that call a customer by another id in
	// what they tell of it; false: it is not known. Default: the platform's own word counts.
	Whose func(ctx context.Context, id string) (a Address, ok bool, err error)
	// Files gets all of a file of a message, by their ids. After any other error than a
	// hook.ErrExpired it is asked for again later. Default: no files are carried.
	Files func(ctx context.Context, message, file string) ([]byte, error)
	// AtOnce is how many messages are under way at a time, at most half of them with files (but
	// one). Those that have taken longer than Patience do not count, but with them there are eight
	// times as many at most. Default: 8.
	AtOnce int
	// Patience is how long a Step waits for the platform. A try that takes longer goes on, and
	// holds back what goes to the same customer alone. Default: 1 second.
	Patience time.Duration
	// Now is the clock of Carry and Taking. Default: time.Now.
	Now func() time.Time
}

// NewCourier returns a Courier.
func NewCourier(cfg CourierConfig) (*Courier, error) {
	if cfg.Adapter == nil || cfg.Journal == nil || cfg.Tell == nil {
		return nil, errors.New("channel: courier: want an Adapter, a Journal and Tell")
	}
	if cfg.AtOnce <= 0 {
		cfg.AtOnce = 8
	}
	if cfg.Patience <= 0 {
		cfg.Patience = time.Second
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Courier{
		cfg: cfg, locks: map[Address]*lock{}, paused: map[string]time.Time{},
		ends: map[Address]Result{}, trying: map[Address]string{},
		flights: newFlights(cfg.AtOnce),
	}, nil
}

// ErrNothing says that a message shows nothing: no platform would take it.
var ErrNothing = errors.New("channel: text: it shows nothing")

// ErrFull says that so much waits for one customer that nothing more is taken now.
var ErrFull = errors.New("channel: too much waits for this customer")

// Post takes a message over, at an instant of the program's own clock, which is its At by default.
// It is durable when Post returns nil; the same Outbound.ID is taken once, unless a hundred later
// parts of messages to the same customer have gone since.
func (c *Courier) Post(ctx context.Context, now time.Time, m Outbound) error {
	if m.At.IsZero() {
		m.At = now
	}
	rules := c.cfg.Adapter.Rules()
	if m.Template == nil && len(m.Files)+len(rules.Unit.Split(m.Text, rules.Most)) == 0 {
		return ErrNothing
	}
	return taken(c.edit(ctx, Address{m.Account, m.To}, now, func(l *Lane) ([]Change, error) {
		if l.Add(m, rules) && l.crowded() {
			return nil, ErrFull
		}
		return nil, nil
	}))
}

// Allowed is how a message of an author to somebody may go now, and until when.
func (c *Courier) Allowed(ctx context.Context, now time.Time, m Outbound) (Allowance, error) {
	l, err := c.cfg.Journal.Load(ctx, Address{m.Account, m.To})
	if err != nil {
		return Allowance{}, err
	}
	if l.Blocked {
		return Allowance{Way: WayNone}, nil
	}
	return c.cfg.Adapter.Rules().Window.At(now, l.Heard, m.By), nil
}

// earlier is the earlier of two instants; the zero Time is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// finishing is how long writing the end of a try may take when the program stops.
const finishing = 5 * time.Second

// serve does what is due in one lane: one try at most.
func (c *Courier) serve(
	ctx context.Context, clock func() time.Time, a Address,
) (next time.Time, err error) {
	var m Outbound
	now, begun := clock(), false
	var place filePlace
	defer func() { place.leave(c.flights.files) }()
	look := func(l *Lane) (cs []Change, _ error) {
		begun = false
		if !c.tries(a) { // whoever began a try is gone
			l.Resume(now)
		}
		if until := c.pause(c.rated(a), now); until.After(now) {
			cs, next = l.Step(now), until
			return cs, nil
		}
		if _, _, over := c.end(a); over { // no other try before the end of the last one is written
			cs, next = l.Step(now), l.Next()
			return cs, nil
		}
		if l.carriesFile() && !place.enter(c.flights.files) {
			cs, next = l.Step(now), now.Add(lookAgain)
			return cs, nil
		}
		m, cs, begun = l.Begin(now, c.cfg.Adapter.Rules())
		next = l.Next()
		return cs, nil
	}
	err = c.edit(ctx, a, now, look)
	if !begun {
		return later(next, now, err), err
	}
	c.begin(a, m.ID)
	if taken(err) != nil { // the mark may be there or not: nothing was sent
		c.ended(a, Refuse(Retry, "", "the try could not be written"))
		return now.Add(firstPause), err
	}
	r := c.send(ctx, m)
	now = clock()
	if ctx.Err() != nil && r.Outcome != Taken {
		r = Result{} // cut off: the platform may have it
	}
	switch {
	case r.Outcome != Refused:
	case r.Class == AccountDown:
		c.rest(c.rated(a), now.Add(max(r.After, pauseDown)))
	case r.Whole:
		c.rest(c.rated(a), now.Add(max(r.After, firstPause)))
	}
	c.ended(a, r)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishing)
	defer cancel()
	err = c.edit(ctx, a, now, func(l *Lane) ([]Change, error) {
		next = l.Next()
		return nil, nil
	})
	return later(next, now, err), err
}

// later is when a lane is looked at again that could not be read or written.
func later(next, now time.Time, err error) time.Time {
	if err != nil {
		return now.Add(firstPause)
	}
	return next
}

// mostEdits is how often a change is made anew because another program was faster.
const mostEdits = 8

// edit changes a lane, and tells what there is to say. Change may be called several times, each
// time with the lane as it is.
func (c *Courier) edit(
	ctx context.Context, a Address, now time.Time, change func(*Lane) ([]Change, error),
) (err error) {
	defer c.lock(a)()
	for range mostEdits {
		var l Lane
		if l, err = c.cfg.Journal.Load(ctx, a); err != nil {
			return err
		}
		// How a try ended is kept here until it is written: nothing is sent again for a journal that
		// fails for a moment.
		r, part, over := c.end(a)
		if over {
			l.Untold = append(l.Untold, l.ended(now, part, r)...)
		}
		cs, err := change(&l)
		if err != nil {
			return err
		}
		l.Untold = append(l.Untold, cs...)
		switch err = c.cfg.Journal.Save(ctx, a, l); {
		case errors.Is(err, hook.ErrChanged):
			continue
		case err != nil:
			return err
		}
		if over {
			c.written(a)
		}
		return c.tell(ctx, a, l.Untold)
	}
	return err
}

// untold is that something could not be told: it is in the lane, and the next Step tells it again.
type untold struct{ error }

// tell tells what there is to say, and forgets what was taken.
func (c *Courier) tell(ctx context.Context, a Address, cs []Change) (err error) {
	told := 0
	for err == nil && told < len(cs) {
		if err = c.cfg.Tell(ctx, a, cs[told]); errors.Is(err, chat.ErrInvalid) {
			c.refused.Add(1)
			err = nil // it would be refused each time, and hold up what comes behind it
		}
		if err == nil {
			told++
		}
	}
	if told > 0 {
		l, failed := c.cfg.Journal.Load(ctx, a)
		if failed == nil && l.forget(cs[:told]) {
			failed = c.cfg.Journal.Save(ctx, a, l)
		}
		err = errors.Join(err, failed)
	}
	if err != nil {
		return untold{err}
	}
	return nil
}

// Unwrap is what the host's Tell, or its Journal, said.
func (u untold) Unwrap() error { return u.error }

// taken is an error after which a change is not kept, or may not be.
func taken(err error) error {
	if errors.As(err, &untold{}) {
		return nil
	}
	return err
}
