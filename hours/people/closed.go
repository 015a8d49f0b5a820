package people

import "slices"

// "closed" stands before its days or behind them. What stands next can belong to it or begin a line
// of its own, and hours without days beside it are those of all other days: "closed Sundays, 9-17",
// "Sundays closed, 9-17", "9-17, closed Sundays".

func isHours(i item) bool  { return i.hours }
func isExcept(i item) bool { return i.except }
func isClosed(i item) bool { return i.hours && i.spans == nil }

// closedFirst puts "closed" behind its days where it stands before them although hours stand behind
// theirs: "Mon-Fri 9-17, closed on weekends".
func (p *parser) closedFirst(items []item) []item {
	items = closedBefore(p.closedLead(slices.Clone(items)))
	for i := 1; i < len(items); i++ {
		if !isClosed(items[i]) || !items[i-1].hours {
			continue
		}
		alone := !items[0].hours || hoursAt(items) == i+1 // "9-17, closed Sundays"
		if turned := daysFirst(items[i:]); alone && turned != nil {
			return slices.Concat(items[:i], turned)
		}
		rest := items[i+1:]
		days := slices.IndexFunc(rest, isHours)
		if alone && days == 2 && rest[1].broken && items[len(items)-1].hours &&
			!slices.ContainsFunc(rest[:days], isExcept) { // "Mon-Fri 9-17, closed Sat, Sun 10-14"
			items[i], items[i+1] = items[i+1], items[i]
			items[i].broken = true
		}
	}
	return items
}

// closedLead reads "closed" and its days where a text begins with them.
func (p *parser) closedLead(items []item) []item {
	if len(items) < 3 || !isClosed(items[0]) || !items[len(items)-1].hours {
		return items // all hours may stand first
	}
	if items[1].except { // "closed except Saturday 10-14"
		return items[2:]
	}
	closed, rest := items[:1:1], items
	for isClosed(rest[0]) && len(rest) > 1 { // "closed Sun, closed Mon, 9-17"
		n := slices.IndexFunc(rest[1:], isHours)
		if n < 1 || slices.ContainsFunc(rest[1:1+n], isExcept) {
			return items
		}
		days := rest[1 : 1+n]
		if rest = rest[1+n:]; !isClosed(rest[0]) {
			n = p.howManyClosed(days, rest)
			rest = slices.Clone(rest)
			rest[0].broken = rest[0].broken || len(days) > 1 // they are not those of one day
		}
		closed = append(slices.Clone(days[:n]), closed...)
		rest = slices.Concat(days[n:], rest)
	}
	return slices.Concat(closed, rest)
}

// howManyClosed tells how many of the days that stand between "closed" and hours are closed. The
// hours are those of the rest, or of all other days when none is left: "closed Sat, Sun 9-17".
func (p *parser) howManyClosed(days, hours []item) int {
	last, commas, at := len(days), 0, 0
	several := false // whether a word or a range for several days stands there
	for i, d := range days {
		several = several || one(d.days) < 0
		switch {
		case i > 0 && d.ended && hours[0].ended: // "closed Mon; Tue; 9-17"
			ways := []int{i, last}
			return ways[p.ask(2, token{at: d.at}, token{end: days[last-1].end})]
		case i > 0 && d.ended:
			return i
		case i > 0 && d.broken && !d.joined:
			commas, at = commas+1, i
		}
	}
	away := hours[0].broken
	more := slices.ContainsFunc(hours, func(i item) bool { return !i.hours })
	// "closed Sun and Mon, Tue 9-17" is clear, and "closed Sun, Mon and Tue 9-17" is not: that may
	// be one list of three.
	clear := (at > 1 || more && last > 2) && p.allJoined(days, at) || last == 2 && (several || more)
	switch {
	case last == 1, away && (hours[0].ended || commas == 0):
		return last
	case !away && commas == 1 && clear:
		return at
	}
	var ways []int
	for n := 1; n < last; n++ {
		ways = append(ways, n)
	}
	if listed(days) != everyday && (away || one(days[last-1].days) >= 0) {
		ways = append(ways, last)
	}
	return ways[p.ask(len(ways), token{at: days[0].at}, token{end: days[last-1].end})]
}

// allJoined tells whether "and" stands between all days but before the one at an index.
func (p *parser) allJoined(days []item, but int) bool {
	for i, d := range days {
		if i > 0 && i != but && !d.joined {
			return false
		}
	}
	return true
}

// closedBefore gives hours without days to all days but those before them that are closed:
// "Sundays closed, 9-17".
func closedBefore(items []item) []item {
	for at := 0; at < len(items) && items[len(items)-1].hours; {
		n := slices.IndexFunc(items[at:], isHours)
		left := everyday &^ listed(items[:at])
		if at > 0 && n == 0 && items[at].broken && left != 0 {
			all := item{days: left, broken: true, at: items[at].at, end: items[at].at}
			return slices.Concat(items[:at], []item{all}, items[at:])
		}
		if n < 1 || !isClosed(items[at+n]) || slices.ContainsFunc(items[at:at+n], isExcept) {
			break
		}
		at += n + 1
	}
	return items
}

// daysFirst puts each "closed" behind its days, where nothing else stands: "closed Sun, closed
// Mon". Of an exception behind "closed" nobody knows what it excepts: there are none then.
func daysFirst(items []item) (turned []item) {
	for len(items) > 0 {
		closed, rest := items[0], items[1:]
		n := slices.IndexFunc(rest, isHours)
		if n < 0 {
			n = len(rest)
		}
		if n == 0 || closed.spans != nil || slices.ContainsFunc(rest[:n], isExcept) {
			return nil
		}
		days := slices.Clone(rest[:n])
		days[0].broken = true
		turned = slices.Concat(turned, days, items[:1])
		items = rest[n:]
	}
	return turned
}
