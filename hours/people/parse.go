package people

import (
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/hours"
)

// Reading is how Parse understood a text.
type Reading struct {
	Schedule *hours.Schedule
	Rules    []hours.Rule // its weekly hours
	// Text says it in the strict form, from Monday on, "Mon-Fri 09:00-12:00, 13:00-17:00; Sat
	// 10:00-14:00" or "closed". Show it to whoever typed; Parse reads it as the same hours.
	Text string
}

// Ambiguous is the error about a text that people would read in more than one way.
type Ambiguous struct {
	Column   int      // the byte at which the doubtful part begins, from 1
	Part     string   // that part as it was typed: "9-5"
	Meanings []string // the whole text in each of its meanings, at least two, each in the form of Reading.Text
}

// Error names the meanings.
func (a *Ambiguous) Error() string {
	return fmt.Sprintf("hours: text: column %d: %q can mean %s: write the one you mean", a.Column, a.Part, strings.Join(a.Meanings, ", or "))
}

// Unwrap makes errors.Is(err, hours.ErrInvalid) true.
func (a *Ambiguous) Unwrap() error { return hours.ErrInvalid }

// longestText bounds what one text costs.
const longestText = 2000

// Parse reads weekly hours as people type them, in English, Estonian, Polish, Indonesian, Chinese,
// Arabic or German: "9am–5:30 pm", "Mo - Fr 9–17", "Montag bis Freitag 9-12 und 13-17 Uhr, Sa
// geschlossen", "周一至周五 9点到17点". zone is the IANA name of the zone whose clock is meant; empty is
// UTC.
//
// Hours without days are for every day, or for all but those that are closed: "9-17, closed
// Sundays". A line about days that an earlier line speaks of too replaces it: "daily 9-17, Sun
// closed". Nothing is guessed. What can be read in two ways, "9-5", "T 9-17", "closed Sat, Sun
// 9-17", is refused with an *Ambiguous; everything else that cannot be read with a *hours.Fault
// whose field is "text", or "zone". Both wrap hours.ErrInvalid. Dates and holidays are not read:
// they are rules of their own, like breaks, every other week and the first Saturday, and the fault
// says so. Refused too are a text that says only when it is closed, hours of one day that overlap,
// as in "Mon 9-17, 10-14", and a time zone that is not zone's. A text has at most 2,000 bytes.
//
// Reading is here and not in package hours, because it shares its languages with Words and nobody
// who only asks schedules needs them.
func Parse(zone, text string) (Reading, error) {
	empty, err := hours.New(hours.Config{Zone: zone})
	if err != nil {
		return Reading{}, err
	}
	names := zoneNames(empty.Location())
	week, err := read(text, strict, func(p *parser) (week [7][]interval) {
		p.zones = names
		lines := p.lines(p.items())
		if p.wrong == nil {
			week = p.week(lines)
		}
		return week
	})
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Rules: weekRules(week), Text: strict(week)}
	r.Schedule, err = hours.New(hours.Config{Zone: zone, Rules: r.Rules})
	return r, err
}

// ParseDays reads days alone, "Montag bis Freitag" or "weekdays", into what hours.Week takes:
// "Mon-Fri". It refuses as Parse does.
func ParseDays(text string) (days string, err error) {
	set, err := read(text, dayset.String, func(p *parser) (set dayset) {
		items := p.items()
		for _, i := range items {
			if i.hours {
				p.fail(i.at, "want days alone, as in Mon-Fri")
			}
		}
		if set, _ = p.named(items, everyday); set == 0 {
			p.fail(0, "want days, as in Mon-Fri")
		}
		return set
	})
	if err != nil {
		return "", err
	}
	return set.String(), nil
}

// ParseHours reads hours alone, "9am–12, 1–5:30pm" or "closed", into what hours.Week and hours.On
// take: ["09:00-12:00" "13:00-17:30"], nothing for closed. It refuses as Parse does.
func ParseHours(text string) (intervals []string, err error) {
	spans, err := read(text, strictSpans, func(p *parser) (spans []interval) {
		items := p.items()
		for _, i := range items {
			if !i.hours {
				p.fail(i.at, "want hours alone, as in 9:00-17:00")
			}
		}
		if len(items) == 0 {
			p.fail(0, "want hours, as in 9:00-17:00, or \"closed\"")
		}
		if p.wrong == nil {
			spans = p.said(everyday, items).spans
		}
		return spans
	})
	if err != nil {
		return nil, err
	}
	for _, s := range spans {
		intervals = append(intervals, s.String())
	}
	return intervals, nil
}

// read asks each language for what a text means, and answers if they agree. Only where none can
// read it does it try all of them at once. show writes a meaning down.
func read[T any](text string, show func(T) string, parse func(*parser) T) (meaning T, err error) {
	if len(text) > longestText {
		return meaning, &hours.Fault{Field: "text", Problem: fmt.Sprintf("is longer than %d bytes", longestText)}
	}
	pieces := scan(text)
	if at := dateAt(pieces); at >= 0 {
		return meaning, dateFault(at)
	}
	var meanings []string
	var doubt token
	var worst *parser // the one that knew all words, or came furthest
	for i, v := range vocabularies() {
		if i == len(languages) && len(meanings) > 0 {
			break
		}
		all, p := meaningsIn(v, text, v.tokens(text, pieces), parse)
		if p.torn() {
			worst, meanings = p, nil
			break
		}
		if p.wrong != nil && (worst == nil || worst.foreign && !p.foreign ||
			worst.foreign == p.foreign && p.wrong.at > worst.wrong.at) {
			worst = p
		}
		if len(all) > 0 && p.most > 1 && doubt.end == 0 {
			doubt = p.doubt
		}
		for _, m := range all {
			if shown := show(m); len(meanings) == 0 {
				meaning, meanings = m, []string{shown}
			} else if !slices.Contains(meanings, shown) {
				meanings = append(meanings, shown)
			}
		}
	}
	switch {
	case len(meanings) == 0:
		if at := namedDateAt(pieces); at >= 0 && at <= worst.wrong.at {
			return meaning, dateFault(at)
		}
		problem := worst.wrong.problem
		if worst.foreign {
			problem += hint(worst.peek().text)
		}
		return meaning, &hours.Fault{Field: "text", Column: worst.wrong.at + 1, Problem: problem}
	case len(meanings) > 1 && doubt.end == 0: // only the languages disagree
		doubt.end = len(text)
	}
	if len(meanings) > 1 {
		var none T
		return none, &Ambiguous{Column: doubt.at + 1, Part: strings.TrimSpace(text[doubt.at:doubt.end]), Meanings: meanings}
	}
	return meaning, nil
}

// meaningsIn are the meanings that a text has in a language, and the parser that came last. Once
// one cannot be read there are no more; where the text was asked about, there are none.
func meaningsIn[T any](
	v *vocabulary, text string, tokens []token, parse func(*parser) T,
) (all []T, p *parser) {
	for choice, most := 0, 1; choice < most; choice++ {
		p = newParser(v, text, tokens, choice)
		m := parse(p)
		if p.wrong != nil && (p.asked || p.overlap) {
			return nil, p
		} else if p.wrong != nil {
			return all, p
		}
		all, most = append(all, m), p.most
	}
	return all, p
}
