package hours

import (
	"math"
	"slices"
)

// combined is the source of a combination of schedules. It merges the entries of its parts' pages.
//
// A page says at which seconds what holds changes, and with which mark: open or closed, and the
// label of the rule that says so. Labels are numbers of a schedule's own. A combination lays the
// labels of its parts one after another; bases says where those of each part begin, so that a mark
// tells also which part it comes from.
type combined struct {
	kind  combination
	parts []*Schedule
	bases []uint32 // the label of each part that is its 0
}

func (c *combined) irregular() (from, to int64) {
	for _, p := range c.parts {
		from, to = min(from, p.from), max(to, p.to)
	}
	return from, to
}

// changes returns the range of pages in which any part opens or closes.
func (c *combined) changes() (first, last int64) {
	first, last = math.MaxInt64, math.MinInt64
	for _, p := range c.parts {
		first, last = min(first, p.before.Load()), max(last, p.after.Load())
	}
	return first, last
}

func (c *combined) opens(number int64) int64 { return number }

// fill compiles the page of each part anew, and does not let the parts keep it: otherwise a search
// over many years would fill their memory.
func (c *combined) fill(b *builder) {
	entries := make([][]entry, len(c.parts))
	for i, p := range c.parts {
		entries[i] = p.draw(b.number, nil).entries
	}
	// marks is what holds in each part at the second that is looked at. From one to the next it
	// goes to the earliest change of any part. Equal marks that follow each other push joins.
	marks := make([]mark, len(c.parts))
	for at := uint32(0); ; {
		next := uint32(pageSeconds)
		for i, e := range entries {
			if len(e) > 0 && e[0].at == at {
				marks[i] = e[0].mark
				e = e[1:]
				entries[i] = e
			}
			if len(e) > 0 {
				next = min(next, e[0].at)
			}
		}
		b.push(b.start+int64(at), c.decide(marks))
		if next == pageSeconds {
			return
		}
		at = next
	}
}

// decide returns the mark of the combination where its parts have the given marks.
func (c *combined) decide(marks []mark) mark {
	// Which part speaks matters where the reason is asked: the first that closes an intersection,
	// the one taken away of a difference, the first that is open of the others. Where none is open,
	// a union gives the first reason that any part has, and a fallback what its first part says.
	switch c.kind {
	case intersection:
		if i := first(marks, func(m mark) bool { return !m.open() }); i >= 0 {
			return c.mark(i, marks[i].label(), false)
		}
		return c.mark(0, marks[0].label(), true)
	case difference:
		if !marks[0].open() {
			return marks[0]
		}
		if i := first(marks[1:], mark.open); i >= 0 {
			return c.mark(i+1, marks[i+1].label(), false)
		}
		return marks[0]
	}
	if i := first(marks, mark.open); i >= 0 {
		return c.mark(i, marks[i].label(), true)
	}
	if i := first(marks, func(m mark) bool { return m != 0 }); i >= 0 && c.kind == union {
		return c.mark(i, marks[i].label(), false)
	}
	return marks[0]
}

// mark returns a part's mark as a mark of the combination.
func (c *combined) mark(part int, label uint32, open bool) mark {
	return markOf(c.bases[part]+label, open)
}

// part returns the number of the part that a mark comes from.
func (s *Schedule) part(m mark) int {
	if s.kind == noCombination {
		return 0
	}
	c := s.source.(*combined)
	i, found := slices.BinarySearch(c.bases, m.label())
	if !found {
		i--
	}
	return i
}

func first(marks []mark, is func(mark) bool) int {
	for i, m := range marks {
		if is(m) {
			return i
		}
	}
	return -1
}
