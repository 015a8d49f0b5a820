package trigger

import (
	"slices"
	"strings"
)

// A condition that can hold does not make a rule fire yet. A quiet time of a day and a condition
// that asks for the first hour after a dismissal rule each other out, and so do a page and a site
// that keeps its checkout free of prompts. Such a rule compiles, and its owner waits in vain.
//
// What else a rule needs is a bar here. No search is made for it: a bar is told where each way to
// meet the condition goes through a comparison that is false whenever the bar lets the rule fire.

// bar is something besides its condition that keeps a rule from firing.
type bar struct {
	reason string
	// stops reports whether a comparison is false wherever the bar lets the rule fire.
	stops func(b barrier, l literal) bool
}

// barrier is what keeps one rule from firing. A comparison is asked for values that the bar leaves
// it: a length of time for the instant at which the bar opens and one long after, a fate for each
// that the rule comes back from.
type barrier struct {
	*prover
	rule *rule
}

var bars = []bar{
	{"can never hold while no chat is open, and nothing is shown during one", barrier.needsChat},
	{"can never hold so long as hold says: the visit is longer by then", barrier.endsInHold},
	{"can never hold where the visitor has what the rollout goes by", barrier.needsNobody},
	{"can never hold when the rule may fire again after its own prompt", barrier.needsOwnFate},
	{"can never hold when the quiet time is over", barrier.endsInQuiet},
	{"can never hold outside the pages on which nothing fires", barrier.needsVetoed},
}

// barred warns of a rule whose condition can hold, but not where the rest of the rule lets it fire.
func (p *prover) barred(r *rule) {
	if r.Type == Suppress {
		if r.root.kind == allOf && len(p.b.set.kids(&r.root)) == 0 && r.from < 0 && r.until == never {
			p.b.warnings.add("/when", "always holds, so nothing that it silences ever fires")
		}
		return
	}
	// One way may end at one bar, and another at another.
	reason := ""
	stops := func(l literal) bool {
		i := slices.IndexFunc(bars, func(b bar) bool { return b.stops(barrier{p, r}, l) })
		if i >= 0 && reason != "" && reason != bars[i].reason {
			reason = "can never hold where the rest of the rule lets it fire"
		} else if i >= 0 {
			reason = bars[i].reason
		}
		return i >= 0
	}
	if p.onAllWays(&r.root, stops) {
		p.b.warnings.add("/when", reason)
		return
	}
	p.filled(r)
}

// onAllWays reports whether each way to meet a condition goes through a literal of some kind.
func (p *prover) onAllWays(n *node, is func(literal) bool) bool {
	if n.kind == single {
		return is(n.literal())
	}
	kids := p.b.set.kids(n)
	for i := range kids {
		if p.onAllWays(&kids[i], is) == (n.kind == allOf) {
			return n.kind == allOf
		}
	}
	return n.kind == anyOf && len(kids) > 0
}

// about returns what a literal compares, and the attribute.
func (p *prover) about(l literal) (*leaf, *attr) {
	f := &p.b.set.leaves[l.leaf]
	return f, &p.b.set.attrs[f.attr]
}

// needsChat is of what is shown to nobody in a chat.
func (x barrier) needsChat(l literal) bool {
	_, a := x.about(l)
	quiet := x.rule.shows && !x.b.set.config.DuringChat
	return quiet && a.source == fromChatOpen && !x.meets([]literal{l}, &fact{ok: true})
}

// endsInHold is of a hold, which no new visit takes over. A page may follow another within it.
func (x barrier) endsInHold(l literal) bool {
	_, a := x.about(l)
	return x.rule.hold > 0 && a.source == fromStarted && x.overBy(l, x.rule.hold)
}

// overBy reports whether a literal about a length of time is false from so long after its anchor
// on, and also without an anchor.
func (x barrier) overBy(l literal, after int64) bool {
	one := []literal{l}
	return !x.meets(one, &fact{}) && !x.meets(one, &fact{ok: true, at: -after}) &&
		!x.meets(one, &fact{ok: true, at: -2 * int64(maxDuration)})
}

// needsNobody is of a rollout: who has no such attribute is out.
func (x barrier) needsNobody(l literal) bool {
	f, _ := x.about(l)
	return x.rule.Rollout != nil && f.attr == x.rule.share.attr && f.op == Exists && f.want == l.neg
}

// endsInQuiet is of quiet times that begin with whatever prompt, or with a chat.
//
// A quiet time of the rule alone, or of its group, says nothing of what a condition asks for: since
// when any prompt was last answered. Another rule's may have been answered just now.
func (x barrier) endsInQuiet(l literal) bool {
	_, a := x.about(l)
	var quiet int64
	switch all := x.rule.quiet.scope == overall; {
	case a.source == fromDismissed && all:
		quiet = x.rule.quiet.dismissed
	case a.source == fromAccepted && all, a.source == fromChatStarted:
		quiet = x.rule.quiet.engaged
	case a.source == fromChatEnded:
		quiet = x.rule.quiet.chatEnded
	}
	return quiet > 0 && x.overBy(l, quiet)
}

// needsOwnFate is of what became of the rule's own prompt, where it does not come back after that.
func (x barrier) needsOwnFate(l literal) bool {
	_, a := x.about(l)
	if a.source != fromFate || a.key != ruleScope+x.rule.ID || x.meets([]literal{l}, &fact{}) {
		return false
	}
	// It has a fate only after it has fired, and then it is out of firings.
	once := slices.ContainsFunc(x.rule.limits, func(m limit) bool {
		return m.max == 1 && m.window == lifetime && (m.scope != inGroup || m.group == int(x.rule.gid))
	})
	if once {
		return true
	}
	// What was dismissed stays so unless the rule says for how long; what was answered, likewise.
	for _, fate := range fates {
		ends := x.rule.quiet.answered && fate == string(Accepted) ||
			(x.rule.quiet.answered || x.rule.quiet.dismissed == 0) && fate == string(Dismissed)
		if !ends && x.meets([]literal{l}, &fact{ok: true, str: fate, low: fate}) {
			return false
		}
	}
	return true
}

// needsVetoed is of a page that is one of Config.Never, or none of Config.Only. They say where
// nothing is shown: a session may begin there, so a rule of intake fires.
//
// A path that is named is looked up as the page's address would be. Of a beginning only a list of
// never can be sure: what follows it may lead beside the only pages, or to one of them.
func (x barrier) needsVetoed(l literal) bool {
	f, a := x.about(l)
	if x.rule.intake() {
		return false
	}
	if op, neg := positive(f.op, l.neg); a.source != fromPath || neg || !x.pages() {
		return false
	} else if op == Prefix {
		return x.vetoedBelow(f.str)
	} else if op == Eq {
		return x.vetoed(f.str)
	} else if op == In {
		return !slices.ContainsFunc(f.list, func(s string) bool { return !x.vetoed(s) })
	}
	return false
}

// pages reports whether there are pages on which nothing fires. It compiles their lists once.
func (x barrier) pages() bool {
	c := &x.b.set.config
	if len(c.Never)+len(c.Only) > 0 && x.never == nil {
		// Their faults are those of the Config, told where it is checked.
		quiet := newBuilder(Config{})
		x.never, x.only = &pages{}, &pages{}
		for _, entry := range c.Never {
			quiet.page(x.never, entry, "")
		}
		for _, entry := range c.Only {
			quiet.page(x.only, entry, "")
		}
	}
	return x.never != nil
}

// vetoed reports whether nothing fires on the page with a path, however its address goes on.
func (x barrier) vetoed(path string) bool {
	at := places(nil, path)
	left := budget{left: x.b.set.config.Budget}
	if len(at) == 0 || x.never.holds(at, &left) {
		return len(at) > 0
	}
	// The query of a front page may lead to one of the only pages.
	only := len(x.b.set.config.Only) > 0
	return only && !slices.ContainsFunc(at, isFront) && !x.only.holds(at, &left)
}

// vetoedBelow reports whether nothing fires on any page whose path begins so.
func (x barrier) vetoedBelow(begin string) bool {
	return slices.ContainsFunc(x.never.paths, func(path string) bool {
		return path == "/" || strings.HasPrefix(begin, path+"/")
	})
}
