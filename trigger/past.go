package trigger

import (
	"math"
	"slices"
	"time"
)

// A hold says that a condition has to be true without a break for so long. Between two looks
// nobody asks it: the tab is throttled, the laptop sleeps over lunch. What is known afterwards is
// when things last changed, so the condition is asked again for instants that have passed, at each
// one at which its answer may have turned. Where that is not known, the answer is the one that
// fires nothing: the condition did not hold, and a veto did.

// maxLooksBack bounds how many instants unbroken looks at. A hold with more of them behind it
// begins anew.
const maxLooksBack = 512

// past is the time between the look that left a hold and now, in which nobody looked. What was true
// in it goes by what is known now: anchors, schedules and dates say what was so at an instant that
// has passed.
type past struct {
	ev   *evaluation
	rule *rule
	hold *Hold
}

// unbroken returns the first instant from since on from which the condition of a rule has been true
// until now, and no veto has silenced the rule. A look found it so up to the hold's Seen.
func (p *past) unbroken(since int64) int64 {
	ev := p.ev
	seen, whole := max(since, passed(p.hold.Seen)), true
	unseen := ev.entered > seen && !slices.Contains(ev.visit.Moments, OnPage)
	// Somebody may have been on the checkout before this page, with nobody looking.
	if unseen && p.silencesPages() {
		since = min(ev.entered, ev.now)
		seen = since
	}
	for t, n := seen, 0; t < ev.now; n++ {
		// So many turns take longer to look at than the rule is worth. It waits anew.
		if n == maxLooksBack {
			return ev.now
		}
		switch stood := p.stood(&p.rule.root, t) && !p.wasVetoed(t); {
		case !stood:
			whole = false
		// The condition was broken and is true again: the hold begins anew here.
		case !whole:
			since, whole = t, true
		}
		t = p.turnAfter(t)
	}
	if !whole {
		return ev.now
	}
	return since
}

// wasVetoed reports whether a veto silenced a rule at an instant that has passed, or may have done
// so.
func (p *past) wasVetoed(t int64) bool {
	p.ev.veto = true
	defer func() { p.ev.veto = false }()
	for _, i := range p.ev.vetoes {
		v := p.ev.set.rules[i]
		if v.covers(p.rule) && t >= v.from && t < v.until && p.stood(&v.root, t) {
			return true
		}
	}
	return false
}

// silencesPages reports whether vetoes of a rule ask about the page. Where nobody looked when the
// page was entered, one before it may have been silenced.
func (p *past) silencesPages() bool {
	for i := range p.ev.set.rules {
		v := p.ev.set.rules[i]
		if v.Type != Suppress {
			break // vetoes come first
		}
		if !v.off && v.covers(p.rule) && p.ev.set.asksPage(&v.root) {
			return true
		}
	}
	return false
}

// asksPage reports whether a tree asks about the page that the visitor is on.
func (s *Set) asksPage(n *node) bool {
	if n.kind == single {
		return s.attrs[s.leaves[n.at].attr].source.ofPage()
	}
	kids := s.kids(n)
	for i := range kids {
		if s.asksPage(&kids[i]) {
			return true
		}
	}
	return false
}

// stood reports whether a condition was true at an instant that has passed. Where that is not
// known, the condition of a rule was not true, and that of a veto was.
func (p *past) stood(n *node, t int64) bool {
	if n.kind == single {
		return p.literalStood(n, t)
	}
	kids := p.ev.set.kids(n)
	for i := range kids {
		if p.stood(&kids[i], t) == (n.kind == anyOf) {
			return n.kind == anyOf
		}
	}
	return n.kind == allOf
}

// literalStood is stood for one literal. What an attribute was before its present value is not
// known, unless it is a length of time whose anchor moved: that was between nothing and what it was
// from the anchor of the last look.
func (p *past) literalStood(n *node, t int64) bool {
	ev := p.ev
	l := &ev.set.leaves[n.at]
	a := &ev.set.attrs[l.attr]
	known := p.knownFrom(l.attr)
	if t >= known {
		if a.source != fromPromptOpen {
			return ev.literal(int(n.at), n.neg, t)
		}
		var was fact
		was.flag(ev.history.promptOpen(instantAt(t)))
		return l.test(&was, t) != n.neg
	}
	old := a.anchorOf(p.hold)
	if old == math.MinInt64 || !l.timed {
		return ev.veto
	}
	// The anchor may have moved several times in between. With one at t itself nothing is over yet,
	// and with the old one the most is. What holds for both held whatever the anchor was.
	least := l.test(&fact{ok: true, at: t}, t) != n.neg
	most := l.test(&fact{ok: true, at: old}, t) != n.neg
	if ev.veto {
		return least || most
	}
	return least && most
}

// anchorOf returns the anchor of a length of time at the look that left a hold.
func (a *attr) anchorOf(h *Hold) int64 {
	switch a.source {
	case fromEntered:
		return passed(h.Entered)
	case fromActive:
		return passed(h.Active)
	}
	return math.MinInt64
}

// knownFrom returns the instant from which on an attribute has had its present value, or anchor.
// Values that come without an instant have been the same since the last look: whatever changes them
// makes the host look.
func (p *past) knownFrom(attr int) int64 {
	h, from := &p.ev.history, p.ev.set.attrs[attr].source
	if from.ofPage() {
		return p.ev.entered
	}
	switch from {
	case fromStarted, fromEntered, fromActive,
		fromShown, fromAccepted, fromDismissed, fromChatStarted, fromChatEnded:
		if f := p.ev.fact(attr); f.ok {
			return f.at
		}
	case fromChats, fromChatOpen:
		return h.lastChat()
	// Whatever last happened to any prompt: later than that none of the three has changed.
	case fromPromptOpen, fromPromptLast, fromFate:
		last := max(passed(h.Shown), passed(h.Accepted), passed(h.Dismissed))
		for i := range h.Seen {
			last = max(last, passed(h.Seen[i].Ended))
		}
		return last
	}
	return math.MinInt64
}

// lastChat returns when a chat last began or ended.
func (h *History) lastChat() int64 { return max(passed(h.ChatStarted), passed(h.ChatEnded)) }

// passed returns an instant, or one before all others if there is none.
func passed(t time.Time) int64 {
	if at, ok := nanos(t); ok && !t.IsZero() {
		return at
	}
	return math.MinInt64
}

// turnAfter returns the first instant after t at which stood or wasVetoed may turn.
func (p *past) turnAfter(t int64) int64 {
	first := p.nodeTurn(&p.rule.root, t)
	for _, i := range p.ev.vetoes {
		if v := p.ev.set.rules[i]; v.covers(p.rule) {
			dates := min(after(t, v.from, false), after(t, v.until, false))
			first = min(first, dates, p.nodeTurn(&v.root, t))
		}
	}
	return first
}

// nodeTurn returns the first instant after t at which some leaf of a tree may turn.
func (p *past) nodeTurn(n *node, t int64) int64 {
	if n.kind == single {
		return p.literalTurn(&p.ev.set.leaves[n.at], t)
	}
	first, kids := int64(never), p.ev.set.kids(n)
	for i := range kids {
		first = min(first, p.nodeTurn(&kids[i], t))
	}
	return first
}

// literalTurn is nodeTurn for one leaf: when its value became known, and what the clock does to it.
func (p *past) literalTurn(l *leaf, t int64) int64 {
	known := p.knownFrom(l.attr)
	first := after(t, known, false)
	switch a := &p.ev.set.attrs[l.attr]; {
	case a.source == fromPromptOpen:
		for i := range p.ev.history.Seen {
			first = min(first, after(t, passed(p.ev.history.Seen[i].Expires), false))
		}
	// Nothing but a change of its value turns it, and that was taken into first.
	case !l.timed:
	case a.source == fromHours:
		first = min(first, turn(a.hours, t, !a.hours.Open(instantAt(t))))
	case a.source == fromNow:
		first = min(first, after(t, l.at, l.op == After))
	case known != math.MinInt64:
		first = min(first, after(t, known+l.at, false))
		if old := a.anchorOf(p.hold); old != math.MinInt64 {
			first = min(first, after(t, old+l.at, false))
		}
	}
	return first
}
