package people

import "fmt"

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

	zones map[string]bool // names of the schedule's own zone

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
	broken bool // a comma or the like stands before it
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

func (p *parser) peek() token {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return token{kind: isWrong, at: p.end, end: p.end}
}

func (p *parser) is(s sense) bool { return p.peek().kind == isWord && p.peek().meaning.sense == s }

// idle goes past words that say nothing.
func (p *parser) idle() {
	for p.is(senseIdle) || p.is(senseOclock) {
		p.at++
	}
}

// items are the parts of the whole text.
func (p *parser) items() (list []item) {
	broken := false
	add := func(i item, from token) {
		i.broken, i.at, i.end = broken, from.at, p.tokens[p.at-1].end
		list, broken = append(list, i), false
	}
	for p.wrong == nil && p.at < len(p.tokens) {
		t := p.peek()
		switch {
		case t.kind == isWrong:
			p.unknown(t)
		case t.kind == isBreak:
			broken = true
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

// word reads what begins with a word.
func (p *parser) word(t token, list []item, add func(item, token)) {
	switch t.meaning.sense {
	case senseDays:
		days := p.days()
		add(item{days: days}, t)
	case senseIdle, senseAnd:
		p.at++
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
		if t.meaning.sense == senseOclock && len(list) == 0 { // "Hours: Mon-Fri 9-17"
			p.at++
			return
		}
		p.fail(t.at, "want a day or a time before %q", t.text)
	}
}

// days reads a word for days, or a range from one to another.
func (p *parser) days() dayset {
	first := p.peek()
	from := p.pick(first)
	p.idle()
	start := p.at
	if p.is(senseTo) {
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
