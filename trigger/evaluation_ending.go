package trigger

import (
	"strings"
	"time"
)

// endings finds open prompts that must go: expired, vetoed, their rule gone, or nobody there to answer any more.
func (sc *scratch) endings(res *Result, now time.Time) {
	for i := range sc.history.Seen {
		seen := &sc.history.Seen[i]
		name, isRule := strings.CutPrefix(seen.Scope, ruleScope)
		if !isRule || seen.Fate != Shown {
			continue
		}
		if fate, reason := sc.ending(seen, name, now); fate != "" {
			res.Ends = append(res.Ends, Ending{Rule: name, Fate: fate, Reason: reason})
		}
	}
}

func (sc *scratch) ending(seen *Seen, name string, now time.Time) (Fate, string) {
	if !seen.open(now) {
		return Expired, "nobody answered it in time"
	}
	if at, ok := nanos(seen.Expires); ok {
		sc.next = min(sc.next, at)
	}
	i, ok := sc.set.byID[name]
	if !ok || sc.set.rules[i].off {
		return Withdrawn, "its rule is gone or switched off"
	}
	r := &sc.set.rules[i]
	if sc.vetoed(int(i)) {
		return Withdrawn, "a suppress rule holds"
	}
	for _, v := range sc.vetoes {
		if v := &sc.set.rules[v]; v.covers(r) {
			sc.next = min(sc.next, sc.vetoStart(v, sc.now))
		}
	}
	if r.staff.always() {
		return "", ""
	}
	if !sc.truth(&r.staff, sc.now) {
		return Withdrawn, "nobody is there to answer"
	}
	sc.next = min(sc.next, sc.instant(&r.staff, sc.now, false))
	return "", ""
}

// staffed reduces a condition to what is about the team (agents free, opening hours): what else must be true is taken to
// be. Always true if nothing is left.
func (b *builder) staffed(n *node) node {
	if n.kind == single {
		switch a := &b.set.attrs[b.set.leaves[n.at].attr]; {
		case a.source == fromHours, a.name == "agents.free":
			return *n
		}
		return node{}
	}
	var kept []node
	for i := range b.set.kids(n) {
		switch k := b.staffed(&b.set.kids(n)[i]); {
		case !k.always():
			kept = append(kept, k)
		case n.kind == anyOf:
			return node{}
		}
	}
	switch len(kept) {
	case 0:
		return node{}
	case 1:
		return kept[0]
	}
	return b.set.hang(n.kind, kept...)
}
