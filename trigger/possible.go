package trigger

import (
	"slices"
	"strings"
)

// prover tells whether a condition can hold at all, so that Compile can warn of a rule that never
// fires.
//
// It goes through the alternatives of the condition. An alternative is a row of literals, and it is
// possible when each attribute has a value with which all literals about it are true. For most
// kinds the values worth trying are few and decide the question: the numbers of the literals and
// their neighbours, the first and last instants, the ends of networks. For texts that literals only
// describe, by what they begin with or a pattern, the prover makes some texts and tries them; where
// none will do, it does not know.
//
// What is about the same page is tried together as well: a host, a path and a parameter are parts
// of one address.
type prover struct {
	b       *builder
	alone   []prospect // of literals by themselves: two of each leaf; 0 is not known yet
	steps   int        // how many more parts of the condition may be looked at
	chosen  []literal  // of the alternative that is being tried
	from    int64      // the rule's
	until   int64
	culprit int // the attribute that made an alternative impossible; -1: none did, -2: several

	closed bool // values are those that are filled in, see filled

	never, only *pages // of the Config, once a rule's page is looked for in them; see pages
}

// prospect is what a prover found out. Where either of two is enough, the larger one counts.
type prospect uint8

const (
	impossible prospect = iota + 1 // nothing can make it true
	unproven                       // nothing was found that makes it true
	possible
)

// maxProof bounds the work for one rule. A condition that takes more is taken to be possible.
const maxProof = 1 << 13

// prove warns of a condition that can never hold.
//
// The common case is decided by plain alone, without the search.
func (p *prover) prove(r *rule) {
	b := p.b
	p.steps, p.chosen, p.culprit = maxProof, p.chosen[:0], -1
	p.from, p.until = r.from, r.until
	// Compile does this for every rule, and of 10,000 rules nearly all ask each attribute once,
	// for something ordinary.
	if p.plain(&r.root) {
		return
	}
	about := ""
	got := p.search([]node{r.root})
	if p.culprit >= 0 {
		name := b.set.attrs[p.culprit].name
		about = ": nothing that " + name + " can be meets all that is asked of it"
	}
	switch got {
	case impossible:
		b.warnings.add("/when", "can never hold"+about)
	case unproven:
		b.warnings.add("/when", "may never hold: no visit was found that meets it")
	}
}

// plain reports whether a condition is possible at first sight: each attribute is asked once, and
// for something that it can be.
func (p *prover) plain(root *node) bool {
	var seen [maxLeaves]int32
	n := 0
	var walk func(*node) bool
	walk = func(at *node) bool {
		if at.kind != single {
			kids := p.b.set.kids(at)
			for i := range kids {
				if !walk(&kids[i]) {
					return false
				}
			}
			return at.kind == allOf || len(kids) > 0
		}
		attr := int32(p.subject(at.literal()))
		related := func(a int32) bool { return a == attr || p.ofFamily(attr) && p.ofFamily(a) }
		if n == len(seen) || slices.ContainsFunc(seen[:n], related) {
			return false
		}
		seen[n] = attr
		n++
		return p.b.set.attrs[attr].source != fromNow && p.byItself(at.literal()) == possible
	}
	return walk(root)
}

// search returns whether all of todo can hold together with what is chosen.
//
// todo is a stack of parts that must all hold. It takes the last one: a literal is added to what
// is chosen, an "any" tries its parts in turn, and an "all" puts its parts on the stack. When the
// stack is empty, what is chosen is one whole alternative.
func (p *prover) search(todo []node) prospect {
	// Out of patience: no warning is better than one that may be wrong.
	if p.steps == 0 {
		return possible
	}
	p.steps--
	if len(todo) == 0 {
		return p.onePage()
	}
	n, rest := todo[len(todo)-1], slices.Clip(todo[:len(todo)-1])
	switch kids := p.b.set.kids(&n); n.kind {
	case single:
		return p.choose(n.literal(), rest)
	case anyOf:
		// One part that can hold is enough, and nothing better can come behind it.
		best := impossible
		for i := range kids {
			if best = max(best, p.search(append(rest, kids[i]))); best == possible {
				break
			}
		}
		return best
	default:
		for _, branches := range []bool{true, false} { // a literal comes last, to be tried first
			for _, kid := range kids {
				if (kid.kind != single) == branches {
					rest = append(rest, kid)
				}
			}
		}
		return p.search(rest)
	}
}

// choose adds a literal to those of the alternative, and goes on.
//
// It takes the literal off again afterwards, because chosen is shared by all alternatives.
func (p *prover) choose(l literal, rest []node) prospect {
	attr := p.subject(l)
	lits := []literal{l}
	for _, c := range p.chosen {
		if p.subject(c) == attr {
			lits = append(lits, c)
		}
	}
	v := possible
	if len(lits) == 1 && p.b.set.attrs[attr].source != fromNow && !p.closed {
		v = p.byItself(l)
	} else {
		// Not kept for other rules: it is of just these literals, or of the rule's dates.
		v = p.together(lits)
	}
	if v == impossible {
		switch p.culprit {
		case -1:
			p.culprit = attr
		case attr:
		default:
			p.culprit = -2
		}
		return impossible
	}
	p.chosen = append(p.chosen, l)
	v = min(v, p.search(rest))
	p.chosen = p.chosen[:len(p.chosen)-1]
	return v
}

// subject returns the attribute that a literal is about. Whether a visit is the first one follows
// from the number of visits.
func (p *prover) subject(l literal) int {
	attr := p.b.set.leaves[l.leaf].attr
	if p.b.set.attrs[attr].source == fromFirst {
		if count, ok := p.b.attrID["visit.count"]; ok {
			return count
		}
	}
	return attr
}

// byItself returns whether a literal can be true, and remembers it: rules share literals.
func (p *prover) byItself(l literal) prospect {
	i := 2 * int(l.leaf)
	if l.neg {
		i++
	}
	if i >= len(p.alone) {
		p.alone = append(p.alone, make([]prospect, i+1+len(p.alone))...)
	}
	if p.alone[i] == 0 {
		if p.alone[i] = possible; !p.surely(l) {
			p.alone[i] = p.together([]literal{l})
		}
	}
	return p.alone[i]
}

// surely reports whether a literal can be true at first sight, as nearly all can.
func (p *prover) surely(l literal) bool {
	f := &p.b.set.leaves[l.leaf]
	a := &p.b.set.attrs[f.attr]
	// No visit has to have the attribute.
	if a.optional() && f.test(&fact{}, 0) != l.neg {
		return true // without the attribute
	}
	switch a.source {
	case fromHours, fromHost, fromReferrerHost, fromPromptLast, fromFate, fromChats:
		return false
	}
	switch {
	case l.neg || f.op == Exists || f.kind == List:
		return false
	case f.kind == String:
		switch f.op {
		case Regexp:
			return !strings.ContainsAny(f.value.str, `^$\[#%;`)
		case Glob:
			return strings.HasPrefix(f.value.str, "/")
		case In:
			return slices.ContainsFunc(f.list, func(s string) bool { return p.valid(a.source, s) })
		case Contains:
			return a.source != fromPath || p.valid(a.source, "/x"+f.str+"x")
		}
		return f.str != "" && p.valid(a.source, f.str)
	}
	return true
}

// together returns whether literals about one attribute can be true at once.
func (p *prover) together(lits []literal) prospect {
	a := &p.b.set.attrs[p.subject(lits[0])]
	if a.source == fromPlace || a.optional() && p.meets(lits, &fact{}) {
		return possible // a page that is not known meets every veto of a page
	}
	if p.closed {
		if values, ok := p.closedValues(lits, a); ok {
			return p.anyOf(lits, values)
		}
	}
	if a.source == fromFirst {
		return p.anyOf(lits, p.numbers(lits, a.source))
	}
	switch a.kind {
	case Number:
		return p.anyOf(lits, p.numbers(lits, a.source))
	case Bool:
		return p.anyOf(lits, p.truths(a))
	case Duration, Instant:
		return p.anyOf(lits, p.instants(lits, a.source))
	case IP:
		return p.anyOf(lits, p.addresses(lits))
	case List:
		return p.lists(lits)
	}
	found, whole := p.texts(lits, a.source)
	switch {
	case len(found) > 0:
		return possible
	case whole:
		return impossible
	}
	return unproven
}

// anyOf returns whether one of the values meets the literals; those are all the values that matter.
func (p *prover) anyOf(lits []literal, values []fact) prospect {
	for i := range values {
		if p.meets(lits, &values[i]) {
			return possible
		}
	}
	return impossible
}

// meets reports whether all literals are true of a value.
func (p *prover) meets(lits []literal, f *fact) bool {
	for _, l := range lits {
		leaf, of := &p.b.set.leaves[l.leaf], f
		if p.b.set.attrs[leaf.attr].source == fromFirst && f.ok {
			of = &fact{}
			of.flag(f.num <= 1)
		}
		if leaf.test(of, 0) == l.neg {
			return false
		}
	}
	return true
}

// optional reports whether a visit may be without the attribute.
func (a *attr) optional() bool {
	switch a.source {
	case fromNow, fromHours, fromChats, fromChatOpen, fromPromptOpen, fromPlace, fromMoments:
		return false
	}
	return true
}
