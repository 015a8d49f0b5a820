package people

import "unicode/utf8"

// stated is one end of an interval as far as it is certain.
type stated struct {
	token
	minutes int  // on a clock of 24 hours; for a bare hour, in its morning
	bare    bool // an hour from 1 to 12 of which nobody says whether it is before noon
	exact   bool
	half    sense
}

const (
	noon   = 12 * 60
	oneDay = 24 * 60
)

// interval reads from an opening to a closing.
func (p *parser) interval() interval {
	start := p.at
	from, ok := p.clock(false)
	if !ok {
		return interval{}
	}
	if !p.is(senseTo) && !(p.between && p.is(senseAnd)) {
		if until := p.before(start, senseTo); until.text != "" && until.text != "-" {
			p.fail(until.at,
				"%q names only a closing time: add the opening one, as in 9:00-17:00", until.text)
		}
		p.fail(p.peek().at, "want a closing time after %q, as in 9:00-17:00", from.text)
		return interval{}
	}
	p.at++
	p.idle()
	to, ok := p.clock(true)
	if !ok {
		return interval{}
	}
	if p.is(senseTo) && p.at+1 < len(p.tokens) && p.tokens[p.at+1].kind == isTime {
		p.fail(p.peek().at, "an interval has two ends: want a comma before the next one")
	}
	all := p.meanings(from, to)
	if len(all) == 0 {
		p.fail(to.at, "opens and closes at the same time: write \"all day\" for a whole day")
		return interval{}
	}
	return all[p.choose(len(all), from.token, to.token)]
}

// before is the word of some sense that stands before a token, or before words there that say
// nothing.
func (p *parser) before(at int, s sense) token {
	for at--; at >= 0 && p.tokens[at].kind == isWord; at-- {
		switch sense := p.tokens[at].meaning.sense; sense {
		case s:
			return p.tokens[at]
		case senseIdle, senseOclock:
		default:
			return token{}
		}
	}
	return token{}
}

// clock reads a time with the words around it. closing allows hours of the next day.
func (p *parser) clock(closing bool) (c stated, ok bool) {
	first := p.peek()
	c.token = first
	before := sense(0)
	if s := first.meaning.sense; first.kind == isWord && s >= senseMorning && s <= senseMidnight {
		p.at++
		if letter(first) {
			return c, p.fail(first.at, "want a time before %q", first.text)
		}
		p.idle()
		if p.peek().kind != isTime {
			if s != senseNoon && s != senseMidnight {
				return c, p.fail(first.at, "want a time with %q", first.text)
			}
			c.minutes, c.half = map[sense]int{senseNoon: noon, senseMidnight: 0}[s], s
			return c, true
		}
		before = s
	}
	t := p.peek()
	if t.kind != isTime {
		if t.kind == isWrong && t.text != "" {
			return c, p.unknown(t)
		}
		return c, p.fail(t.at, "want a time such as 9:00 or 5 pm")
	}
	p.at++
	r := t.time
	p.idle()
	if p.is(senseHalf) && r.minute == 0 {
		r.minute = 30
		p.at++
	}
	p.idle()
	r.half = before
	next := p.peek()
	behind := p.v.code != "zh" || next.text != "" && next.text[0] < utf8.RuneSelf // in Chinese such words stand before the hour
	behind = behind && (!letter(next) || next.at == t.end)
	if s := next.meaning.sense; behind && before == 0 && next.kind == isWord && s >= senseMorning && s <= senseMidnight {
		if (s != senseNoon && s != senseMidnight) || r.hour%12 == 0 {
			r.half = s
			p.at++
		}
	}
	p.idle()
	c.end, c.exact, c.half = p.tokens[p.at-1].end, r.exact, r.half
	c.text = t.text
	return c, p.place(&c, r, t, closing)
}

// letter tells whether a word for half a day is a Latin letter, which stands at its hour: "9a-5p".
// By itself it is a day: "T 9-17 P 10-14".
func letter(t token) bool { return len(t.text) == 1 }

// place finds the minute that a time means, as far as its own words say.
func (p *parser) place(c *stated, r reading, t token, closing bool) bool {
	most := 24
	if closing && r.exact {
		most = 48
	}
	if r.hour > most || r.minute > 59 || r.hour == most && r.minute > 0 {
		return p.fail(t.at, "%q is no time of day", t.text)
	}
	c.minutes = r.hour*60 + r.minute
	late := r.hour > 12
	half := r.half
	switch {
	case half == senseNight && (r.hour < 6 || r.hour == 12):
		half = senseMorning
	case half == senseMidday && (r.hour == 10 || r.hour == 11), half == senseMidnight && !late:
		half = senseMorning
	case half != 0 && half != senseMorning && half != senseMidnight:
		half = senseEvening
	}
	switch {
	case half == 0:
		c.bare = r.hour >= 1 && r.hour <= 12
	case half == senseMorning && late, half == senseEvening && (r.hour == 0 || r.hour > 23):
		return p.fail(t.at, "%q is not in that half of the day", t.text)
	case half == senseMorning:
		c.minutes %= noon
	case half == senseEvening && !late:
		c.minutes = c.minutes%noon + noon
	}
	return true
}

// meanings are the intervals that two ends can mean, the likeliest first. None: they are the same
// instant.
func (p *parser) meanings(from, to stated) []interval {
	a, b := from.minutes%oneDay, to.minutes
	counted := func(s stated) bool { return !s.bare && s.half == 0 } // certain, by a clock that counts to 24
	switch {
	case from.bare && to.bare:
		return p.bare(from, to)
	case !from.bare && !to.bare, counted(from), counted(to):
		if b%oneDay == a && b != a+oneDay {
			return nil
		}
		if b <= a {
			b += oneDay
		}
		return []interval{{a, b}}
	case p.v.code == "zh" && to.bare: // the half of the first word holds for both
		end := b%noon + a/noon*noon
		if b%noon == 0 {
			end += noon
		}
		if end > a {
			return []interval{{a, end}}
		}
	}
	opens, closes := []int{a}, []int{b}
	if from.bare {
		opens = []int{a % noon, a%noon + noon}
	} else {
		closes = []int{b % noon, b%noon + noon}
	}
	return likely(opens, closes)
}

// likely are the intervals that a shop may mean, of which one end is certain.
func likely(opens, closes []int) (all []interval) {
	for _, a := range opens {
		for _, b := range closes {
			if b <= a {
				b += oneDay
			}
			all = append(all, interval{a, b})
		}
	}
	for _, odd := range []func(i interval) bool{
		func(i interval) bool { return i.close-i.open >= 18*60 },
		func(i interval) bool { return i.open < 5*60 },
		func(i interval) bool { return i.close > oneDay+6*60 },
	} {
		var rest []interval
		for _, i := range all {
			if !odd(i) {
				rest = append(rest, i)
			}
		}
		if len(rest) > 0 {
			all = rest
		}
	}
	return all
}

// bare are the meanings of two hours from 1 to 12 that nothing is said about, as in "9-5".
func (p *parser) bare(from, to stated) []interval {
	a, b := from.minutes, to.minutes
	plain := interval{a, b}
	if b <= a {
		plain.close += oneDay
	}
	forward := b > a
	if forward && (from.exact && to.exact || p.twentyFour || p.v.clock24 && !p.twelve) {
		return []interval{plain}
	}
	shop := interval{a, b%noon + noon}
	if a < 5*60 {
		shop.open = a + noon
	}
	for shop.close <= shop.open {
		shop.close += noon
	}
	if shop == plain {
		return []interval{plain}
	}
	return []interval{shop, plain}
}
