package trigger

import (
	"slices"
	"sort"
)

// maxSteps is how many thresholds a column tells apart exactly. Beyond it, neighbours share a mask.
const maxSteps = 256

// stepColumn is the column of an ordered attribute: a number, an instant or a length of time. Its
// values fall into places: each threshold that a rule compares with is one, and so is each interval
// between two. Every place has a row, its mask; neighbours with the same mask share one.
//
// With the thresholds 10 and 20 there are five places: below 10, at 10, between, at 20, above 20.
// A value is found by binary search, and its mask is the answer.
type stepColumn struct {
	attr    int
	kind    Kind
	nums    []float64 // the thresholds of a number, ascending
	whole   []int64   // the thresholds of anything else, in nanoseconds
	rows    []int32   // by place: the number of its mask
	masks   []uint64  // the masks, one after the other
	words   int
	missing []uint64
}

// mask is the row of the place in which the number lies. No comparison is made one by one.
func (c *stepColumn) mask(ev *evaluation) []uint64 {
	f := ev.fact(c.attr)
	if !f.ok {
		return c.missing
	}
	var i int
	switch c.kind {
	case Number:
		i = place(c.nums, f.num)
	case Duration:
		// A length of time is asked as now minus its anchor, so the mask moves with the clock.
		i = place(c.whole, ev.now-f.at)
	default:
		i = place(c.whole, f.at)
	}
	return c.row(i)
}

// leaves takes the place in the middle for a typical one.
func (c *stepColumn) leaves() int { return ones(c.row(len(c.rows) / 2)) }

// row is the mask of all values of one place.
func (c *stepColumn) row(place int) []uint64 { return c.masks[int(c.rows[place])*c.words:][:c.words] }

// place returns the place of a value: 2i+1 for the i-th threshold itself, and 2i for values below
// it and above the one before.
func place[T int64 | float64](steps []T, x T) int {
	// Written out, and not sort.Search: this runs for each column of each look.
	lo, hi := 0, len(steps)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if steps[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(steps) && steps[lo] == x {
		return 2*lo + 1
	}
	return 2 * lo
}

// newStepColumn gathers the thresholds of all literals, and has fillSteps write the masks.
func (b *builder) newStepColumn(attr int, asks []ask) *stepColumn {
	c := &stepColumn{attr: attr, kind: b.set.attrs[attr].kind, words: b.set.index.words, missing: b.missing(asks)}
	for _, a := range asks {
		for _, l := range a.lits {
			switch lf := &b.set.leaves[l.leaf]; {
			// Asks for no number. That the attribute is missing has a mask of its own.
			case lf.op == Exists:
			case c.kind != Number:
				c.whole = append(c.whole, lf.at)
			case lf.op == Between:
				c.nums = append(c.nums, lf.num, lf.hi)
			default:
				c.nums = append(c.nums, lf.num)
			}
		}
	}
	var thinNums, thinWhole bool
	c.nums, thinNums = thin(c.nums)
	c.whole, thinWhole = thin(c.whole)
	b.fillSteps(c, asks, thinNums || thinWhole)
	return c
}

// thin sorts thresholds and keeps at most maxSteps of them, evenly; it reports whether some were
// dropped.
func thin[T int64 | float64](xs []T) ([]T, bool) {
	slices.Sort(xs)
	xs = slices.Compact(xs)
	if len(xs) <= maxSteps {
		return slices.Clip(xs), false
	}
	kept := make([]T, maxSteps)
	for i := range kept {
		// Evenly by rank, and not by size: where there are many thresholds, places stay narrow.
		kept[i] = xs[i*len(xs)/maxSteps]
	}
	return kept, true
}

// fillSteps writes the masks from the lowest place up. Each is the one before, with the slots
// flipped that turn there.
func (b *builder) fillSteps(c *stepColumn, asks []ask, thinned bool) {
	rows := 2*max(len(c.nums), len(c.whole)) + 1
	first := b.set.index.full()
	turns := make([][]int, rows)
	var places []int // of one ask
	var spans []span
	for _, a := range asks {
		// The mask lets too much through then, so the literals have to be tested.
		if thinned {
			b.leaveOpen(a.slot, a.lits...)
		}
		// The slot's bit can turn only where one of its spans begins or ends, or at the first
		// place.
		places, spans = append(places[:0], 0), spans[:0]
		for _, l := range a.lits {
			sp := c.span(&b.set.leaves[l.leaf], l.neg, rows, thinned)
			spans = append(spans, sp)
			places = append(places, sp.lo, sp.hi)
		}
		sort.Ints(places)
		// A full mask is what the first place begins from.
		was := true
		for _, p := range slices.Compact(places) {
			if p >= rows {
				break
			}
			if is := within(spans, p); is != was {
				was = is
				turns[p] = append(turns[p], a.slot)
			}
		}
	}
	differ := 1
	for _, t := range turns[1:] {
		differ += min(len(t), 1)
	}
	c.rows, c.masks = make([]int32, rows), make([]uint64, 0, differ*c.words)
	for i := range turns {
		for _, slot := range turns[i] {
			// A turn is a flip, so one row is enough to write all of them in order.
			first[slot>>6] ^= 1 << (slot & 63)
		}
		// A place at which no slot turns has the mask of the one before it.
		if i == 0 || len(turns[i]) > 0 {
			c.masks = append(c.masks, first...)
		}
		c.rows[i] = int32(len(c.masks)/c.words - 1)
	}
}

// span is where a literal may be true: at the places from lo up to but not including hi, or, with
// out, at all others.
type span struct {
	lo, hi int
	out    bool
}

// within reports whether a place lies in all spans.
func within(spans []span, place int) bool {
	for _, s := range spans {
		if (place >= s.lo && place < s.hi) == s.out {
			return false
		}
	}
	return true
}

// span returns the places at which a literal may be true. Where thresholds were dropped it is a
// place too wide on each side, never too narrow.
func (c *stepColumn) span(l *leaf, neg bool, rows int, thinned bool) span {
	var lo, hi int // places of the operand
	if c.kind == Number {
		lo, hi = place(c.nums, l.num), place(c.nums, l.hi)
	} else {
		lo = place(c.whole, l.at)
	}
	s := span{0, rows, neg}
	switch l.op {
	case Eq:
		s.lo, s.hi = lo, lo+1
	case Ne:
		s.lo, s.hi, s.out = lo, lo+1, !neg
	case Lt, Before:
		s.hi = lo
	case Le:
		s.hi = lo + 1
	case Gt, After:
		s.lo = lo + 1
	case Ge:
		s.lo = lo
	case Between:
		s.lo, s.hi = lo, hi+1
	case Exists:
		s.out = l.want == neg
	}
	if thinned && l.op != Exists {
		return s.widen(rows)
	}
	return s
}

// widen makes a span one place wider on each side. Of a span that is "all others", the part that is
// left out becomes narrower instead; where nothing of it would remain, it is everywhere.
func (s span) widen(rows int) span {
	switch {
	case !s.out:
		return span{max(0, s.lo-1), min(rows, s.hi+1), false}
	case s.lo == 0 && s.hi > 1:
		return span{0, s.hi - 1, true}
	case s.hi == rows && s.lo+1 < rows:
		return span{s.lo + 1, rows, true}
	}
	return span{0, rows, false}
}
