package hours

import (
	"math"
	"sync/atomic"
)

// position is a place in a timeline.
type position struct {
	number int64 // of the page
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

// searchPages are 60 years. What a regular stretch holds is decided by the kinds of two successive years (leap or not, and the
// weekday of January 1). All pairs of kinds occur within any 28 years not broken by a century without a leap day, and of any
// 56 years there are 28 in a row without such a break. Who sees no change in 60 years will see none.
const searchPages = 60*366/pageDays + 1

// locate finds an instant, given in Unix seconds.
func (l *timeline) locate(sec int64) position {
	var cycles int64
	if uint64(sec-year1400) >= year2800-year1400 {
		sec, cycles = fold(sec)
	}
	u := uint64(sec + bias)
	number := u / pageSeconds
	p := position{number: int64(number) - bias/pageSeconds, rem: uint32(u - number*pageSeconds), cycles: cycles}
	p.page = l.page(p.number)
	p.i = p.page.find(p.rem)
	return p
}

// fold takes whole cycles off a far instant. Instants beyond the range of time.Time's own arithmetic are drawn in first.
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

// unix is the instant at which the entry begins.
func (p *position) unix() int64 {
	return p.number*pageSeconds + int64(p.page.entries[p.i].at) + p.cycles*cycleSeconds
}

// next is the beginning of the next opening or closing. ok is false if there is none.
func (l *timeline) next(p position) (turn position, ok bool) {
	open, from := p.mark().open(), p.number
	_, regular := l.limits()
	last := max(p.number, regular) + searchPages
	p.i++
	for {
		for ; p.i < len(p.page.entries); p.i++ {
			if p.mark().open() != open {
				return p, true
			}
		}
		if p.number >= l.after.Load() || p.number == last {
			lower(&l.after, from)
			return p, false
		}
		p.number++
		p.page, p.i = l.page(p.number), 0
	}
}

// prev is the beginning of the stretch of open or closed time that p lies in. ok is false if it has none.
func (l *timeline) prev(p position) (turn position, ok bool) {
	open, from := p.mark().open(), p.number
	regular, _ := l.limits()
	last := min(p.number, regular) - searchPages
	for {
		if p.i == 0 && (p.number <= l.before.Load() || p.number == last) {
			raise(&l.before, from)
			return p, false
		}
		q := l.back(p)
		if q.mark().open() != open {
			return p, true
		}
		p = q
	}
}

// back is the entry before p.
func (l *timeline) back(p position) position {
	if p.i--; p.i < 0 {
		p.number--
		p.page = l.page(p.number)
		p.i = len(p.page.entries) - 1
	}
	return p
}

// limits are the first and the last page that is not regular.
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
