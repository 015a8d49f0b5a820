package hours

import (
	"math"
	"time"
)

// Add returns the first instant at which d of open time has passed since t, so Between(t, Add(t,
// d)) is d and Add(t, 0) is t. A d below zero goes back as Sub does. ok is false when there is
// never that much open time.
func (s *Schedule) Add(t time.Time, d time.Duration) (due time.Time, ok bool) {
	s = s.orClosed()
	return s.shift(t, int64(d/time.Second), int64(d%time.Second))
}

// Sub returns the last instant from which d of open time passes until t, so Between(Sub(t, d), t)
// is d and Sub(t, 0) is t. A d below zero goes forward as Add does. ok is false when there never
// was that much open time.
func (s *Schedule) Sub(t time.Time, d time.Duration) (start time.Time, ok bool) {
	s = s.orClosed()
	return s.shift(t, -int64(d/time.Second), -int64(d%time.Second))
}

// shift moves by an amount of open time of one sign.
func (s *Schedule) shift(t time.Time, sec, nsec int64) (time.Time, bool) {
	if sec == 0 && nsec == 0 {
		return unix(t.Unix(), int64(t.Nanosecond()), t), true
	}
	back := sec < 0 || nsec < 0
	p := s.locate(t.Unix())
	sec += p.page.before(p.i, p.rem)
	if nsec += fraction(p, t); nsec < 0 {
		sec, nsec = sec-1, nsec+int64(time.Second)
	} else if nsec >= int64(time.Second) {
		sec, nsec = sec+1, nsec-int64(time.Second)
	}
	// A part of a second going forward is reached on the way to the next whole one.
	part := int64(0)
	if !back && nsec > 0 {
		part = 1
	}
	number, cycles := p.page.number, p.cycles
	if sec+part > p.page.total() || sec < 0 {
		sec += s.account(number, number).at(number) + s.cycled(cycles)
		var ok bool
		if cycles, ok = s.stretch(number, sec+part, back); !ok {
			return time.Time{}, false
		}
		sec -= s.cycled(cycles)
		g := s.ledger.Load()
		number = g.pageAfter(sec+part, back)
		sec -= g.at(number)
	}
	at := s.page(number).after(sec+part, back) - part
	return unix(number*pageSeconds+at+cycles*cycleSeconds, nsec, t), true
}

// stretch makes the ledger long enough to hold a sum, and says how many 400-year cycles lie
// between; ok is false if the sum is never reached.
func (s *Schedule) stretch(number, want int64, back bool) (cycles int64, ok bool) {
	const first, last = year1400/pageSeconds - 1, year2800 / pageSeconds
	g := s.account(number, number)
	for step := int64(2); ; step *= 2 {
		lowest, highest := g.sums[0], g.sums[len(g.sums)-1]
		switch {
		case highest < want || back && highest == want:
			if g.end() > last {
				return s.beyond(want-s.sumAt(year2800-1)-1, year2400, year2800)
			}
			g = s.account(g.first, min(last, g.end()+step))
		case lowest > want || !back && lowest == want:
			if g.first <= first {
				cycles, ok = s.beyond(s.sumAt(year1400)-want, year1400, year1800)
				return -cycles, ok
			}
			g = s.account(max(first, g.first-step), g.end()-1)
		default:
			return 0, true
		}
	}
}

// sumAt returns the ledger's sum before an instant.
func (s *Schedule) sumAt(sec int64) int64 {
	p := s.locate(sec)
	return s.ledger.Load().at(p.page.number) + p.page.before(p.i, p.rem)
}

// beyond returns how many cycles hold the sum that is still missing.
func (s *Schedule) beyond(missing, from, to int64) (cycles int64, ok bool) {
	each := s.cycle(from, to)
	if each <= 0 {
		return 0, false
	}
	if cycles = missing/each + 1; cycles > math.MaxInt64/cycleSeconds/4 {
		return 0, false
	}
	return cycles, true
}
