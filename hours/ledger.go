package hours

import "sort"

// ledger is the open seconds before each of a run of pages, counted from its first: sums has one
// more than there are pages.
//
// With it a span of years is a difference of two sums. It only grows, and whoever has one may go on
// with it: a larger one is another ledger.
type ledger struct {
	first int64
	sums  []int64
}

func (g *ledger) end() int64 { return g.first + int64(len(g.sums)) - 1 }

// at returns the sum before a page the ledger covers, or before the one after its last.
func (g *ledger) at(number int64) int64 { return g.sums[number-g.first] }

// account returns a ledger that covers the pages from first to last. Pages between known ones are
// added up and not kept.
func (l *timeline) account(first, last int64) *ledger {
	if g := l.ledger.Load(); g != nil && first >= g.first && last < g.end() {
		return g
	}
	return l.extend(first, last)
}

// extend returns a ledger that covers pages, and what is known already. Before the first known page
// the sums are negative: they count from it, so that those that are known stay.
func (l *timeline) extend(first, last int64) *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := l.ledger.Load()
	if g == nil {
		g = &ledger{first: first, sums: []int64{0}}
	}
	first, end := min(first, g.first), max(last+1, g.end())
	if first == g.first && end == g.end() {
		return g
	}
	grown := &ledger{first: first, sums: make([]int64, end-first+1)}
	copy(grown.sums[g.first-first:], g.sums)
	var space []entry
	total := func(number int64) (n int64) {
		n, space = l.total(number, space)
		return n
	}
	for n := g.first - 1; n >= first; n-- {
		grown.sums[n-first] = grown.sums[n-first+1] - total(n)
	}
	for n := g.end(); n < end; n++ {
		grown.sums[n-first+1] = grown.sums[n-first] + total(n)
	}
	l.ledger.Store(grown)
	return grown
}

// total returns the open seconds of a page. It returns the space it drew in, for the next.
func (l *timeline) total(number int64, space []entry) (int64, []entry) {
	if w := l.known.Load(); w != nil && number >= w.first && number < w.first+int64(len(w.pages)) {
		if p := w.pages[number-w.first].Load(); p != nil {
			return p.total(), space
		}
	}
	b := l.draw(number, space)
	return b.total(), b.entries
}

// pageAfter returns the page in which n seconds have been open, counted as page.after does.
func (g *ledger) pageAfter(n int64, last bool) int64 {
	return g.first + int64(sort.Search(len(g.sums)-2, func(i int) bool {
		return g.sums[i+1] > n || g.sums[i+1] == n && !last
	}))
}
