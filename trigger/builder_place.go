package trigger

import (
	"math"
	"slices"
)

// pageCheck is what a veto asks about the page: whether it is one of Config.Never, or none of
// Config.Only, or what a Suppress rule compares page.path with. It asks all places to which the
// page's address may lead. The index treats the answer as an attribute of its own, a bool that
// every visit has.
type pageCheck struct {
	pages    *pages
	raw, low leaf // the comparison with the path as written, and with a place
	neg      bool // it stands under a not: where the page is not known, it must be false for the veto to hold
	others   bool // with pages: it asks whether the page is none of them
}

// is returns the answer for a visit.
func (p *pageCheck) is(ev *evaluation) bool {
	if !ev.placed {
		ev.places, ev.placed = places(ev.places[:0], ev.visit.URL), true
	}
	if len(ev.places) == 0 {
		return !p.neg
	}
	if p.pages != nil {
		return p.pages.holds(ev.places, &ev.budget) != p.others || ev.budget.over
	}
	path := cut(ev.page.of(ev.visit.URL).path)
	// The path as written comes first, then every place. One that meets the comparison is enough:
	// where a page may be the one that a veto names, the veto holds.
	found, known := p.test(ev, &p.raw, path)
	for i := 0; i < len(ev.places) && known && !found; i++ {
		found, known = p.test(ev, &p.low, ev.places[i])
	}
	if !known {
		return !p.neg
	}
	return found != p.raw.op.missing()
}

// test reports whether a comparison holds for a path, where ne and its like are turned into their
// opposites. known is false when the budget is used up.
func (p *pageCheck) test(ev *evaluation, l *leaf, path string) (found, known bool) {
	if l.re != nil && !ev.budget.spend(l, path) {
		return false, false
	}
	f := fact{ok: true, str: path}
	if l.fold {
		f.low = fold(path)
	}
	return l.test(&f, ev.now) != l.op.missing(), true
}

// placed compiles a comparison of page.path in a Suppress rule, once for all equal ones.
func (b *builder) placed(c *Cond, at string, neg bool) int {
	key := placeKey(c, neg)
	if id, ok := b.leafID[key]; ok {
		b.warn(&b.set.attrs[b.set.leaves[id].attr].page.raw, at+"/value")
		return id
	}
	faults := len(b.faults)
	raw := b.compare(c, at)
	if len(b.faults) > faults {
		return 0
	}
	p := &pageCheck{raw: b.set.leaves[raw], neg: neg}
	p.low = leaf{op: c.Op, kind: String, fold: true, form: pagePath}
	b.operand(&p.low, c, at+"/value")
	b.key = append(b.key[:0], key...)
	return b.leaf(leaf{value: p.raw.value, folds: c.Fold, op: c.Op, kind: Bool, want: true, attr: b.placeAttr(key, p)})
}

// placeKey returns the key of such a comparison. It differs from the key of the same comparison in
// a rule that is no veto.
func placeKey(c *Cond, neg bool) string {
	prefix := "place "
	if neg {
		prefix = "not place "
	}
	return prefix + string(c.appendKey(nil))
}

// placeAttr returns an attribute whose value is the answer of a pageCheck. People know it as
// page.path.
func (b *builder) placeAttr(key string, p *pageCheck) int {
	id := b.attr(key, origin{Bool, fromPlace}, "")
	b.set.attrs[id].name, b.set.attrs[id].page = "page.path", p
	return id
}

// asksPlace reports whether a comparison is made with places: one of page.path in a Suppress rule.
func (b *builder) asksPlace(c *Cond) bool {
	return b.vetoes && c.Attr == "page.path" && slices.Contains(kindOps[String], c.Op) && c.Op != Exists
}

// all reports whether every page is one of the pages.
func (p *pages) all() bool {
	left := budget{left: maxProof}
	for _, place := range []string{"/", "/zq7", "/zq7/zq8"} {
		if !p.holds([]string{place}, &left) {
			return false
		}
	}
	return !left.over
}

// onlyHere is the ID of Config.Only in explanations. No rule can have it.
const onlyHere = "(only)"

// configVetoes makes vetoes of Config.Never, on its pages, and of Config.Only, on all others.
func (b *builder) configVetoes() {
	c := &b.set.config
	for _, v := range []struct {
		id, at string
		pages  []string
		others bool
	}{{neverHere, "/config/never", c.Never, false}, {onlyHere, "/config/only", c.Only, true}} {
		if len(v.pages) == 0 {
			continue
		}
		p := &pageCheck{pages: &pages{}, others: v.others}
		for i, entry := range v.pages {
			b.page(p.pages, entry, item(v.at, i))
		}
		if !v.others && p.pages.all() {
			b.warnings.add(v.at, "every page is one of these or below one, so nothing fires")
		}
		b.key = append(b.key[:0], v.id...)
		l := leaf{op: Is, kind: Bool, want: true, value: Truth(true), attr: b.placeAttr(v.id, p)}
		r := b.rows.next()
		*r = rule{ID: v.id, gid: -1, on: -1, caps: b.shared.none}
		r.special = &special{Type: Suppress, from: math.MinInt64, until: never}
		r.root = node{kind: single, at: int32(b.leaf(l))}
		r.written = r.root
		b.set.byID[r.ID] = int32(len(b.set.rules))
		b.set.rules = append(b.set.rules, r)
	}
}
