package ics

import (
	"fmt"
	"strings"
)

// event is a VEVENT: the values of its properties, without their parameters.
type event struct {
	line   int
	values map[string]string
	twice  string // a property that may come only once and did not
}

func (e *event) summary() string { return unescape(e.values["SUMMARY"]) }

// parse finds the events of a file. Other components, and those within events, are passed over.
func parse(text string) (events []event, err error) {
	var open []string // the components that have begun
	for line, content := range unfold(text) {
		name, value := property(content)
		switch name {
		case "":
			return nil, fmt.Errorf("%w: line %d has no name and value", ErrFormat, line)
		case "BEGIN":
			if len(open) == 0 && value != "VCALENDAR" {
				return nil, fmt.Errorf("%w: line %d begins no VCALENDAR", ErrFormat, line)
			}
			if open = append(open, value); value == "VEVENT" && len(open) == 2 {
				events = append(events, event{line: line, values: map[string]string{}})
			}
			if len(events) > MaxEvents {
				return nil, fmt.Errorf("%w: more than %d events", ErrFormat, MaxEvents)
			}
		case "END":
			if len(open) == 0 || open[len(open)-1] != value {
				return nil, fmt.Errorf("%w: line %d ends a %s that has not begun", ErrFormat, line, value)
			}
			open = open[:len(open)-1]
		default:
			if len(open) == 0 {
				return nil, fmt.Errorf("%w: line %d is outside a VCALENDAR", ErrFormat, line)
			}
			if len(open) == 2 && open[1] == "VEVENT" {
				events[len(events)-1].set(name, value)
			}
		}
	}
	if len(open) > 0 || !strings.Contains(text, "BEGIN:VCALENDAR") {
		return nil, fmt.Errorf("%w: it has no end, or no beginning", ErrFormat)
	}
	return events, nil
}

func (e *event) set(name, value string) {
	if _, ok := e.values[name]; ok {
		switch name {
		case "DTSTART", "DTEND", "DURATION", "RRULE", "STATUS", "SUMMARY":
			e.twice = name
		}
	}
	e.values[name] = value
}

// unfold gives the content lines, and the line of the file each begins at: a line that begins with a space continues the one
// before it.
func unfold(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		var content strings.Builder
		begin, line := 1, 0
		for raw := range strings.SplitSeq(text, "\n") {
			line++
			raw = strings.TrimSuffix(raw, "\r")
			if rest, ok := strings.CutPrefix(raw, " "); ok || strings.HasPrefix(raw, "\t") {
				if !ok {
					rest = raw[1:]
				}
				content.WriteString(rest)
				continue
			}
			if content.Len() > 0 && !yield(begin, content.String()) {
				return
			}
			content.Reset()
			content.WriteString(raw)
			begin = line
		}
		if content.Len() > 0 {
			yield(begin, content.String())
		}
	}
}

// property splits a content line into its name and its value; a colon in a quoted parameter does not count.
func property(content string) (name, value string) {
	quoted := false
	for i := range len(content) {
		switch c := content[i]; {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			name, _, _ = strings.Cut(content[:i], ";")
			return strings.ToUpper(name), content[i+1:]
		}
	}
	return "", ""
}

// unescape undoes the escapes of text values.
func unescape(text string) string {
	return strings.NewReplacer(`\\`, `\`, `\n`, " ", `\N`, " ", `\,`, ",", `\;`, ";").Replace(text)
}
