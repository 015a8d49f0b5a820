package channel

import (
	"context"
	"errors"
	"time"
)

// flights are the lanes that a courier is at. A try that takes longer than a Step waits stays among
// them from Step to Step: no second try of its lane begins beside it. All but files are the
// stepping caller's own.
//
// Customers whom a platform hangs for must not hold up all others, so a try that has taken long
// gives its place to the next one. It has a goroutine and a connection still: there is a bound for
// these, too.
type flights struct {
	lanes  map[Address]time.Time // since when
	landed chan landed           // has room for all that may be under way
	files  chan struct{}         // one for each file that is under way
}

// landed is what came of one lane.
type landed struct {
	Address
	due time.Time
	err error
}

// manyAsLong is how many times as many tries may be under way where most of them take long.
const manyAsLong = 8

// lookAgain is after how long to look what came of tries that take long.
const lookAgain = time.Second

func newFlights(atOnce int) flights {
	return flights{
		lanes: map[Address]time.Time{}, landed: make(chan landed, manyAsLong*atOnce),
		files: make(chan struct{}, max(1, atOnce/2)),
	}
}

// mayBegin reports whether another try may begin, where so many may be under way that have not taken
// longer than patience.
func (f flights) mayBegin(atOnce int, patience time.Duration) bool {
	quick := 0
	for _, begun := range f.lanes {
		if time.Since(begun) < patience {
			quick++
		}
	}
	return quick < atOnce && len(f.lanes) < manyAsLong*atOnce
}

// filePlace is a place among the files that are under way, once it was entered. Files are long and
// hang for longer than words: without a bound of their own they would take all room.
type filePlace bool

// enter takes a place, or keeps the one it has. It is false where there is none.
func (p *filePlace) enter(files chan struct{}) bool {
	if *p {
		return true
	}
	select {
	case files <- struct{}{}:
		*p = true
	default:
	}
	return bool(*p)
}

// leave gives the place back.
func (p *filePlace) leave(files chan struct{}) {
	if *p {
		<-files
	}
}

// carriesFile reports whether the next part of a lane is a file.
func (l *Lane) carriesFile() bool { return len(l.Parts) > 0 && len(l.Parts[0].Files) > 0 }

// Step does what is due, and returns when there is something to do next: the zero Time is when
// something changes.
//
// It waits for the platform no longer than CourierConfig.Patience. A try that takes longer goes on
// under ctx, which has to live as long as the courier works, and a later Step takes up what came of
// it. With a ctx that has ended a Step begins nothing and returns the ctx's error, when nothing is
// under way any more: call it so at the end.
func (c *Courier) Step(ctx context.Context, now time.Time) (next time.Time, err error) {
	s := stepping{Courier: c, now: now, begun: time.Now(), own: map[Address]bool{}}
	if ctx.Err() != nil {
		return now, errors.Join(s.end(), ctx.Err())
	}
	s.late()
	busy, err := c.cfg.Journal.Busy(ctx)
	if err != nil {
		return now.Add(firstPause), errors.Join(append(s.errs, err)...)
	}
	for _, w := range busy {
		_, under := c.flights.lanes[w.Address]
		switch {
		case under:
		case w.At.After(now):
			s.next = earlier(s.next, w.At)
		default:
			s.todo = append(s.todo, w.Address)
		}
	}
	return s.run(ctx)
}

// stepping is one Step.
type stepping struct {
	*Courier
	now, begun time.Time
	todo       []Address
	own        map[Address]bool // lanes that this Step began, and that are under way
	next       time.Time
	errs       []error
}

// clock is the caller's clock: platforms are waited for while a Step is under way.
func (s *stepping) clock() time.Time {
	if took := time.Since(s.begun); took >= lookAgain {
		return s.now.Add(took)
	}
	return s.now
}

// late takes up what came of tries that outlasted their Step. When their lanes are due again the
// journal says.
func (s *stepping) late() {
	for {
		select {
		case x := <-s.flights.landed:
			s.land(x)
		default:
			return
		}
	}
}

// run serves lanes until none of its own is under way, or it has waited long enough.
func (s *stepping) run(ctx context.Context) (time.Time, error) {
	patience := time.NewTimer(s.cfg.Patience)
	defer patience.Stop()
	for s.begin(ctx); len(s.own) > 0; s.begin(ctx) {
		select {
		case x := <-s.flights.landed:
			if s.own[x.Address] {
				s.next = earlier(s.next, x.due)
			}
			s.land(x)
		case <-patience.C:
			if len(s.todo) > 0 {
				s.next = s.now
			}
			return s.later(), errors.Join(s.errs...)
		case <-ctx.Done():
			return s.now, s.end()
		}
	}
	return s.later(), errors.Join(s.errs...)
}

// later is when to step next.
func (s *stepping) later() time.Time {
	if len(s.flights.lanes) == 0 {
		return s.next
	}
	return earlier(s.next, s.clock().Add(lookAgain))
}

// begin begins as many lanes as there is room for.
func (s *stepping) begin(ctx context.Context) {
	for len(s.todo) > 0 && s.flights.mayBegin(s.cfg.AtOnce, s.cfg.Patience) {
		a := s.todo[0]
		s.todo = s.todo[1:]
		s.own[a], s.flights.lanes[a] = true, time.Now()
		go func() {
			due, err := s.serve(ctx, s.clock, a)
			s.flights.landed <- landed{a, due, err}
		}()
	}
}

// land notes that a lane is under way no more.
func (s *stepping) land(x landed) {
	delete(s.own, x.Address)
	delete(s.flights.lanes, x.Address)
	if x.err != nil {
		s.errs = append(s.errs, x.err)
	}
}

// end waits until nothing is under way.
func (s *stepping) end() error {
	for len(s.flights.lanes) > 0 {
		s.land(<-s.flights.landed)
	}
	return errors.Join(s.errs...)
}
