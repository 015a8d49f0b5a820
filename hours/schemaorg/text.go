package schemaorg

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// tokens are what an openingHours text is made of: times, names, and signs.
var tokens = regexp.MustCompile(`(?i)\d{1,2}(?:[:.h]\d{2}){1,2}\s*(?:[ap]\.?m\b\.?)?|\d{4}\b|\d{1,2}\s*[ap]\.?m\b\.?|\d+|[a-z]+|[-,;:]|\S`)

// token is a part of a text, and the column it begins at, in bytes from 1.
type token struct {
	text   string
	column int
}

// textReader goes through the text of openingHours: "Mo-Fr 09:00-17:00", "Mo,Tu
// 09:00-12:00,13:00-17:00 Sa 10:00-14:00", "Mo-Su".
type textReader struct {
	tokens []token
	length int
}

func (t *textReader) peek() token {
	if len(t.tokens) == 0 {
		return token{column: t.length + 1}
	}
	return t.tokens[0]
}

// take goes past one of some signs, or a word, if it stands here.
func (t *textReader) take(words ...string) bool {
	if !slices.Contains(words, strings.ToLower(t.peek().text)) || len(t.tokens) == 0 {
		return false
	}
	t.tokens = t.tokens[1:]
	return true
}

func (t *textReader) fail(format string, args ...any) error {
	return fmt.Errorf("column %d: %s", t.peek().column, fmt.Sprintf(format, args...))
}

// readText gives the hours of a text as weekly rules and of its holidays: each part has days, from
// the list of the vocabulary, and times; without times it is open all day, and each says when the
// place is open, as specifications do.
func (r *reader) readText(text string) error {
	t := &textReader{length: len(text)}
	for _, at := range tokens.FindAllStringIndex(text, -1) {
		t.tokens = append(t.tokens, token{dashes.Replace(strings.TrimSpace(text[at[0]:at[1]])), at[0] + 1})
	}
	if len(t.tokens) == 0 {
		return t.fail("want days and times, as in Mo-Fr 09:00-17:00")
	}
	for len(t.tokens) > 0 {
		days, err := t.days()
		if err != nil {
			return err
		}
		spans, err := t.times()
		if err != nil {
			return err
		}
		if err := r.weekly(days, spans, ""); err != nil {
			return err
		}
		for t.take(signs...) || t.take(";") {
		}
	}
	return nil
}

func (t *textReader) days() (d daySet, err error) {
	for {
		name := t.peek().text
		if _, ok := weekday(name); !ok && !strings.EqualFold(name, "PH") && !strings.EqualFold(name, "PublicHolidays") {
			if !d.named {
				return d, t.fail("want a day such as Mo, not %q", name)
			}
			return d, t.fail("want another day, not %q", name)
		}
		t.tokens = t.tokens[1:]
		if t.take("-", "to", "through", "thru") {
			if _, ok := weekday(t.peek().text); !ok {
				return d, t.fail("want a day such as Fr, not %q", t.peek().text)
			}
			name += "-" + t.peek().text
			t.tokens = t.tokens[1:]
		}
		if strings.EqualFold(name, "PH") {
			name = "PublicHolidays"
		}
		if err := d.add(name); err != nil {
			return d, t.fail("%s", err)
		}
		if !t.take(signs...) {
			return d, nil
		}
	}
}

// times are the intervals after days: nil for closed.
func (t *textReader) times() (spans []string, err error) {
	t.take(":")
	if t.take("closed", "off") {
		return nil, nil
	}
	if next := t.peek().text; next == "" || next == ";" || next == "," || isDay(next) {
		return []string{"00:00-24:00"}, nil
	}
	for {
		opens, err := t.clock()
		if err != nil {
			return nil, err
		}
		if !t.take("-", "to") {
			return nil, t.fail(`want "-" and a closing time`)
		}
		at := t.peek().column
		closes, err := t.clock()
		if err != nil {
			return nil, err
		}
		text, err := span(opens, closes)
		if err != nil {
			return nil, fmt.Errorf("column %d: %w", at, err)
		}
		if text == "" {
			return nil, fmt.Errorf("column %d: 00:00-00:00 may be all day or never; write 00:00-24:00, or leave the day out", at)
		}
		if spans = append(spans, text); !t.more() {
			return spans, nil
		}
	}
}

// more goes on to the next interval of the same days, if one follows, and tells whether it does:
// behind a comma, "and" or the like, or with nothing between.
func (t *textReader) more() bool {
	rest := t.tokens
	if len(rest) > 1 && slices.Contains(signs, strings.ToLower(rest[0].text)) {
		rest = rest[1:]
	}
	joined := len(rest) < len(t.tokens)
	follows := len(rest) > 0 && (isClock(rest[0].text) || joined && !isDay(rest[0].text))
	if follows {
		t.tokens = rest
	}
	return follows
}

// signs are what stands between two of a list.
var signs = []string{",", "and", "&", "+", "/"}

func isClock(text string) bool { return text[0] >= '0' && text[0] <= '9' }

func isDay(name string) bool {
	_, ok := weekday(name)
	return ok || strings.EqualFold(name, "PH") || strings.EqualFold(name, "PublicHolidays")
}

func (t *textReader) clock() (int, error) {
	minutes, err := clock(t.peek().text)
	if err != nil {
		return 0, t.fail("%s", err)
	}
	t.tokens = t.tokens[1:]
	return minutes, nil
}
