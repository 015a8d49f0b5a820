package trigger

import "time"

// What fires is decided in the order of firing, and each firing counts for the rules behind it in
// the same look: it uses up caps that they share, and it takes their group. So the visit's answer
// is the same as if each rule had been claimed before the next was asked.
//
// Nothing is written here. The host shows what fires only if Claim says so, which asks caps, quiet
// times and groups again, of the history in the very commit that counts the showing.

// choice is one of the things that a rule may do: its variants, or the only one.
type choice struct {
	outcome
	stands  int64 // how long it keeps the group's other rules from firing
	prompts bool
}

// choose compiles what a rule may do. The rule shows something if any of that does.
func (r *rule) choose(do []Action) {
	r.choices = make([]choice, 0, max(1, len(r.Variants)))
	if len(r.Variants) == 0 {
		r.choices = append(r.choices, r.choice("", do))
	}
	for _, v := range r.Variants {
		actions := v.Do
		if len(actions) == 0 {
			actions = do
		}
		r.choices = append(r.choices, r.choice(v.ID, actions))
	}
	for i := range r.choices {
		r.shows = r.shows || !quietly(r.choices[i].Do)
	}
}

// choice makes one. A prompt keeps its group busy until it expires; anything else, which the
// visitor may not even notice, only for a moment.
func (r *rule) choice(variant string, do []Action) choice {
	c := choice{outcome: outcome{Rule: r.ID, Variant: variant, Group: r.Group, Do: do}, stands: int64(gap)}
	for i := range do {
		if do[i].Type != Prompt {
			continue
		}
		if c.prompts, c.stands = true, int64(stands); do[i].Expire > 0 {
			c.stands = int64(do[i].Expire)
		}
	}
	return c
}

// choose returns which of its choices rule i takes for this visitor: the variant that the visitor
// has seen, or one by hash. Variants hash with a seed of their own: with the rollout's seed, the
// visitors whom a small percentage lets in would all get the first variant. A visitor without the
// attribute gets the first one.
func (ev *evaluation) choose(i int) int {
	r := ev.set.rules[i]
	if len(r.choices) == 1 {
		return 0
	}
	if seen := ev.seen(i); seen != nil {
		for k := range r.choices {
			if r.choices[k].Variant == seen.Variant {
				return k
			}
		}
	}
	f := ev.fact(r.share.attr)
	if !f.ok {
		return 0
	}
	return max(0, ChooseVariant(float64(bucket(r.share.seed, "/variant", f.str))/10_000, r.weights))
}

// fire puts a rule into the result, and counts it against the caps and groups of the rules after
// it.
func (ev *evaluation) fire(i int, res *Result) {
	t := &ev.set.terms[i]
	f, prompts, stands := Fire{outcome: t.outcome}, t.prompts, t.stands
	// A rule with variants: which of them it is depends on the visitor.
	if t.outcome == nil {
		r := ev.set.rules[i]
		c := &r.choices[ev.choose(i)]
		f.outcome, prompts, stands = &c.outcome, c.prompts, c.stands
	}
	// The holdout group counts like everybody else, or the groups could not be compared.
	if t.shows && ev.inHoldout() {
		res.Held = append(res.Held, f)
	} else {
		if prompts {
			f.Expires = ev.expiry(stands)
		}
		res.Fires = append(res.Fires, f)
	}
	// What sorts a session, or tells the host something, does not count as shown.
	if t.shows {
		ev.shownNow++
	}
	if t.gid >= 0 {
		g := ev.group(int(t.gid))
		g.firedNow++
		g.busy = max(g.busy, ev.now+stands)
	}
}

// expiry returns the end of a prompt shown now. The last answer is kept, because most prompts stand
// equally long.
func (ev *evaluation) expiry(stands int64) time.Time {
	if ev.stands != stands {
		ev.stands, ev.expires = stands, instantAt(ev.now+stands)
	}
	return ev.expires
}

// inHoldout reports whether the visitor is in the holdout group, to whom nothing is shown.
func (ev *evaluation) inHoldout() bool {
	s := ev.set.holdout
	// Who has no such attribute is in no group, and is shown everything.
	if s == nil || !ev.fact(s.attr).ok {
		return false
	}
	in, _ := s.in(ev.fact(s.attr).str)
	return in
}
