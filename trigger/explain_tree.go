package trigger

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The tree of an explanation has the parts of the condition as its author wrote them, each with
// whether it is true and, for a comparison, the visit's own value. Nothing is left out once the
// outcome is clear: a rule that is kept back by three things at once is not mended by telling one
// of them.

// branch follows a condition as it was written.
func (x *explainer) branch(n *node) Branch {
	if n.kind == single {
		return x.leaf(n)
	}
	kids := x.ev.set.kids(n)
	parts := make([]Branch, len(kids))
	holds := 0
	for i := range kids {
		if parts[i] = x.branch(&kids[i]); parts[i].True {
			holds++
		}
	}
	switch n.kind {
	case anyOf:
		return Branch{True: holds > 0, Any: parts}
	case notOf:
		return Branch{True: holds == 0, Not: &parts[0]}
	}
	return Branch{True: holds == len(parts), All: parts}
}

// leaf shows one comparison with the visit's value. n.neg is set only for the moments of a rule and
// never in the tree as it was written, where a "not" is a part of its own.
func (x *explainer) leaf(n *node) Branch {
	ev := x.ev
	l := &ev.set.leaves[n.at]
	c := ev.set.condOf(l)
	b := Branch{True: ev.literal(int(n.at), n.neg, ev.now), Leaf: c.Attr + " " + string(c.Op), Actual: ev.show(l.attr)}
	if !c.Value.IsZero() {
		b.Leaf += " " + c.Value.String()
	}
	if c.Fold {
		b.Leaf += " (fold)"
	}
	// From when on it is otherwise, if nothing but the clock moves.
	if l.timed {
		b.From = stamp(ev.flip(n, ev.now, !b.True))
	}
	return b
}

// pagePlace shows the page's path as it is written, whatever other rules ask of it.
func (ev *evaluation) pagePlace() string {
	// There is one such attribute at most: all lists of pages ask about the same page.
	at := func(a attr) bool { return a.source == fromPlace }
	return ev.show(slices.IndexFunc(ev.set.attrs, at))
}

// show writes an attribute's value in this visit.
//
// A value that the host set, but of another kind than the schema says, is named: it counts as
// missing, and nobody would guess why.
func (ev *evaluation) show(attr int) string {
	a, f := &ev.set.attrs[attr], ev.fact(attr)
	if a.source == fromPlace {
		if path := ev.page.of(ev.visit.URL).path; path != "" {
			return strconv.Quote(path)
		}
		return "missing"
	}
	if !f.ok {
		if x, there := ev.visit.Attrs[a.name]; there && (a.source == fromAttrs || a.source == fromPaths) {
			return x.String() + " is not a " + a.kind.String()
		}
		return "missing"
	}
	switch a.kind {
	case String:
		return strconv.Quote(f.str)
	case Number:
		return strconv.FormatFloat(f.num, 'g', -1, 64)
	case Bool:
		return strconv.FormatBool(f.num == 1)
	case List:
		return "[" + strings.Join(f.list, ", ") + "]"
	case Duration:
		// The fact is the anchor. A person thinks in the time that has passed since.
		return formatDuration(time.Duration(ev.now - f.at))
	case IP:
		return f.addr.String()
	}
	return instantAt(f.at).Format(time.RFC3339Nano)
}
