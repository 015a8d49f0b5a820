package convert

import (
	"html"
	"regexp"
	"strings"
)

var (
	braces = regexp.MustCompile(`\{\{[^{}]*\}\}|\{%[^{}]*%\}`)
	tags   = regexp.MustCompile(`(?s)<[a-zA-Z/!][^<>]*>`)
)

// visitorNames are the placeholders that stand for the visitor's name.
var visitorNames = map[string]bool{
	"contact.name": true, "contact.first_name": true, "visitor.name": true, "visitor_name": true, "customer.name": true, "name": true,
}

// placeholder is the first one in a text, or empty.
func placeholder(text string) string { return braces.FindString(text) }

// words makes a prompt's text of another product's: plain text, its placeholders as attributes here, and braces of its own doubled.
func (c *converter) words(text string, d *draft) string {
	if tags.MatchString(text) {
		text = tags.ReplaceAllString(text, "")
		text = html.UnescapeString(text)
		d.near("the text had HTML in it: only its words were taken")
	}
	var b strings.Builder
	for rest := strings.TrimSpace(text); rest != ""; {
		at := braces.FindStringIndex(rest)
		if at == nil {
			b.WriteString(plain(rest, d))
			break
		}
		b.WriteString(plain(rest[:at[0]], d))
		b.WriteString(known(rest[at[0]:at[1]], d))
		rest = rest[at[1]:]
	}
	if b.Len() > 2000 {
		d.lose("its text is longer than 2,000 bytes")
	}
	return b.String()
}

// plain is a text without a placeholder. A single brace would begin one here.
func plain(text string, d *draft) string {
	if strings.ContainsAny(text, "{}") {
		d.near("braces in the text became parentheses")
		text = strings.NewReplacer("{", "(", "}", ")").Replace(text)
	}
	return text
}

// known is a placeholder here, where there is one.
func known(p string, d *draft) string {
	name, otherwise, _ := strings.Cut(strings.Trim(p, "{}% "), "|")
	otherwise = strings.TrimSpace(otherwise)
	otherwise = strings.Trim(strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(otherwise, "default:"), "fallback:")), `"' `)
	if visitorNames[strings.ToLower(strings.TrimSpace(name))] && !strings.ContainsAny(otherwise, "{}|") {
		if strings.Contains(strings.ToLower(name), "first") {
			d.near("the first name in its text became the whole name")
		}
		if otherwise == "" {
			return "{visitor.name}"
		}
		return "{visitor.name|" + otherwise + "}"
	}
	d.lose("its text has the placeholder %s, which nothing here stands for", p)
	return ""
}
