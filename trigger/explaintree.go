package trigger

import (
	"strconv"
	"strings"
	"time"
)

// branch follows a condition as it was written, and its compiled leaves beside it.
func (x *explainer) branch(c *Cond) Branch {
	switch {
	case c.Any != nil:
		b := Branch{Any: x.branches(c.Any)}
		for _, k := range b.Any {
			b.True = b.True || k.True
		}
		return b
	case c.Not != nil:
		kid := x.branch(c.Not)
		return Branch{True: !kid.True, Not: &kid}
	case c.All != nil || c.leafless():
		b := Branch{True: true, All: x.branches(c.All)}
		for _, k := range b.All {
			b.True = b.True && k.True
		}
		return b
	}
	id, ok := x.sc.set.leafOf(c)
	if !ok {
		return Branch{Leaf: c.Attr + " " + string(c.Op) + " " + c.Value.String()}
	}
	return x.leaf(c, &node{kind: single, leaf: id})
}

func (x *explainer) branches(conds []Cond) []Branch {
	out := make([]Branch, len(conds))
	for i := range conds {
		out[i] = x.branch(&conds[i])
	}
	return out
}

func (x *explainer) leaf(c *Cond, n *node) Branch {
	sc := x.sc
	l := &sc.set.leaves[n.leaf]
	b := Branch{True: sc.literal(n.leaf, n.neg, sc.now), Leaf: c.Attr + " " + string(c.Op), Actual: sc.show(l.attr)}
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
