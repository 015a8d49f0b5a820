package people

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// parser reads the tokens of one language. Where a text has several meanings it takes the one that
// choice says, and counts them.
type parser struct {
	v      *vocabulary
	tokens []token
	at     int
	end    int // of the text

	choice int // which meaning to take, from 0
	most   int // how many there are
	doubt  token
	asked  bool // whether each of the meanings has to be read

	overlap bool // what is wrong is that hours of one day overlap

	zones map[string]bool // names of the schedule's own zone

	and     bool // "and" has come since the last item
	between bool // and so has "between"

	twelve, twentyFour bool // whether the text shows a clock that counts so far
	wrong              *slip
	foreign            bool // it is a word that the language does not have
}

// slip is the first thing wrong, at a byte of the text from 0.
type slip struct {
	at      int
	problem string
}

// item is a part of a text: days, hours, or the word "except".
type item struct {
	days   dayset
	hours  bool
	spans  []interval // of hours; none: closed
	except bool
	set    bool // of days: one word for several, "daily"
	broken bool // a comma or the like stands before it
	ended  bool // so does a semicolon, a line's end or a full stop: what it says is new
	joined bool // "and" stands before it
	at     int
	end    int
}

// interval is in minutes from the midnight of the day it begins on.
type interval struct{ open, close int }

func newParser(v *vocabulary, text string, tokens []token, choice int) *parser {
	p := &parser{v: v, tokens: tokens, end: len(text), choice: choice, most: 1}
	for _, t := range tokens {
		switch s := t.meaning.sense; {
		case t.kind == isTime:
			p.twentyFour = p.twentyFour || t.time.early || t.time.hour > 12
		case s == senseMorning || s == senseEvening || s == senseMidday || s == senseNight:
			p.twelve = true
		case s == senseOclock:
			p.twentyFour = p.twentyFour || p.v.clock24 || t.text == "h"
		}
	}
	return p
}

func (p *parser) fail(at int, format string, args ...any) bool {
	if p.wrong == nil {
		p.wrong = &slip{at, fmt.Sprintf(format, args...)}
	}
	return false
}

// choose says which of several meanings to take.
func (p *parser) choose(meanings int, from, to token) int {
	if meanings > 1 && p.most == 1 {
		p.doubt = token{at: from.at, end: to.end}
	}
	p.most = max(p.most, meanings)
	return min(p.choice, meanings-1)
}

// ask is choose where people mean each of the meanings: if one of them cannot be read, none is
// taken in its place.
func (p *parser) ask(meanings int, from, to token) int {
	p.asked = p.asked || meanings > 1
	return p.choose(meanings, from, to)
}

// torn tells whether the first meaning of those asked for can be read, and another cannot.
func (p *parser) torn() bool { return p.asked && p.wrong != nil && p.choice > 0 }

func (p *parser) peek() token {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return token{kind: isWrong, at: p.end, end: p.end}
}

func (p *parser) is(s sense) bool { return p.peek().kind == isWord && p.peek().meaning.sense == s }

// idle goes past words that say nothing.
func (p *parser) idle() {
	for p.is(senseIdle) || p.is(senseOclock) || p.is(senseBetween) {
		p.between = p.between || p.is(senseBetween)
		p.at++
	}
}

// items are the parts of the whole text.
func (p *parser) items() (list []item) {
	broken, ended := false, false
	add := func(i item, from token) {
		i.broken, i.ended, i.joined = broken, ended, p.and
		i.at, i.end = from.at, p.tokens[p.at-1].end
		list, broken, ended = append(list, i), false, false
		p.and, p.between = false, p.between && !i.hours
	}
	for p.wrong == nil && p.at < len(p.tokens) {
		t := p.peek()
		switch {
		case t.kind == isWrong:
			p.unknown(t)
		case t.kind == isBreak:
			if p.unsaid(list) {
				p.fail(list[len(list)-1].at, noHours)
			}
			broken, ended = true, ended || p.ends(t)
			p.at++
		case t.kind == isTime:
			span := p.interval()
			add(item{hours: true, spans: []interval{span}}, t)
		default:
			p.word(t, list, add)
		}
	}
	return list
}

// ends tells whether a new statement begins behind a break. The dot of "Sat." need not end one.
func (p *parser) ends(t token) bool {
	if t.text != "." {
		return t.text == ";" || t.text == "\n"
	}
	return p.at > 0 && !short(p.tokens[p.at-1].text)
}

// short tells whether a word may be a short form, which ends with a dot: "Thurs.".
func short(word string) bool { return utf8.RuneCountInString(word) <= 5 }

// noHours refuses days of which nothing is said.
const noHours = "these days have no hours: add them, as in Mon-Fri 9:00-17:00, " +
	"or \"all day\", or \"closed\""

// unsaid reports whether days, and words that say nothing of them, end before other days: in
// "Mon-Fri open, Sat 9-12" the hours are not those of Mon-Fri too.
func (p *parser) unsaid(list []item) bool {
	last, next := len(list)-1, p.at+1
	for next < len(p.tokens) && p.tokens[next].kind == isBreak {
		next++
	}
	said := p.tokens[max(p.at-1, 0)]
	return last >= 0 && !list[last].hours && !list[last].except && next < len(p.tokens) &&
		said.kind == isWord && said.meaning.sense == senseIdle && list[last].end <= said.at &&
		p.tokens[next].kind == isWord && p.tokens[next].meaning.sense == senseDays
}

// word reads what begins with a word.
func (p *parser) word(t token, list []item, add func(item, token)) {
	switch t.meaning.sense {
	case senseDays:
		days := p.days()
		add(item{days: days, set: one(days) < 0 && slices.Contains(t.meaning.days, days)}, t)
	case senseIdle, senseBetween, senseAnd:
		p.and = p.and || t.meaning.sense == senseAnd
		p.between = p.between || t.meaning.sense == senseBetween
		p.at++
	case senseOthers:
		days := p.others(list)
		if named := p.is(senseDays); days != 0 && !named { // "otherwise Sat 10-14" names them
			add(item{days: days}, t)
		}
	case senseExcept:
		p.at++
		// In Chinese it can stand behind its days.
		if last := len(list) - 1; t.text == "除外" && last >= 0 && !list[last].hours {
			days := list[last]
			list[last] = item{except: true, at: days.at, end: days.end, broken: days.broken}
			add(item{days: days.days}, t)
			return
		}
		add(item{except: true}, t)
	case senseClosed:
		p.at++
		add(item{hours: true}, t)
	case senseAllDay:
		p.at++
		add(item{hours: true, spans: []interval{{0, 24 * 60}}}, t)
	case senseTo:
		p.at++
		days := len(list) > 0 && !list[len(list)-1].hours
		if p.idle(); !days || p.is(senseDays) || p.peek().kind == isBreak || p.at == len(p.tokens) {
			p.fail(t.at, "want a day or a time on both sides of %q", t.text)
		}
	case senseZone:
		if !p.zones[foldText(t.text)] {
			p.fail(t.at, refusals[senseZone], t.text)
		}
		p.at++
	case senseHoliday, senseDate, senseTurns, senseRest, senseVague:
		p.fail(t.at, refusals[t.meaning.sense], t.text)
	case senseMorning, senseEvening, senseMidday, senseNight, senseNoon, senseMidnight:
		span := p.interval()
		add(item{hours: true, spans: []interval{span}}, t)
	default:
		before := p.at+1 < len(p.tokens) && p.tokens[p.at+1].kind == isTime // "od godz. 9"
		if t.meaning.sense == senseOclock && (before || len(list) == 0) {   // "Hours: Mon-Fri 9-17"
			p.at++
			return
		}
		p.fail(t.at, "want a day or a time before %q", t.text)
	}
}

// others reads a word for the days of which nothing is said yet: "closed Sundays, otherwise 9-17".
// When there are none it stands for other times of the same days, and says nothing before "closed":
// "daily 9-17, otherwise closed". Nor does it where hours stand before their days: those that have
// none are closed anyhow.
func (p *parser) others(list []item) dayset {
	t, apart := p.peek(), p.at > 0 && p.tokens[p.at-1].kind == isBreak
	p.at++
	left, closed := everyday&^listed(list), p.is(senseClosed)
	bare := len(list) > 0 && (left == everyday || apart && list[0].hours)
	if closed && (left == 0 || bare) {
		p.at++
		return 0
	}
	if left == 0 {
		p.fail(t.at, "no other day is left for %q", t.text)
	}
	return left
}

// days reads a word for days, or a range from one to another.
func (p *parser) days() dayset {
	first := p.peek()
	from := p.pick(first)
	p.idle()
	start := p.at
	if p.ranges(first, from) || p.is(senseTo) {
		p.at++
		p.idle()
		if !p.is(senseDays) {
			p.at = start // "Mon - 9-17"
			return from
		}
	} else if !p.is(senseUntil) {
		return from
	}
	last := p.peek()
	to := p.pick(last)
	if one(from) < 0 || one(to) < 0 {
		p.fail(first.at, "want one day on each side of a range")
		return 0
	}
	if p.is(senseTo) && p.at+1 < len(p.tokens) && p.tokens[p.at+1].meaning.sense == senseDays {
		p.fail(p.peek().at, "a range has two ends: want a comma between days that stand alone")
	}
	set := dayset(0)
	for d := one(from); ; d = (d + 1) % 7 {
		set |= 1 << d
		if d == one(to) {
			return set
		}
	}
}

// ranges tells whether an "and" joins the two ends of a range: "between Monday and Friday". Polish
// "a" stands for both when the word for "between" is left out: "pn a pt".
func (p *parser) ranges(first token, from dayset) bool {
	if !p.is(senseAnd) || p.at+1 >= len(p.tokens) {
		return false
	}
	next := p.tokens[p.at+1]
	if next.kind != isWord || next.meaning.sense != senseDays {
		return false
	}
	doubtful := p.peek().text == "a" && one(from) >= 0 && one(next.meaning.days[0]) >= 0
	return p.between || doubtful && p.choose(2, first, next) == 1
}

// pick goes past a word for days.
func (p *parser) pick(t token) dayset {
	p.at++
	return t.meaning.days[p.choose(len(t.meaning.days), t, t)]
}

// one is the only day of a set, or -1.
func one(set dayset) int {
	for d := range 7 {
		if set == 1<<d {
			return d
		}
	}
	return -1
}
