package trigger

import "time"

// choice is one thing a rule may do.
type choice struct {
	deed
	stands  int64 // how long it stands in the way of its group
	prompts bool
}

// choose lays out what a rule may do. It shows something if any of that does.
func (r *rule) choose(do []Action) {
	r.choices = make([]choice, 0, max(1, len(r.Variants)))
	if len(r.Variants) == 0 {
		r.choices = append(r.choices, r.choice("", do))
	}
	for _, v := range r.Variants {
		its := v.Do
		if len(its) == 0 {
			its = do
		}
		r.choices = append(r.choices, r.choice(v.ID, its))
	}
	for i := range r.choices {
		r.shows = r.shows || !quietly(r.choices[i].Do)
	}
}

func (r *rule) choice(variant string, do []Action) choice {
	c := choice{deed: deed{Rule: r.ID, Variant: variant, Group: r.Group, Do: do}, stands: int64(gap)}
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

// choose picks what a rule does for this visitor. Variants have their own seed: with the rollout's, the visitors let in by a
// small percentage would all get the first variant. A visitor without the attribute gets the first.
func (sc *scratch) choose(r *rule) int {
	if len(r.choices) == 1 {
		return 0
	}
	f := sc.fact(r.share.attr)
	if !f.ok {
		return 0
	}
	return max(0, ChooseVariant(float64(bucket(r.share.seed, "/variant", f.str))/10_000, r.weights))
}

// fire puts a rule into the result and counts it for what follows in this evaluation.
func (sc *scratch) fire(i int, res *Result) {
	t := &sc.set.terms[i]
	f, prompts, stands := Fire{deed: t.deed}, t.prompts, t.stands
	if t.deed == nil {
		r := &sc.set.rules[i]
		c := &r.choices[sc.choose(r)]
		f.deed, prompts, stands = &c.deed, c.prompts, c.stands
	}
	if t.shows && sc.held() {
		res.Held = append(res.Held, f)
	} else {
		if prompts {
			f.Expires = sc.expiry(stands)
		}
		res.Fires = append(res.Fires, f)
	}
	if t.shows {
		sc.extra++
	}
	if t.gid >= 0 {
		g := sc.group(int(t.gid))
		g.extra++
		g.busy = max(g.busy, sc.now+stands)
	}
}

// expiry is the end of a prompt that stands for so long, which as a rule all do.
func (sc *scratch) expiry(stands int64) time.Time {
	if sc.stands != stands {
		sc.stands, sc.expires = stands, instantAt(sc.now+stands)
	}
	return sc.expires
}

// held reports whether the visitor is in the holdout group.
func (sc *scratch) held() bool {
	s := sc.set.holdout
	if s == nil || !sc.fact(s.attr).ok {
		return false
	}
	in, _ := s.in(sc.fact(s.attr).str)
	return in
}
