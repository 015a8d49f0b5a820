package people

import "slices"

// said is what a text says about some days.
type said struct {
	days  dayset
	whole dayset // with those that were taken away from it
	spans []interval
	at    int
	end   int
}

// lines puts days and hours together, whichever come first.
func (p *parser) lines(items []item) (lines []said) {
	first := slices.IndexFunc(items, func(i item) bool { return !i.hours })
	if len(items) == 0 {
		p.fail(0, "want days and hours, as in Mon-Fri 9:00-17:00")
		return nil
	}
	if first < 0 {
		return []said{p.said(everyday, items)}
	}
	for i, it := range items {
		if it.except && (i+1 == len(items) || items[i+1].hours || items[i+1].except) {
			p.fail(it.at, "want days after %q: "+breakAdvice, p.text(it))
			return nil
		}
	}
	items = p.closedFirst(items)
	first = slices.IndexFunc(items, func(i item) bool { return !i.hours })
	if first > 0 && !items[len(items)-1].hours {
		return p.open(p.hoursFirst(items))
	}
	if last := items[len(items)-1]; first > 0 && isClosed(last) && !items[first].broken {
		p.fail(last.at, "%q names no days here: "+closedAdvice, p.text(last))
		return nil
	}
	if first > 0 {
		if !items[first].broken {
			p.fail(items[0].at, "the hours stand before their days here and behind them there: want one order")
			return nil
		}
		lines = append(lines, p.said(everyday, items[:first]))
		items = items[first:]
	}
	for len(items) > 0 && p.wrong == nil {
		days, rest := p.named(items, everyday)
		n := hoursAt(rest)
		if items[0].except && len(lines) > 0 {
			next := p.excepted(items)
			days = listed(items[:next])
			for i := range lines {
				lines[i].days &^= days
			}
			if rest, n = items[next:], hoursAt(items[next:]); n == 0 {
				items = p.without(rest, days)
				continue
			}
		}
		if n == 0 {
			p.fail(items[0].at, noHours)
			return nil
		}
		line := p.said(days, rest[:n])
		line.at = items[0].at
		lines = append(lines, line)
		items = rest[n:]
	}
	return p.open(lines)
}

// text is an item as it was typed.
func (p *parser) text(i item) string {
	for _, t := range p.tokens {
		if t.at == i.at {
			return t.text
		}
	}
	return ""
}

// open refuses a text that says of some days that they are closed and of none when it is open. It
// is the half of what was meant: "closed on Sundays" is no shop that never opens.
func (p *parser) open(lines []said) []said {
	closed := dayset(0)
	for _, l := range lines {
		if closed |= l.days; len(l.spans) > 0 {
			return lines
		}
	}
	if closed != everyday && len(lines) > 0 {
		p.fail(lines[0].at, "this says only when it is closed: add the hours of the other days")
	}
	return lines
}

// hoursFirst reads "9-17 Mon-Fri, 10-14 Sat".
func (p *parser) hoursFirst(items []item) (lines []said) {
	for len(items) > 0 {
		n := hoursAt(items)
		days, rest := p.named(items[n:], everyday)
		line := p.said(days, items[:n])
		line.end = items[len(items)-len(rest)-1].end
		lines = append(lines, line)
		items = rest
	}
	return lines
}

// among are the days that are meant where a word for several days stands beside some of them:
// those, in "daily Mon-Fri" and "setiap hari Senin"; "daily, also Sunday" may be all.
func (p *parser) among(all, some dayset, before, behind item) dayset {
	doubtful := behind.broken || behind.joined
	if doubtful && p.choose(2, token{at: before.at}, token{end: behind.end}) == 0 {
		return all
	}
	return some
}

// holds tells whether some days are among others, and are not all of them.
func (d dayset) holds(some dayset) bool { return some != d && some&^d == 0 }

// hoursAt is how many items of hours stand first.
func hoursAt(items []item) int {
	n := slices.IndexFunc(items, func(i item) bool { return !i.hours })
	if n < 0 {
		return len(items)
	}
	return n
}

// bothWays refuses hours of days that are closed, and closedAdvice is how such days can be said.
const (
	bothWays     = "these days are both open and closed: "
	closedAdvice = "name those that are closed, as in Mon-Fri 9:00-17:00; Sat closed"
)

// said joins hours to days.
func (p *parser) said(days dayset, hours []item) said {
	s := said{days: days, whole: days, at: hours[0].at, end: hours[len(hours)-1].end}
	if days == 0 { // "daily except", or "except" before hours
		p.fail(s.at, "no day is left for these hours")
	}
	for i, h := range hours {
		switch last := len(hours) - 1; {
		case h.spans != nil || last == 0:
		case i > 0 && i < last && hours[i+1].spans != nil: // "9-17 (closed 12-13)"
			p.fail(h.at, bothWays+breakAdvice)
		default:
			p.fail(h.at, bothWays+closedAdvice)
		}
		if !slices.Equal(s.spans, h.spans) && !apart(s.spans, h.spans) {
			p.overlap = true
			p.fail(h.at, "these hours overlap others of the same days: name the days of each; "+
				breakAdvice)
		}
		s.spans = append(s.spans, h.spans...)
	}
	return s
}

// week puts lines together. A line about some of another's days replaces it there where both have
// hours at one time; where they have not, it may add to them or replace them, and both are
// meanings.
func (p *parser) week(lines []said) (week [7][]interval) {
	var owner [7]int // the line that spoke last, from 1
	for n, l := range lines {
		var mode [7]bool // whether the day's hours are added to
		for d := range 7 {
			if l.days>>d&1 == 0 || owner[d] == 0 {
				continue
			}
			old := lines[owner[d]-1]
			if len(l.spans) == 0 || len(week[d]) == 0 {
				if old.days == l.days && len(l.spans) != len(week[d]) {
					p.fail(l.at, bothWays+closedAdvice)
				}
				continue
			}
			switch disjoint := apart(week[d], l.spans); {
			case old.days == l.days && disjoint:
				mode[d] = true
			case old.days == l.days && slices.Equal(week[d], l.spans):
			case old.days == l.days:
				p.fail(l.at, "these days have had other hours before")
				return week
			case !disjoint && l.days&^old.whole == 0:
			default:
				mode[d] = p.choose(2, token{at: l.at}, token{end: l.end}) == 1
			}
		}
		for d := range 7 {
			if l.days>>d&1 == 0 {
				continue
			}
			if !mode[d] {
				week[d] = nil
			}
			week[d] = append(slices.Clone(week[d]), l.spans...)
			owner[d] = n + 1
		}
	}
	for d := range week {
		slices.SortFunc(week[d], func(a, b interval) int { return a.open - b.open })
		week[d] = merged(week[d])
	}
	return week
}

// merged makes one interval of those that overlap. They are in the order in which they open.
func merged(spans []interval) (all []interval) {
	for _, s := range spans {
		if last := len(all) - 1; last >= 0 && s.open < all[last].close {
			all[last].close = max(all[last].close, s.close)
			continue
		}
		all = append(all, s)
	}
	return all
}

// apart tells whether no two intervals have a time in common.
func apart(a, b []interval) bool {
	for _, x := range a {
		for _, y := range b {
			if x.open < y.close && y.open < x.close {
				return false
			}
		}
	}
	return true
}
