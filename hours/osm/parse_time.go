package osm

import "time"

// times reads 09:00-12:00,13:00-26:00.
func (p *parser) times(r *rule) bool {
	for p.digit() {
		s, ok := p.span()
		if !ok {
			return false
		}
		r.spans = append(r.spans, s)
		at := p.at
		if p.take(",") {
			p.spaces() // many write a blank between times
			if p.digit() && !p.year() {
				continue
			}
			p.at = at
		}
		break
	}
	p.spaces()
	return true
}

func (p *parser) digit() bool {
	return p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9'
}

// year tells whether four digits stand here.
func (p *parser) year() bool {
	at := p.at
	_, ok := p.number(4)
	p.at = at
	return ok
}

func (p *parser) span() (s span, ok bool) {
	at := p.at
	if s.open, ok = p.clock(); !ok {
		return s, false
	}
	if s.open >= dayMinutes {
		p.at = at
		return s, p.fail("opens after 23:59")
	}
	if !p.take("-") {
		return s, p.fail(`want "-" and a closing time%s`, p.reason())
	}
	at = p.at
	if s.close, ok = p.clock(); !ok {
		return s, false
	}
	if s.close < s.open {
		s.close += dayMinutes
	}
	if s.close == s.open || s.close > 2*dayMinutes {
		p.at = at
		return s, p.fail("want a closing time other than the opening, to 48:00")
	}
	return s, true
}

func (p *parser) clock() (minutes int, ok bool) {
	hour, ok := p.number(2)
	if !ok {
		return 0, p.fail("want an hour of two digits, as in 09:00")
	}
	if !p.take(":") {
		return 0, p.fail(`want ":" after the hour`)
	}
	at := p.at
	minute, ok := p.number(2)
	if !ok || minute > 59 {
		p.at = at
		return 0, p.fail("want a minute from 00 to 59, with no blank before it")
	}
	return hour*60 + minute, true
}

// dates reads "2026 Dec 24", "Dec 24", "Dec 24-26", "Dec 25-Jan 02", "Jun", "Jun-Aug", and lists of
// them.
func (p *parser) dates(r *rule) bool {
	for p.year() || p.ahead(monthNames) {
		d, ok := p.dateRange()
		if !ok {
			return false
		}
		r.ranges = append(r.ranges, d)
		at := p.at
		if p.take(",") && (p.year() || p.ahead(monthNames)) {
			continue
		}
		p.at = at
		p.spaces()
		if p.year() || p.ahead(monthNames) {
			return p.fail("dates are joined by a comma")
		}
	}
	return true
}

// day is a date as it is read: year 0 is every year, day 0 the whole month.
type day struct{ year, month, day, at int }

func (p *parser) dateRange() (d dateRange, ok bool) {
	first, ok := p.date(day{})
	if !ok {
		return d, false
	}
	last := first
	if p.take("-") {
		if last, ok = p.date(first); !ok {
			return d, false
		}
		if (first.year == 0) != (last.year == 0) || (first.day == 0) != (last.day == 0) {
			p.at = last.at
			return d, p.fail("both ends of a range are of one form")
		}
	}
	if first.day == 0 {
		first.day, last.day = 1, monthDays(last.year, last.month)
	}
	if first.year == 0 {
		return dateRange{true, slotOf(first.month, first.day), slotOf(last.month, last.day)}, true
	}
	d = dateRange{false, first.number(), last.number()}
	if d.last < d.first {
		p.at = last.at
		return d, p.fail("the range ends before it begins")
	}
	return d, true
}

// date reads a date; at the end of a range, what it leaves out is as in the first.
func (p *parser) date(first day) (d day, ok bool) {
	d.at = p.at
	if year, ok := p.number(4); ok {
		if d.year = year; year < 1900 || year > 2199 {
			p.at = d.at
			return d, p.fail("want a year from 1900 to 2199")
		}
		p.spaces()
	}
	month, ok := p.name(monthNames)
	switch {
	case ok:
		d.month = month + 1
		if d.year == 0 {
			d.year = first.year
		}
		at := p.at
		p.spaces()
		if p.at == at || !p.digit() || p.colonAhead() {
			p.at = at
			return d, true
		}
	case first.day > 0 && d.year == 0 && p.digit():
		d.year, d.month = first.year, first.month
	default:
		return d, p.fail("want a month such as Dec%s", p.meant())
	}
	at := p.at
	if d.day, ok = p.number(2); !ok {
		if d.day, ok = p.number(1); !ok {
			return d, p.fail("want a day of the month")
		}
	}
	if d.day < 1 || d.day > monthDays(d.year, d.month) {
		p.at = at
		return d, p.fail("there is no such day")
	}
	return d, true
}

// colonAhead tells a time from a day of the month: "Dec 10:00-12:00" and "Dec 24".
func (p *parser) colonAhead() bool {
	rest := p.text[p.at:]
	return len(rest) > 3 && rest[2] == ':' && rest[3] >= '0' && rest[3] <= '9'
}

// monthDays is how many days a month has; in year 0, which is any, February has 29.
func monthDays(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (d day) number() int {
	return int(time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}
