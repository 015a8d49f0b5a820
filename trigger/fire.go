package trigger

// choice is one thing a rule may do.
type choice struct {
	fire    Fire
	stands  int64 // how long it stands in the way of its group
	prompts bool
}

// choose lays out what a rule may do. It shows something if any of that does.
func (r *rule) choose() {
	if len(r.Variants) == 0 {
		r.choices = []choice{r.choice("", r.Do)}
	}
	for _, v := range r.Variants {
		do := v.Do
		if len(do) == 0 {
			do = r.Do
		}
		r.choices = append(r.choices, r.choice(v.ID, do))
	}
	for _, c := range r.choices {
		r.shows = r.shows || !quietly(c.fire.Do)
	}
}

func (r *rule) choice(variant string, do []Action) choice {
	c := choice{fire: Fire{Rule: r.ID, Variant: variant, Group: r.Group, Do: do}, stands: int64(gap)}
	for _, a := range do {
		if a.Type != Prompt {
			continue
		}
		if c.prompts, c.stands = true, int64(stands); a.Expire > 0 {
			c.stands = int64(a.Expire)
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
	f := &sc.facts[r.share.attr]
	if !f.ok {
		return 0
	}
	return max(0, ChooseVariant(float64(bucket(r.share.seed, "/variant", f.str))/10_000, r.weights))
}

// fire puts a rule into the result and counts it for what follows in this evaluation.
func (sc *scratch) fire(i int, res *Result) {
	t := &sc.set.terms[i]
	c := t.only
	if c == nil {
		r := &sc.set.rules[i]
		c = &r.choices[sc.choose(r)]
	}
	if t.shows && sc.held() {
		res.Held = append(res.Held, c.fire)
	} else {
		res.Fires = append(res.Fires, c.fire)
		if c.prompts {
			res.Fires[len(res.Fires)-1].Expires = instantAt(sc.now + c.stands)
		}
	}
	if t.shows {
		sc.extra++
	}
	if t.gid >= 0 {
		g := sc.group(int(t.gid))
		g.extra++
		g.busy = max(g.busy, sc.now+c.stands)
	}
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
