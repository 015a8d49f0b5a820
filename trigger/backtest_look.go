package trigger

// look evaluates one instant of a backtest, claims what fires, and counts what kept the others
// back.
func (b *Backtest) look(v *visitor, rec Recorded) {
	s := b.Set
	b.count(v, rec)
	res := s.Eval(rec.Visit, v.history, rec.At)
	for _, e := range res.Ends {
		if h, _, err := v.history.End(rec.Visit.Visitor, e.Rule, e.Fate, rec.At); err == nil {
			v.history = h
		}
	}
	for _, fires := range [][]Fire{res.Fires, res.Held} {
		for _, f := range fires {
			h, e, err := s.Claim(rec.Visit, v.history, f.Rule(), rec.At)
			if err != nil {
				continue // another firing of this look took the last of a cap they share
			}
			v.history = h
			b.fired(e)
		}
	}
	rec.Visit.Holds = nil
	v.last, v.holds, v.next = rec, res.Holds, res.Next
}

func (b *Backtest) fired(e Event) {
	t := &b.report.Rules[b.Set.byID[e.Rule]]
	t.Fired++
	t.seen[e.Visitor] = true
	if e.Held {
		t.Held++
	}
	b.report.Firings = append(b.report.Firings, Firing{At: e.At, Visitor: e.Visitor, Rule: e.Rule, Variant: e.Variant, Held: e.Held})
}

// count notes, for each rule whose condition holds, what else stands in its way.
func (b *Backtest) count(v *visitor, rec Recorded) {
	s := b.Set
	ev := s.beginEvaluation(rec.Visit, v.history, rec.At)
	defer s.endEvaluation(ev)
	for i := range s.rules {
		r, t := &s.rules[i], &b.report.Rules[i]
		if r.Type == Suppress {
			if !r.off {
				if ev.suppress(i, r); ev.vetoing(r, ev.now) {
					t.True++
				}
			}
			continue
		}
		if r.off || !ev.eligible(i) || ev.now < r.from || !ev.confirmRule(r) {
			continue
		}
		t.True++
		seen := ev.seen(i)
		capped, by := r.capped(ev, seen, 0)
		switch {
		case ev.vetoed(i):
			t.Vetoed++
		case r.quietUntil(ev, seen) > ev.now:
			t.Quiet++
		case capped > ev.now:
			t.cap(r, by)
		case ev.earliest(i, false) > ev.now:
			t.Grouped++
		}
	}
}

func (t *Tally) cap(r *rule, limit int) {
	t.Capped++
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
