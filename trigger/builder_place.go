package trigger

import (
	"math"
	"slices"
)

// pageCheck is what a veto asks of the page, wherever its address leads: one of the pages of Config.Never, or what a Suppress rule
// compares page.path with. It is an attribute of its own, a bool that is always there.
type pageCheck struct {
	pages    *pages
	raw, low leaf // the comparison with the path as written, and with a place
	neg      bool // it stands under a not: where the page is not known, it must be false for the veto to hold
}

// is answers for a visit.
func (p *pageCheck) is(sc *scratch) bool {
	if !sc.placed {
		sc.places, sc.placed = places(sc.places[:0], sc.visit.URL), true
	}
	if len(sc.places) == 0 {
		return !p.neg
	}
	if p.pages != nil {
		return p.pages.holds(sc)
	}
	path := cut(sc.page.of(sc.visit.URL).path)
	found, known := p.test(sc, &p.raw, path)
	for i := 0; i < len(sc.places) && known && !found; i++ {
		found, known = p.test(sc, &p.low, sc.places[i])
	}
	if !known {
		return !p.neg
	}
	return found != p.raw.op.missing()
}

// test reports whether a comparison, or the opposite of one like ne, meets a path; known is false over budget.
func (p *pageCheck) test(sc *scratch, l *leaf, path string) (found, known bool) {
	if l.re != nil && !sc.spend(l, path) {
		return false, false
	}
	f := fact{ok: true, str: path}
	if l.fold {
		f.low = fold(path)
	}
	return l.test(&f, sc.now) != l.op.missing(), true
}

// spend takes what running a pattern over a text may cost from the budget, if there is as much.
func (sc *scratch) spend(l *leaf, text string) bool {
	cost := l.cost * (len(text) + 1)
	if cost > sc.budget {
		sc.overrun = true
		return false
	}
	sc.budget -= cost
	return true
}

// placed compiles a comparison of page.path in a Suppress rule, once for all that are equal.
func (b *builder) placed(c *Cond, at string, neg bool) int {
	key := placeKey(c, neg)
	if id, ok := b.leafID[key]; ok {
		b.warn(&b.set.leaves[id], at+"/value")
		return id
	}
	faults := len(b.faults)
	raw := b.compare(c, at)
	if len(b.faults) > faults {
		return 0
	}
	p := &pageCheck{raw: b.set.leaves[raw], neg: neg}
	p.low = leaf{op: c.Op, kind: String, fold: true, slash: true}
	b.operand(&p.low, c, at+"/value")
	b.key = append(b.key[:0], key...)
	return b.leaf(leaf{value: p.raw.value, folds: c.Fold, op: c.Op, kind: Bool, want: true, attr: b.placeAttr(key, p)})
}

// placeKey tells such a comparison from others, and from the same one as a rule asks it.
func placeKey(c *Cond, neg bool) string {
	prefix := "place "
	if neg {
		prefix = "not place "
	}
	return prefix + string(c.appendKey(nil))
}

func (b *builder) placeAttr(key string, p *pageCheck) int {
	id := b.attr(key, origin{Bool, fromPlace}, "")
	b.set.attrs[id].name, b.set.attrs[id].page = "page.path", p
	return id
}

// asksPlace reports whether a comparison is one of those that a Suppress rule makes with places.
func (b *builder) asksPlace(c *Cond) bool {
	return b.vetoes && c.Attr == "page.path" && slices.Contains(kindOps[String], c.Op) && c.Op != Exists
}

// never makes a veto of the pages on which nothing fires.
func (b *builder) never() {
	entries := b.set.config.Never
	if len(entries) == 0 {
		return
	}
	p := &pageCheck{pages: &pages{}}
	for i, entry := range entries {
		b.page(p.pages, entry, item("/config/never", i))
	}
	b.key = append(b.key[:0], neverHere...)
	id := b.leaf(leaf{op: Is, kind: Bool, want: true, value: Truth(true), attr: b.placeAttr(neverHere, p)})
	r := rule{ID: neverHere, gid: -1, on: -1, caps: b.shared.none, special: &special{Type: Suppress, from: math.MinInt64, until: never}}
	r.root = node{kind: single, at: int32(id)}
	r.written = r.root
	b.set.byID[r.ID] = int32(len(b.set.rules))
	b.set.rules = append(b.set.rules, r)
}
