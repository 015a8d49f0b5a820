package hours

import (
	"math"
	"sync/atomic"
)

// position is a place in a timeline.
type position struct {
	page   *page
	i      int    // the entry
	rem    uint32 // seconds from the page's start
	cycles int64  // how many times 400 years were taken off to come here
}

const (
	cycleSeconds = 146097 * daySeconds // 400 years of the Gregorian calendar, a whole number of weeks
	year1400     = -17987443200        // Unix seconds of January 1; dated rules lie between 1900 and 2199, and
	year1800     = year1400 + cycleSeconds
	year2400     = 13569465600 // no zone's data is irregular before 1800 or after 2100
	year2800     = year2400 + cycleSeconds
	year2100     = 4102444800
	bias         = 2048 * pageSeconds // makes every folded instant positive, for unsigned division
)

// searchPages is 60 years: a search that sees no change for so long gives up. Where no dated rule
// acts, two successive years decide everything by their kinds (leap or not, and the weekday of
// January 1). All pairs of kinds occur within any 28 years that no century without a leap day
// interrupts, and any 56 years contain 28 such ones in a row.
const searchPages = 60*366/pageDays + 1

// at finds an instant, given in Unix seconds: its page, and the seconds from that page's start.
func (l *timeline) at(sec int64) (p *page, rem uint32) {
	u := uint64(sec + bias)
	number := u / pageSeconds
	return l.page(int64(number) - bias/pageSeconds), uint32(u - number*pageSeconds)
}

// near reports whether an instant lies within the years that are compiled as they are, without
// folding.
func near(sec int64) bool { return uint64(sec-year1400) < year2800-year1400 }

// locate finds an instant, given in Unix seconds.
func (l *timeline) locate(sec int64) (p position) {
	if !near(sec) {
		sec, p.cycles = fold(sec)
	}
	p.page, p.rem = l.at(sec)
	p.i = p.page.find(p.rem)
	return p
}

// fold takes whole cycles off a far instant. Instants beyond the range of time.Time's own
// arithmetic are drawn in first.
func fold(sec int64) (folded, cycles int64) {
	const far = math.MaxInt64 / 8
	sec = min(max(sec, -far), far)
	if sec >= year2800 {
		cycles = (sec - year2400) / cycleSeconds
	} else if sec < year1400 {
		cycles = -((year1800 - 1 - sec) / cycleSeconds)
	}
	return sec - cycles*cycleSeconds, cycles
}

func (p *position) mark() mark { return p.page.entries[p.i].mark }

// unix returns the instant at which the entry begins.
func (p *position) unix() int64 {
	return p.page.number*pageSeconds + int64(p.page.entries[p.i].at) + p.cycles*cycleSeconds
}

// next moves p to the beginning of the next opening or closing, and reports whether there is one.
func (l *timeline) next(p *position) bool {
	entries := p.page.entries
	open := entries[p.i].mark.open()
	for i := p.i + 1; i < len(entries); i++ {
		if entries[i].mark.open() != open {
			p.i = i
			return true
		}
	}
	return l.nextPage(p, open)
}

// nextPage is next, for a p that is in the last entry of its page: it searches from the page after
// on. A search that comes from a far year, and found nothing in two centuries like all others, goes
// on at the dated rules.
func (l *timeline) nextPage(p *position, open bool) bool {
	if l.source == nil {
		return false
	}
	from := p.page.number
	irregular, regular := l.limits()
	last := max(from, regular) + searchPages
	for n := from; n < l.after.Load() && n < last; {
		if n++; !open {
			n = l.source.opens(n)
		}
		if n >= irregular {
			p.cycles = max(p.cycles, 0)
		}
		p.page = l.page(n)
		for p.i = range p.page.entries {
			if p.mark().open() != open {
				return true
			}
		}
	}
	lower(&l.after, from)
	return false
}

// prev moves p back to the beginning of the open or closed time that it lies in, and reports
// whether that has one.
func (l *timeline) prev(p *position) bool {
	entries := p.page.entries
	open := entries[p.i].mark.open()
	for i := p.i; i > 0; i-- {
		if entries[i-1].mark.open() != open {
			p.i = i
			return true
		}
	}
	return l.prevPage(p, open)
}

// prevPage is prev, for a p that is in the first entry of its page: it searches the pages before.
func (l *timeline) prevPage(p *position, open bool) bool {
	if l.source == nil {
		return false
	}
	from := p.page.number
	regular, irregular := l.limits()
	last := min(from, regular) - searchPages
	for p.i = 0; p.page.number > l.before.Load() && p.page.number > last; {
		if p.page.number <= irregular+1 {
			p.cycles = min(p.cycles, 0)
		}
		before := *p
		l.back(p)
		for ; p.mark().open() == open && p.i > 0; p.i-- {
			before = *p
		}
		if p.mark().open() != open {
			*p = before
			return true
		}
	}
	raise(&l.before, from)
	return false
}

// back moves p to the entry before.
func (l *timeline) back(p *position) {
	if p.i--; p.i < 0 {
		p.page = l.page(p.page.number - 1)
		p.i = len(p.page.entries) - 1
	}
}

// limits returns the first and the last page that is not regular.
func (l *timeline) limits() (first, last int64) {
	from, to := l.from, l.to
	return floorDiv(min(from, year1800), pageSeconds), floorDiv(max(to, year2100), pageSeconds)
}

func lower(v *atomic.Int64, to int64) {
	for old := v.Load(); to < old && !v.CompareAndSwap(old, to); old = v.Load() {
	}
}

func raise(v *atomic.Int64, to int64) {
	for old := v.Load(); to > old && !v.CompareAndSwap(old, to); old = v.Load() {
	}
}
