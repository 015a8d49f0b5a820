package ics

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// calendar is a file that has been read.
type calendar struct {
	events []component
	left   []error
}

func (c *calendar) leave(line int, summary, format string, args ...any) {
	c.left = append(c.left, &Left{line, summary, fmt.Sprintf(format, args...)})
}

// mark is the byte order mark that some programs put before a file.
const mark = "\uFEFF"

// decode gives the text of a file: UTF-16 where a byte order mark says so, else UTF-8, in lines
// that end with "\n".
func decode(data []byte) string {
	text := string(data)
	for prefix, order := range map[string]binary.ByteOrder{"\xFF\xFE": binary.LittleEndian, "\xFE\xFF": binary.BigEndian} {
		if strings.HasPrefix(text, prefix) {
			units := make([]uint16, len(data)/2)
			for i := range units {
				units[i] = order.Uint16(data[2*i:])
			}
			text = string(utf16.Decode(units))
			break
		}
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n")
}

// mostBad is how many lines that were passed over are named: after them the file says nothing new.
const mostBad = 100

// parse finds the events of a file. Other components, and those within events, are passed over; so
// is a line that is no property or ends nothing, and what it is about goes on.
func parse(text string) (*calendar, error) {
	c := new(calendar)
	var open []string // the components that have begun
	zone, cancelled, begun, bad := "", false, false, 0
	skip := func(line int, format string, args ...any) {
		if bad++; bad <= mostBad {
			c.leave(line, "", format, args...)
		}
	}
	for line, content := range unfold(text) {
		name, p := split(content)
		kind := strings.ToUpper(strings.TrimSpace(p.value))
		switch {
		case name == "":
			skip(line, "it has no name and value")
		case name == "BEGIN" && (kind == "VCALENDAR" || len(open) > 0):
			if kind == "VEVENT" && len(open) == 2 && open[1] == kind {
				skip(line, "the event before it has no end")
				open = open[:1]
			}
			if open = append(open, kind); kind == "VEVENT" && len(open) == 2 {
				c.events = append(c.events, component{line: line, zone: zone, off: cancelled})
			}
			if begun = true; len(open) == 1 {
				zone, cancelled = "", false
			}
			if len(c.events) > MaxEvents {
				return nil, fmt.Errorf("%w: more than %d events", ErrFormat, MaxEvents)
			}
		case name == "END" && slices.Contains(open, kind):
			for i := len(open) - 1; ; i-- {
				if found := open[i] == kind; found {
					open = open[:i]
					break
				}
				skip(line, "the %s before it has no end", open[i])
			}
		case name == "BEGIN" || name == "END" || len(open) == 0:
			skip(line, "it is outside a VCALENDAR")
		case len(open) == 2 && open[1] == "VEVENT":
			c.events[len(c.events)-1].set(name, p)
		case len(open) == 1 && name == "X-WR-TIMEZONE":
			zone = kind
		case len(open) == 1 && name == "METHOD":
			cancelled = kind == "CANCEL"
		}
	}
	switch {
	case !begun || len(open) > 0 && len(c.events) == 0:
		return nil, fmt.Errorf("%w: it has no VCALENDAR, or no end of it", ErrFormat)
	case len(open) > 0:
		c.leave(strings.Count(text, "\n")+1, "", "the file breaks off: what comes after is not here")
	}
	return c, nil
}

// unfold gives the content lines, and the line of the file each begins at: a line that begins with
// a space continues the one before it. Empty lines count for nothing. What is no UTF-8 is replaced
// only in the whole line, because some programs fold within a letter of several bytes.
func unfold(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		var content strings.Builder
		begin, line := 1, 0
		for raw := range strings.SplitSeq(text, "\n") {
			line++
			if raw != "" && (raw[0] == ' ' || raw[0] == '\t') {
				content.WriteString(raw[1:])
				continue
			}
			if strings.TrimSpace(content.String()) != "" && !yield(begin, valid(content.String())) {
				return
			}
			content.Reset()
			content.WriteString(strings.TrimPrefix(raw, mark))
			begin = line
		}
		if strings.TrimSpace(content.String()) != "" {
			yield(begin, valid(content.String()))
		}
	}
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// split takes a content line apart; a colon in a quoted parameter does not count. A line that has
// no name gives none.
func split(content string) (name string, p property) {
	quoted := false
	for i := range len(content) {
		switch c := content[i]; {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			name, p.parameters, _ = strings.Cut(content[:i], ";")
			if strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
				return "", property{}
			}
			p.value = strings.TrimSpace(content[i+1:])
			return strings.ToUpper(name), p
		}
	}
	return "", property{}
}
