package people

import "slices"

// said is what a text says about some days.
type said struct {
	days  dayset
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
	items = closedFirst(items)
	first = slices.IndexFunc(items, func(i item) bool { return !i.hours })
	if first > 0 && !items[len(items)-1].hours {
		return p.open(p.hoursFirst(items))
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
		if n == 0 && items[0].except && len(lines) > 0 {
			lines[len(lines)-1].days &^= everyday &^ days
			items = rest
			continue
		}
		if items[0].except && len(lines) > 0 { // "daily 9-17 except Sunday 10-14"
			days = everyday &^ days
		}
		if n == 0 {
			p.fail(items[0].at, "these days have no hours: add them, as in Mon-Fri 9:00-17:00, or \"all day\", or \"closed\"")
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

// closedFirst puts "closed" behind its days where it stands before them although hours stand behind
// theirs: "Mon-Fri 9-17, closed on weekends". In "closed Mon, Tue, Wed 9-17" nobody knows how far
// it goes; that stays, and is refused.
func closedFirst(items []item) []item {
	items = slices.Clone(items)
	for i := range items {
		if !items[i].hours || items[i].spans != nil || i > 0 && !items[i-1].hours {
			continue
		}
		days := slices.IndexFunc(items[i+1:], func(next item) bool { return next.hours })
		switch rest := items[i+1:]; {
		case i == 0 && !items[len(items)-1].hours, i > 0 && items[0].hours: // all hours stand first
		case days < 0 && slices.ContainsFunc(rest, isExcept): // nobody knows what it excepts
		case days < 0 && len(rest) > 0:
			items = slices.Concat(items[:i], rest, items[i:i+1])
			return items
		case days == 2 && rest[1].broken && !rest[0].except && !rest[1].except:
			items[i], items[i+1] = items[i+1], items[i]
		}
	}
	return items
}

func isExcept(i item) bool { return i.except }

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

// named are the days that the items begin with; base is what an "except" takes from when nothing
// stands before it.
func (p *parser) named(items []item, base dayset) (days dayset, rest []item) {
	taking := false
	for i, it := range items {
		switch {
		case it.hours:
			return days, items[i:]
		case it.except:
			if taking = true; i == 0 {
				days = base
			}
		case taking:
			days &^= it.days
		default:
			days |= it.days
		}
	}
	return days, nil
}

// hoursAt is how many items of hours stand first.
func hoursAt(items []item) int {
	n := slices.IndexFunc(items, func(i item) bool { return !i.hours })
	if n < 0 {
		return len(items)
	}
	return n
}

// said joins hours to days.
func (p *parser) said(days dayset, hours []item) said {
	s := said{days: days, at: hours[0].at, end: hours[len(hours)-1].end}
	if days == 0 { // "daily except", or "except" before hours
		p.fail(s.at, "no day is left for these hours")
	}
	for _, h := range hours {
		if h.spans == nil && len(hours) > 1 {
			p.fail(h.at, "these days are both open and closed: "+breakAdvice)
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
			if l.days>>d&1 == 0 || owner[d] == 0 || len(l.spans) == 0 || len(week[d]) == 0 {
				continue
			}
			old := lines[owner[d]-1]
			switch disjoint := apart(week[d], l.spans); {
			case old.days == l.days && disjoint:
				mode[d] = true
			case old.days == l.days:
				p.fail(l.at, "these days have had other hours before")
				return week
			case !disjoint && l.days&^old.days == 0:
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
		week[d] = slices.Compact(week[d])
	}
	return week
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
