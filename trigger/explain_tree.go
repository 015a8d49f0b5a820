package trigger

import (
	"strconv"
	"strings"
	"time"
)

// branch follows a condition as it was written.
func (x *explainer) branch(n *node) Branch {
	if n.kind == single {
		return x.leaf(n)
	}
	kids := x.sc.set.kids(n)
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

func (x *explainer) leaf(n *node) Branch {
	sc := x.sc
	l := &sc.set.leaves[n.at]
	c := sc.set.condOf(l)
	b := Branch{True: sc.literal(int(n.at), n.neg, sc.now), Leaf: c.Attr + " " + string(c.Op), Actual: sc.show(l.attr)}
	if !c.Value.IsZero() {
		b.Leaf += " " + c.Value.String()
	}
	if c.Fold {
		b.Leaf += " (fold)"
	}
	if l.timed {
		b.From = stamp(sc.flip(n, sc.now, !b.True))
	}
	return b
}

// actual shows an attribute by its name.
func (sc *scratch) actual(name string) string {
	for i := range sc.set.attrs {
		if sc.set.attrs[i].name == name {
			return sc.show(i)
		}
	}
	return ""
}

// show writes an attribute's value in this visit.
func (sc *scratch) show(attr int) string {
	a, f := &sc.set.attrs[attr], sc.fact(attr)
	if a.source == fromPlace {
		if path := sc.page.of(sc.visit.URL).path; path != "" {
			return strconv.Quote(path)
		}
		return "missing"
	}
	if !f.ok {
		if x, there := sc.visit.Attrs[a.name]; there && a.source == fromAttrs {
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
		return formatDuration(time.Duration(sc.now - f.at))
	case IP:
		return f.addr.String()
	}
	return instantAt(f.at).Format(time.RFC3339Nano)
}
