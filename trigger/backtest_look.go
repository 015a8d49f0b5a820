package trigger

// A report says of each rule how often its condition held and what kept it from firing then. Eval
// cannot tell: it stops at the first reason, and for a rule that a cap keeps back it does not even
// ask the condition, which is what makes it fast. So a backtest asks three times in one look:
// before anything fires, which conditions hold; then Eval, whose firings are claimed one by one;
// and after these, of the rules whose condition held and which did not fire, every reason there is.

// became says what became of a rule in one look.
type became struct {
	held, fired                    bool // its condition held; it fired
	vetoed, quiet, capped, grouped bool // kept back by
	limit                          int  // the one that capped it
}

// look evaluates one instant of a backtest, claims what fires, and notes what kept the others back.
// What fires in the same look keeps others back as well, so they are asked after the claims.
func (b *Backtest) look(v *visitor, rec Recorded) {
	s := b.Set
	// Before anything fires: afterwards some of them would be capped by what fired.
	held := b.held(v, rec)
	res := s.Eval(rec.Visit, v.history, rec.At)
	for _, e := range res.Ends {
		// A prompt that must go ends here, as the page would have been told.
		if h, _, err := v.history.End(rec.Visit.Visitor, e.Rule, e.Fate, rec.At); err == nil {
			v.history = h
		}
	}
	for _, fires := range [][]Fire{res.Fires, res.Held} {
		for _, f := range fires {
			h, e, err := s.Claim(rec.Visit, v.history, f.Rule(), rec.At)
			if err != nil {
				// Eval decides about each rule before any of them is claimed.
				continue // another firing of this look took the last of a cap they share
			}
			v.history = h
			b.fired(v, e)
		}
	}
	next := b.keptBack(v, rec, held)
	// The holds of the next look are those of this one, and not what the page sent then: with
	// other rules other conditions are waited for.
	rec.Visit.Holds = nil
	v.last, v.holds, v.next = rec, res.Holds, res.Next
	if next != never && (v.next.IsZero() || instantAt(next).Before(v.next)) {
		v.next = instantAt(next)
	}
}

// fired counts a firing.
func (b *Backtest) fired(v *visitor, e Event) {
	i := b.Set.byID[e.Rule]
	t := &b.report.Rules[i]
	v.became[i].fired = true
	t.Fired++
	t.seen[e.Visitor] = true
	if e.Held {
		t.Held++
	}
	f := Firing{At: e.At, Visitor: e.Visitor, Rule: e.Rule, Variant: e.Variant, Held: e.Held}
	b.report.Firings = append(b.report.Firings, f)
}

// held returns the rules whose condition holds, as they are before anything fires. Those with a
// hold are left out until it is over.
func (b *Backtest) held(v *visitor, rec Recorded) []int {
	s := b.Set
	ev := s.beginEvaluation(rec.Visit, v.history, rec.At)
	defer s.endEvaluation(ev)
	var held []int
	for i := range s.rules {
		r := s.rules[i]
		if r.Type == Suppress {
			if !r.off {
				if ev.suppress(i, r); ev.vetoing(r, ev.now) {
					v.became[i].held = true
				}
			}
			continue
		}
		// confirmRule tests the whole condition, so it is right also for a rule that the columns
		// cannot decide.
		if r.off || !ev.eligible(i) || ev.now < r.from || !ev.confirmRule(r) {
			continue
		}
		v.became[i].held = true
		if ev.vetoed(i) || r.hold == 0 || ev.trueSince(r)+r.hold <= ev.now {
			held = append(held, i)
		}
	}
	return held
}

// keptBack notes what stands in the way of rules whose condition holds. It returns the next instant
// at which the condition of another begins to hold, whatever stands in its way.
func (b *Backtest) keptBack(v *visitor, rec Recorded, held []int) int64 {
	s := b.Set
	ev := s.beginEvaluation(rec.Visit, v.history, rec.At)
	defer s.endEvaluation(ev)
	next := int64(never)
	for i := range s.rules {
		r := s.rules[i]
		switch {
		case r.Type == Suppress:
			ev.suppress(i, r)
		case r.off || r.on >= 0 || !ev.eligible(i):
		case ev.now < r.from || !ev.truth(&r.root, ev.now):
			t := ev.instant(&r.root, max(ev.now, r.from), true)
			if t != never && t+r.hold > ev.now {
				next = min(next, t+r.hold)
			}
		}
	}
	for _, i := range held {
		r, c, seen := s.rules[i], &v.became[i], ev.seen(i)
		capped, by := r.capped(ev, seen, 0)
		switch {
		case ev.vetoed(i):
			c.vetoed = true
		case r.quietUntil(ev, seen) > ev.now:
			c.quiet = true
		case capped > ev.now:
			c.capped, c.limit = true, by
		case ev.earliest(i, false) > ev.now:
			c.grouped = true
		}
	}
	return next
}

// settle counts the look that ends.
//
// What the browser's own looks found in between was added to it, so a rule that waited ten times
// in one look of the record counts once.
func (b *Backtest) settle(v *visitor) {
	for i := range v.became {
		c, t := &v.became[i], &b.report.Rules[i]
		if c.held {
			t.True++
		}
		if !c.fired {
			t.Vetoed += once(c.vetoed)
			t.Quiet += once(c.quiet)
			t.Capped += once(c.capped)
			t.Grouped += once(c.grouped)
		}
		if c.capped && !c.fired {
			t.cap(b.Set.rules[i], c.limit)
		}
		*c = became{}
	}
}

// once returns 1 for yes.
func once(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// cap counts a look at which a limit kept the rule back.
func (t *Tally) cap(r *rule, limit int) {
	if t.Caps == nil {
		t.Caps = map[string]int{}
	}
	t.Caps[r.limitName(limit)]++
}

// limitName writes one of a rule's limits, given or not.
func (r *rule) limitName(i int) string {
	if len(r.Limits) == 0 {
		return Limit{Max: 1, Per: "visit"}.String()
	}
	return r.Limits[i].String()
}
