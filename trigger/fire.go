package trigger

import "time"

// fire puts a rule into the result and counts it for what follows in this evaluation.
func (sc *scratch) fire(i int, r *rule, res *Result) {
	variant, do := sc.variant(r)
	f := Fire{Rule: r.ID, Variant: variant, Group: r.Group, Do: do}
	if p, ok := promptOf(do); ok {
		f.Expires = instantAt(sc.now).Add(life(p))
	}
	if r.shows && sc.held() {
		f.Expires = time.Time{}
		res.Held = append(res.Held, f)
	} else {
		res.Fires = append(res.Fires, f)
	}
	sc.rule(i).extra++
	if r.shows {
		sc.extra++
	}
	if r.gid >= 0 {
		g := sc.group(r.gid)
		g.extra++
		g.busy = max(g.busy, sc.now+int64(r.standing(do)))
	}
}

// standing is how long what a rule does stands in the way of its group.
func (r *rule) standing(do []Action) time.Duration {
	if p, ok := promptOf(do); ok {
		return life(p)
	}
	return gap
}

// life is how long a prompt stands unanswered.
func life(p Action) time.Duration {
	if p.Expire > 0 {
		return p.Expire
	}
	return stands
}

// variant picks what a rule does for this visitor. The choice has its own seed: with the rollout's, the visitors let in by a
// small percentage would all get the first variant.
func (sc *scratch) variant(r *rule) (string, []Action) {
	if len(r.Variants) == 0 {
		return "", r.Do
	}
	place := 0.0
	if f := &sc.facts[r.share.attr]; f.ok {
		place = float64(bucket(r.share.seed, "/variant", f.str)) / 10_000
	}
	i := ChooseVariant(place, r.weights)
	if i < 0 {
		return "", r.Do
	}
	if v := &r.Variants[i]; len(v.Do) > 0 {
		return v.ID, v.Do
	}
	return r.Variants[i].ID, r.Do
}

// held reports whether the visitor is in the holdout group.
func (sc *scratch) held() bool {
	s := sc.set.holdout
	if s == nil || !sc.facts[s.attr].ok {
		return false
	}
	in, _ := s.in(sc.facts[s.attr].str)
	return in
}
