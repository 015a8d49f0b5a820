package hours

import (
	"sync"
	"sync/atomic"
)

// source is what a timeline is compiled from: rules on a wall clock, or other schedules.
type source interface {
	// fill pushes what holds in the builder's page, from its start.
	fill(b *builder)
	// irregular is the time outside which the source depends on the year's calendar alone.
	irregular() (from, to int64)
	// changes are the first and the last page that may show an opening or a closing.
	changes() (first, last int64)
	// opens is the first page from a given one on in which something may open.
	opens(number int64) int64
}

// timeline answers queries from a list of openings and closings. The list comes in pages of so many
// days each, and a page is compiled from the source when the first query reaches it. Readers take
// no lock; only compiling a missing page does.
type timeline struct {
	source   source
	from, to int64 // what source.irregular said
	mu       sync.Mutex
	known    atomic.Pointer[window]
	ledger   atomic.Pointer[ledger]
	// No opening or closing comes in the pages from after on, or up to before: found out by a
	// search that saw none.
	after, before atomic.Int64
}

// window holds the pages of successive page numbers. A page that is not compiled yet is nil.
type window struct {
	first int64
	pages []atomic.Pointer[page]
}

// page returns the page of a number, and compiles it first if need be. That costs time and space in
// proportion to the intervals of its days.
func (l *timeline) page(number int64) *page {
	if w := l.known.Load(); w != nil {
		if k := uint64(number - w.first); k < uint64(len(w.pages)) {
			if p := w.pages[k].Load(); p != nil {
				return p
			}
		}
	}
	return l.compile(number)
}

func (l *timeline) compile(number int64) *page {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.cover(number)
	slot := &w.pages[number-w.first]
	p := slot.Load()
	if p == nil {
		b := l.draw(number, nil)
		p = b.page()
		slot.Store(p)
	}
	return p
}

// cover makes the window reach a page. The window grows by half at least, so that going on page by
// page costs little.
func (l *timeline) cover(number int64) *window {
	old := l.known.Load()
	if old == nil {
		old = &window{first: number}
	}
	first, end := old.first, old.first+int64(len(old.pages))
	if number >= first && number < end {
		return old
	}
	more := int64(len(old.pages)) / 2
	if number < first {
		first = number - more
	}
	if number >= end {
		end = number + 1 + more
	}
	w := &window{first: first, pages: make([]atomic.Pointer[page], end-first)}
	for i := range old.pages {
		w.pages[old.first-first+int64(i)].Store(old.pages[i].Load())
	}
	l.known.Store(w)
	return w
}

// draw compiles a page into the given space, without keeping it.
func (l *timeline) draw(number int64, space []entry) *builder {
	b := &builder{number: number, start: number * pageSeconds, entries: space[:0]}
	if l.source == nil {
		b.push(b.start, 0)
	} else {
		l.source.fill(b)
	}
	return b
}
