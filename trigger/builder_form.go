package trigger

import "strings"

// textForm is the form in which a text attribute is compared. Texts that it is compared with are
// brought into the same.
type textForm uint8

const (
	anyText   textForm = iota
	pagePath           // of pathOf, in small letters
	wholeURL           // of sameURL where whole texts are compared, of tidyURL elsewhere
	otherPath          // as it is written, except that a slash at the end does not count
	hostName           // in small letters
)

// form returns the form of the texts that come from a source.
func (s source) form() textForm {
	switch s {
	case fromPath, fromPaths:
		return pagePath
	case fromURL:
		return wholeURL
	case fromReferrerPath:
		return otherPath
	case fromHost, fromReferrerHost:
		return hostName
	}
	return anyText
}

// slash reports whether one slash at the end does not count.
func (f textForm) slash() bool { return f == pagePath || f == wholeURL || f == otherPath }

// normal returns a text in the form in which the visit's text is compared.
func (l *leaf) normal(s string) string {
	whole := l.op == Eq || l.op == Ne || l.op == In || l.op == NotIn || l.kind == List
	switch {
	case l.form == pagePath:
		s = pathPart(s, l.op, whole)
	case l.form == wholeURL && whole:
		s = sameURL(s)
	// A part of an address is compared with the address as it is, so only its host gets another
	// form.
	case l.form == wholeURL && (l.op == Prefix || l.op == Glob):
		s = tidyURL(s)
	}
	if l.fold || l.form == hostName {
		s = fold(s)
	}
	if l.form.slash() && (whole || l.op == Suffix) && (l.kind != List || len(s) > 1) {
		s = trimSlash(s)
	}
	return s
}

// pathPart returns a text that page.path is compared with in the form of the path. What a path can
// never have stays in it, so that there is something to warn of.
func pathPart(s string, op Op, whole bool) string {
	if plainPart(s) {
		return s
	}
	text, ok := decoded(s)
	switch {
	case !ok:
		return s
	// A whole path is brought into the one form that all spellings of its page have.
	case whole && strings.HasPrefix(text, "/") && !strings.ContainsAny(text, "?#;"):
		return cleaned(resolved(text, true), true)
	// Nothing but slashes: folding them into one would make it mean something else.
	case op != Prefix && strings.Trim(text, "/") == "":
		return text
	}
	for strings.Contains(text, "//") {
		text = strings.ReplaceAll(text, "//", "/")
	}
	return text
}

// plainPart reports whether pathPart has nothing to do, as it mostly has.
func plainPart(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_'
		if !letter && (c != '/' || i > 0 && s[i-1] == '/') {
			return false
		}
	}
	return true
}

// comparesWhole reports whether a comparison of texts asks for a whole one.
func (l *leaf) comparesWhole() bool {
	switch l.op {
	case Eq, Ne, In, NotIn:
		return true
	}
	return l.op == Prefix && slashEnd(l.str)
}
