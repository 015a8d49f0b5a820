package trigger

import (
	"strings"
	"time"
)

// A prompt that is open may have to go before the visitor answers it. The browser is told so in
// the same answer that says what to show, and from then on the prompt counts as ended for all
// rules. Everything that can end it by the clock alone is taken into next, so that nobody has to
// poll for the end of a prompt either.
//
// What keeps a prompt is less than what let it be shown. The cart may have changed, or the page:
// an invitation that went away while it is being read would only puzzle. But where nobody could
// answer any more, it goes.

// endings finds the open prompts that must go: expired, silenced by a veto, without a rule, or with
// nobody left to answer.
func (ev *evaluation) endings(res *Result, now time.Time) {
	for i := range ev.history.Seen {
		seen := &ev.history.Seen[i]
		name, isRule := strings.CutPrefix(seen.Scope, ruleScope)
		if !isRule || seen.Fate != Shown {
			continue
		}
		if fate, reason := ev.ending(seen, name, now); fate != "" {
			res.Ends = append(res.Ends, Ending{Rule: name, Fate: fate, Reason: reason})
		}
	}
}

// ending returns why one open prompt must go, and "" while it may stay; then it takes its end into
// next.
func (ev *evaluation) ending(seen *Seen, name string, now time.Time) (Fate, string) {
	if !seen.open(now) {
		return Expired, "nobody answered it in time"
	}
	if at, ok := nanos(seen.Expires); ok {
		ev.next = min(ev.next, at)
	}
	i, ok := ev.set.byID[name]
	if !ok || ev.set.rules[i].off {
		// Expired comes first: a prompt that ran out before its rule went was not withdrawn.
		return Withdrawn, "its rule is gone or switched off"
	}
	r := ev.set.rules[i]
	if ev.vetoed(int(i)) {
		return Withdrawn, "a suppress rule holds"
	}
	for _, v := range ev.vetoes {
		if v := ev.set.rules[v]; v.covers(r) {
			ev.next = min(ev.next, ev.vetoStart(v, ev.now))
		}
	}
	if r.staff.always() {
		return "", ""
	}
	if !ev.truth(&r.staff, ev.now) {
		return Withdrawn, "nobody is there to answer"
	}
	ev.next = min(ev.next, ev.instant(&r.staff, ev.now, false))
	return "", ""
}

// staffed reduces a condition to its parts about the team: free agents and opening hours. A prompt
// stands only while those are true, whatever became of the rest. It is the node that is always true
// if the condition has no such part.
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
		// "free, or VIP": without its second half the first would ask for more than the rule did.
		// So such an "any" keeps the prompt in any case.
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
