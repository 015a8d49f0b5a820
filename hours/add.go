package hours

import (
	"math"
	"time"
)

// Add is the first instant at which d of open time has passed since t, so Between(t, Add(t, d)) is d and Add(t, 0) is t. A d
// below zero goes back as Sub does. ok is false when there is never that much open time.
func (s *Schedule) Add(t time.Time, d time.Duration) (due time.Time, ok bool) {
	return s.shift(t, int64(d/time.Second), int64(d%time.Second))
}

// Sub is the last instant from which d of open time passes until t, so Between(Sub(t, d), t) is d and Sub(t, 0) is t. A d
// below zero goes forward as Add does. ok is false when there never was that much open time.
func (s *Schedule) Sub(t time.Time, d time.Duration) (start time.Time, ok bool) {
	return s.shift(t, -int64(d/time.Second), -int64(d%time.Second))
}

func (s *Schedule) shift(t time.Time, sec, nsec int64) (time.Time, bool) {
	p := s.locate(t.Unix())
	forward := sec > 0 || nsec > 0
	if sec == 0 && nsec == 0 {
		return unix(t.Unix(), int64(t.Nanosecond()), t), true
	}
	sec += p.page.before(p.i, p.rem)
	if nsec += fraction(p, t); nsec < 0 {
		sec, nsec = sec-1, nsec+int64(time.Second)
	} else if nsec >= int64(time.Second) {
		sec, nsec = sec+1, nsec-int64(time.Second)
	}
	// Going forward, sec.nsec is reached when the sum first comes to it; that is when its whole seconds, rounded up, do.
	want := sec
	if forward && nsec > 0 {
		want++
	}
	if forward && want > p.page.total || !forward && sec < 0 {
		base := s.account(p.number, p.number).at(p.number) + s.cycled(p.cycles)
		return s.shiftFar(t, p, sec+base, nsec, forward)
	}
	e := p.page.entries[p.page.reaching(want, forward)]
	at := p.number*pageSeconds + p.cycles*cycleSeconds + int64(e.at) + sec - int64(e.sum)
	return unix(at, nsec, t), true
}

// shiftFar finds an instant in another page by its place in the ledger.
func (s *Schedule) shiftFar(t time.Time, p position, sec, nsec int64, forward bool) (time.Time, bool) {
	want := sec
	if forward && nsec > 0 {
		want++
	}
	cycles, ok := s.stretch(p.number, want, forward)
	if !ok {
		return time.Time{}, false
	}
	rest := s.cycled(cycles)
	g := s.ledger.Load()
	number := g.pageReaching(want-rest, forward)
	page := s.page(number)
	rest += g.at(number)
	e := page.entries[page.reaching(want-rest, forward)]
	at := number*pageSeconds + cycles*cycleSeconds + int64(e.at) + sec - rest - int64(e.sum)
	return unix(at, nsec, t), true
}

// stretch makes the ledger long enough to hold a sum, and says how many 400-year cycles lie between; ok is false if the sum is
// never reached.
func (s *Schedule) stretch(number, want int64, forward bool) (cycles int64, ok bool) {
	const first, last = year1400/pageSeconds - 1, year2800 / pageSeconds
	for step := int64(2); ; step *= 2 {
		g := s.account(min(number, last), max(number, first))
		switch {
		case forward && g.sums[len(g.sums)-1] >= want, !forward && g.sums[0] <= want:
			return 0, true
		case forward && g.end() > last:
			return s.beyond(want-s.sumAt(year2800-1)-1, year2400, year2800)
		case !forward && g.first <= first:
			cycles, ok = s.beyond(s.sumAt(year1400)-want, year1400, year1800)
			return -cycles, ok
		case forward:
			s.account(g.first, min(last, g.end()+step))
		default:
			s.account(max(first, g.first-step), g.end()-1)
		}
	}
}

// sumAt is the ledger's sum before an instant.
func (s *Schedule) sumAt(sec int64) int64 {
	p := s.locate(sec)
	return s.ledger.Load().at(p.number) + p.page.before(p.i, p.rem)
}

// beyond is how many cycles hold the sum that is still missing.
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
