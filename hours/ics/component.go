package ics

import (
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/hours"
)

// component is a VEVENT as it stands in the file.
type component struct {
	line       int
	zone       string // X-WR-TIMEZONE of its calendar
	off        bool   // METHOD of its calendar: it calls its events off
	properties map[string][]property
}

// property is a line of a component.
type property struct{ parameters, value string }

func (c *component) set(name string, p property) {
	if c.properties == nil {
		c.properties = map[string][]property{}
	}
	c.properties[name] = append(c.properties[name], p)
}

// one is a property that may come once. Where it comes again, saying something else, twice is true.
func (c *component) one(name string) (p property, ok, twice bool) {
	all := c.properties[name]
	if len(all) == 0 {
		return p, false, false
	}
	return all[0], true, slices.ContainsFunc(all, func(q property) bool { return q.value != all[0].value })
}

// text is the value of a property, or empty.
func (c *component) text(name string) string {
	p, _, _ := c.one(name)
	return p.value
}

// list is the values of a property that holds a list and may come any number of times.
func (c *component) list(name string) (values []string) {
	for _, p := range c.properties[name] {
		values = append(values, strings.Split(p.value, ",")...)
	}
	return values
}

func (c *component) summary() string {
	return strings.ReplaceAll(unescape(c.text("SUMMARY")), "\n", " ")
}

func (c *component) cancelled() bool {
	return c.off || strings.EqualFold(c.text("STATUS"), "CANCELLED")
}

// says tells whether a property, or what Outlook writes in place of it, has a value.
func (c *component) says(name, value, busy string) bool {
	if text := c.text(name); text != "" {
		return strings.EqualFold(text, value)
	}
	return strings.EqualFold(c.text("X-MICROSOFT-CDO-BUSYSTATUS"), busy)
}

// event is what is told of the component.
func (c *component) event(rules []hours.Rule) Event {
	e := Event{
		Line: c.line, Summary: c.summary(), Description: unescape(c.text("DESCRIPTION")), Rules: rules,
		Transparent: c.says("TRANSP", "TRANSPARENT", "FREE"),
		Tentative:   c.says("STATUS", "TENTATIVE", "TENTATIVE"),
	}
	for _, p := range c.properties["CATEGORIES"] {
		// A comma that is part of a name is escaped.
		hidden := strings.ReplaceAll(p.value, `\,`, "\x00")
		for name := range strings.SplitSeq(hidden, ",") {
			if name = strings.TrimSpace(unescape(strings.ReplaceAll(name, "\x00", `\,`))); name != "" {
				e.Categories = append(e.Categories, name)
			}
		}
	}
	return e
}

// unescape undoes the escapes of text values.
func unescape(text string) string {
	return strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";").Replace(text)
}
