package people

import "slices"

// Exceptions can be taken for the beginning of what follows them, and the other way round. Where
// commas or "and" stand between, both are meanings: "daily 9-17 except Sunday, Saturday 10-14".

// excepted tells how many items belong to the exception that they begin with, when it stands behind
// hours: all days up to the next hours, which are theirs then, "daily 9-17 except Sunday 10-14", or
// fewer, when the rest begins a line of its own.
func (p *parser) excepted(items []item) int {
	last := 1
	for last < len(items) && !items[last].hours && !items[last].except {
		last++
	}
	if last < len(items) && items[last].except {
		p.fail(items[last].at, "one exception behind another: want days, and their hours, for each")
	}
	if last == len(items) {
		return last
	}
	ways := []int{last}
	for i := 2; i < last; i++ {
		if items[i].ended {
			return i
		}
		ways = append(ways, i)
	}
	return ways[p.ask(len(ways), token{at: items[0].at}, token{end: items[last-1].end})]
}

// without chooses whether days that have just been excepted are excepted from the days behind them
// too, which hold them: "daily 9-17 except Sunday, weekends 10-14".
func (p *parser) without(items []item, excepted dayset) []item {
	if len(items) == 0 || items[0].hours || !items[0].days.holds(excepted) ||
		p.ask(2, token{at: items[0].at}, token{end: items[0].end}) == 0 {
		return items
	}
	items = slices.Clone(items)
	items[0].days &^= excepted
	return items
}

// listed are the days of all items.
func listed(items []item) (days dayset) {
	for _, i := range items {
		days |= i.days
	}
	return days
}

// named are the days that the items begin with; base is what an "except" takes from when nothing
// stands before it.
func (p *parser) named(items []item, base dayset) (days dayset, rest []item) {
	taking := false
	of := dayset(0) // what is taken from
	for i, it := range items {
		switch {
		case it.hours:
			return days, items[i:]
		case it.except:
			if taking = true; i == 0 {
				days = base
			}
			of = days
		case taking && i > 1 && it.set && (!it.broken && !it.joined || it.days == everyday):
			// "except Sundays daily"
			days, taking = it.days&days, false
		case taking && i > 1 && items[0].except && one(it.days) < 0 && (it.broken || !it.joined):
			days, taking = p.rest(items[:i+1], base, days)
		case taking && of&it.days == 0 &&
			p.ask(2, token{at: items[0].at}, token{end: it.end}) == 0:
			days |= it.days // "weekdays except Friday, Saturday"
		case taking:
			days &^= it.days
		case i > 0 && items[i-1].set && items[i-1].days.holds(it.days):
			days = days&^items[i-1].days | p.among(items[i-1].days, it.days, items[i-1], it)
		case i > 0 && it.set && it.days.holds(days):
			days = p.among(it.days, days, items[i-1], it)
		default:
			days |= it.days
		}
	}
	return days, nil
}

// rest reads several days behind an exception that a text begins with. In "except Monday, weekdays"
// they are what it is taken from; in "except Sunday, weekdays" they may be excepted too.
func (p *parser) rest(items []item, base, left dayset) (days dayset, taking bool) {
	it, taken := items[len(items)-1], base&^left
	if it.days.holds(taken) {
		return it.days &^ taken, false
	}
	if it.ended || p.choose(2, token{at: items[0].at}, token{end: it.end}) == 0 {
		return it.days, false
	}
	return left &^ it.days, true
}
