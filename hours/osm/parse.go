package osm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/hours"
)

var (
	weekdayNames = []string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}
	monthNames   = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// parser goes through a text. Its methods return false, and keep the first fault, where the text
// leaves the subset.
type parser struct {
	text  string
	at    int
	fault *Error
}

// Parse reads a text for a zone, by its IANA name. PH stands for the holidays; without any it is
// refused.
func Parse(zone, text string, holidays ...hours.Holiday) (*hours.Schedule, error) {
	p := &parser{text: text}
	rules, ok := p.rules(len(holidays) > 0)
	if !ok {
		return nil, p.fault
	}
	compiled, err := compile(rules, holidays)
	if err != nil {
		return nil, err
	}
	return hours.New(hours.Config{Zone: zone, Rules: compiled})
}

func (p *parser) fail(format string, args ...any) bool {
	if p.fault == nil {
		p.fault = &Error{Column: p.at + 1, Problem: fmt.Sprintf(format, args...)}
	}
	return false
}

func (p *parser) spaces() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

// take goes past a word if it stands here and no letter or digit follows.
func (p *parser) take(word string) bool {
	rest, ok := strings.CutPrefix(p.text[p.at:], word)
	if !ok || rest != "" && isWord(word[len(word)-1]) && isWord(rest[0]) {
		return false
	}
	p.at += len(word)
	return true
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// name goes past one of the names if one stands here.
func (p *parser) name(names []string) (n int, ok bool) {
	n = slices.IndexFunc(names, p.take)
	return n, n >= 0
}

// ahead tells whether one of the names stands here.
func (p *parser) ahead(names []string) bool {
	at := p.at
	_, ok := p.name(names)
	p.at = at
	return ok
}

// number goes past a number of so many digits.
func (p *parser) number(digits int) (n int, ok bool) {
	end := p.at + digits
	if end > len(p.text) || end < len(p.text) && p.text[end] >= '0' && p.text[end] <= '9' {
		return 0, false
	}
	for _, c := range []byte(p.text[p.at:end]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	p.at = end
	return n, true
}

func (p *parser) rules(holidays bool) (rules []rule, ok bool) {
	for adds := false; ; {
		at := p.at
		p.spaces()
		r, ok := p.rule(holidays)
		if !ok {
			return nil, false
		}
		if r.adds = adds; len(rules) > 0 && len(r.ranges) == 0 && !r.limited {
			p.at = at
			return nil, p.fail("a rule after another must name its days: it would hold on all days and silence the others")
		}
		rules = append(rules, r)
		p.spaces()
		switch {
		case p.at == len(p.text):
			return rules, true
		case p.take(";"):
			adds = false
		case p.take(","):
			adds = true
		default:
			return nil, p.fail(`want ";" or "," or the end%s`, p.reason())
		}
	}
}

// outside are the words of the notation that the subset leaves out.
var outside = []struct{ word, what string }{
	{"sunrise", "times of the sun"}, {"sunset", "times of the sun"}, {"dawn", "times of the sun"}, {"dusk", "times of the sun"}, {"(", "times of the sun"},
	{"week", "week numbers"}, {"easter", "dates from easter"}, {"SH", "school holidays"}, {"||", "fallback rules"}, {`"`, "comments"}, {"+", "open ends"},
	{"unknown", "unknown hours"}, {"open", "states such as open"}, {"[", "numbers of a range of weekdays"}, {":", "colons after days"},
}

// reason says what stands here, if it is something that the subset leaves out on purpose.
func (p *parser) reason() string {
	for _, o := range outside {
		if strings.HasPrefix(p.text[p.at:], o.word) {
			return ": " + o.what + " are not supported"
		}
	}
	return p.meant()
}

// rule reads dates, weekdays and times, in this order, all of which may be missing but not all at
// once.
func (p *parser) rule(holidays bool) (r rule, ok bool) {
	if p.take("24/7") {
		return r, true
	}
	start := p.at
	if !p.dates(&r) || !p.weekdays(&r, holidays) || !p.times(&r) {
		return r, false
	}
	r.off = p.take("off") || p.take("closed")
	if !r.off && len(r.spans) == 0 {
		if p.at == start {
			return r, p.fail("want a date, a weekday, a time or 24/7%s", p.reason())
		}
		return r, p.fail("want times, or off%s", p.reason())
	}
	return r, true
}

func (p *parser) weekdays(r *rule, holidays bool) bool {
	known := append(slices.Clone(weekdayNames), "PH")
	for p.ahead(known) {
		r.limited = true
		if p.take("PH") {
			if !holidays {
				p.at -= len("PH")
				return p.fail("PH needs holidays to be supplied")
			}
			r.holidays = true
		} else if !p.weekdayRange(r) {
			return false
		}
		at := p.at
		if p.take(",") && p.ahead(known) {
			continue
		}
		p.at = at
		p.spaces()
		if p.ahead(known) {
			return p.fail("holidays and weekdays are joined by a comma")
		}
	}
	return true
}

func (p *parser) weekdayRange(r *rule) bool {
	first, _ := p.name(weekdayNames)
	last := first
	if p.take("[") {
		return p.numbers(r, first)
	}
	if r.weekdays[first] && len(r.nth[first]) > 0 {
		r.nth[first] = nil // each of them, too
	}
	if p.take("-") {
		n, ok := p.name(weekdayNames)
		if !ok {
			return p.fail("want a weekday such as Fr%s", p.meant())
		}
		last = n
	}
	for d := first; ; d = (d + 1) % 7 {
		r.weekdays[d], r.nth[d] = true, nil
		if d == last {
			return true
		}
	}
}

// numbers reads the rest of Sa[1], Sa[1,3], Sa[2-4], Sa[-1].
func (p *parser) numbers(r *rule, weekday int) bool {
	each := r.weekdays[weekday] && len(r.nth[weekday]) == 0
	for {
		at, sign := p.at, 1
		if p.take("-") {
			sign = -1
		}
		first, ok := p.number(1)
		last := first
		if ok && sign > 0 && p.take("-") {
			last, ok = p.number(1)
		}
		if !ok || first < 1 || last > 5 || last < first {
			p.at = at
			return p.fail("want a number from 1 to 5, or from -1 for the last to -5")
		}
		for n := first; n <= last && !each; n++ {
			r.nth[weekday] = append(r.nth[weekday], sign*n)
		}
		r.weekdays[weekday] = true
		if p.take("]") {
			return true
		}
		if !p.take(",") {
			return p.fail(`want "]"`)
		}
	}
}
