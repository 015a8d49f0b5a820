package trigger

import "slices"

// A rule whose condition can hold, but only where a suppress rule silences it, never fires either.
// Its owner sees two rules that are fine by themselves. So each rule is looked at together with the
// opposite of all suppress rules that cover it and ask about the same: if no visit meets that, the
// rule is warned of.
//
// A suppress rule reads a page more widely than a rule does: where readings of an address differ,
// all of them count. Here it is read as a rule reads it, which is one of them. So wherever a rule
// is silenced by this reading it is by the other, and what is proven holds all the more.
//
// An example: a rule for carts from 100 on, and two suppress rules, for carts from 200 on and for
// those below 300. Neither of the two covers the rule. The parts that are searched together are
// "100 or more", "less than 200" and "300 or more", and no cart is all of that.

// silencer is a suppress rule, as far as it can silence rules for ever.
type silencer struct {
	groups []int // that it silences; nil: all
	open   node  // the opposite of its condition
	attrs  []int // that it asks about
}

// silences finds the rules of a list that suppress rules always silence.
type silences struct {
	b     *builder // has compiled them, and not put them in order yet
	rules []Rule
}

// warn warns of rules that only ever hold where suppress rules do.
func (x silences) warn() {
	b := x.b
	nodes := len(b.set.nodes)
	all := x.silencers()
	for i := 0; len(all) > 0 && i < len(x.rules); i++ {
		r := b.set.rules[i]
		if r.Type == Suppress || r.off || r.intake() || len(b.set.again.rules[r.ID]) > 0 {
			continue
		}
		p := &b.prover
		// What asks about something else leaves the rule as possible as it is by itself, and
		// of that it was warned already. So nearly all rules of a long list are not searched.
		parts := []node{r.root}
		for _, s := range all {
			covers := s.groups == nil || slices.Contains(s.groups, int(r.gid))
			if covers && p.asksAbout(&r.root, s.attrs) {
				parts = append(parts, s.open)
			}
		}
		// No single attribute is to blame: the reason names the suppress rules.
		p.steps, p.chosen, p.culprit = maxProof, p.chosen[:0], -2
		p.from, p.until = r.from, r.until
		if len(parts) > 1 && p.search(parts) == impossible {
			at := item("", i) + "/when"
			b.warnings.add(at, "can never hold where no suppress rule silences it")
		}
	}
	// The opposites were for the search alone. What they asked about may stay: it is shared.
	b.set.nodes = b.set.nodes[:nodes]
}

// silencers returns the suppress rules that are on at all times and do not always hold. One with
// dates silences for a while, and of one that always holds its own warning says so.
func (x silences) silencers() (all []silencer) {
	b := x.b
	for i := range x.rules {
		r := b.set.rules[i]
		if r.Type != Suppress || r.off || r.from >= 0 || r.until != never || r.root.always() {
			continue
		}
		// The condition was checked with its rule. Whatever is said of its opposite says the
		// same once more, with a pointer that leads nowhere.
		faults, warnings := len(b.faults), len(b.warnings)
		b.leafs, b.nots, b.vetoes = 0, 0, false
		open := b.cond(&Cond{Not: &x.rules[i].When}, "/when", 0, false)
		whole := len(b.faults) == faults // it may be one level too deep
		b.faults, b.warnings = b.faults[:faults], b.warnings[:warnings]
		s := silencer{groups: r.vetoes, open: open}
		if whole && b.prover.plainPages(&open, &s.attrs) {
			all = append(all, s)
		}
	}
	return all
}

// plainPages notes the attributes of the opposite of a condition. It reports whether that says of
// pages only which ones they are not.
//
// A suppress rule for all pages but some says which ones they are. On a page that cannot be read it
// holds, which a rule's reading does not show.
func (p *prover) plainPages(n *node, attrs *[]int) bool {
	if n.kind == single {
		l := n.literal()
		_, a := p.about(l)
		*attrs = append(*attrs, p.subject(l))
		return a.source != fromPath || l.neg
	}
	kids := p.b.set.kids(n)
	for i := range kids {
		if !p.plainPages(&kids[i], attrs) {
			return false
		}
	}
	return true
}

// asksAbout reports whether a condition has a comparison about one of some attributes, or about the
// same page.
func (p *prover) asksAbout(n *node, attrs []int) bool {
	if n.kind == single {
		is := int32(p.subject(n.literal()))
		return slices.ContainsFunc(attrs, func(a int) bool {
			return int32(a) == is || p.ofFamily(is) && p.ofFamily(int32(a))
		})
	}
	kids := p.b.set.kids(n)
	return slices.ContainsFunc(kids, func(k node) bool { return p.asksAbout(&k, attrs) })
}
