package trigger

import (
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A condition that can never hold is mostly a slip of the hand: a whole address where the path is
// asked for, a path as it is copied from the browser, a host with its port. Such a rule compiles,
// because it means what it says, and its owner waits for prompts that never come. So each attribute
// whose values have a known form has a function here that looks at what it is compared with, as it
// was written, and says what is odd about it and what would be right. These are warnings: some
// shop's host may do what none should.

// oddValue says why a comparison is probably not what was meant: the attribute's values have a
// known form, and what it is compared with has another. It is "" where nothing is odd.
func oddValue(l *leaf, a *attr) string {
	if l.op == Exists {
		return ""
	}
	from := a.source
	if reason := oddNumber(l, a); reason != "" {
		return reason
	}
	if reason, none := emptyList(l); none {
		return reason
	}
	whole := l.op == Eq || l.op == Ne || l.op == In || l.op == NotIn
	for _, s := range l.operands() {
		reason := ""
		switch from {
		case fromPath, fromReferrerPath, fromPaths:
			reason = oddPath(l, s)
		case fromURL, fromReferrer:
			reason = oddURL(l, s)
		case fromQuery:
			if whole && unquery(s) != s && !strings.Contains(s, "+") {
				reason = "is encoded, and a value of the query is compared decoded"
			}
		case fromFragment:
			if (whole || l.op == Prefix) && strings.HasPrefix(s, "#") {
				reason = "begins with \"#\", and a fragment is what follows it"
			}
		case fromAttrs:
			reason = oddName(l, a.name, s)
		case fromHost, fromReferrerHost:
			reason = oddHost(l, s)
		case fromPromptLast, fromFate:
			if whole && !contains(fates, s, l.folds) {
				reason = "is no fate of a prompt; known: " + list(fates)
			}
		}
		// A blank at an end is invisible where a rule is edited. In a title or a fragment, and
		// within a text, it may be meant.
		words := from == fromTitle || from == fromFragment
		ends := whole || from.ofPage() && !words && l.op != Regexp && l.op != Contains
		if reason == "" && ends && strings.TrimSpace(s) != s {
			reason = "begins or ends with a blank"
		}
		if reason != "" {
			return quote(s) + " " + reason
		}
	}
	return ""
}

// emptyList says what a comparison with an empty list comes to. none is false where there is no
// such list.
func emptyList(l *leaf) (reason string, none bool) {
	if l.value.form != texts || len(l.value.list) > 0 {
		return "", false
	}
	switch l.op {
	case In, AnyOf:
		return "nothing is in an empty list, so this never holds", true
	case CIDR:
		return "no address is in an empty list, so this never holds", true
	case NotIn, NoneOf, AllOf:
		return "an empty list leaves nothing out", true
	}
	return "", false
}

// operands returns the texts that a comparison is with, as they were written.
func (l *leaf) operands() []string {
	if l.value.form == texts {
		return l.value.list
	}
	if l.value.form == text {
		return []string{l.value.str}
	}
	return nil
}

// contains reports whether a list has a text, in any case of its letters if folds.
func contains(all []string, s string, folds bool) bool {
	for _, one := range all {
		if one == s || folds && strings.EqualFold(one, s) {
			return true
		}
	}
	return false
}

// oddPath is oddValue of a path, which begins with a slash, is decoded, and has no query and no
// fragment.
func oddPath(l *leaf, s string) string {
	if l.op == Regexp {
		return oddPattern(s)
	}
	// A glob may leave the beginning open, and then the slash is in what its stars stand for.
	begins := strings.HasPrefix(s, "/")
	if l.op == Glob {
		begins = begins || strings.HasPrefix(s, "**") || strings.HasPrefix(s, "*/")
	}
	switch {
	case strings.Contains(s, "://"):
		return "is a whole address, and this is its path; page.url is the address"
	case strings.Contains(s, "#"):
		return "has a fragment, and a path has none"
	case l.op != Glob && strings.Contains(s, "?"), l.op == Glob && asks(s):
		return "has a query, and a path has none; page.query.<key> is a value of the query"
	case unpercent(s) != s:
		return "is encoded, and a path is compared decoded, without %XX"
	case !begins && l.op != Contains && l.op != Suffix:
		return "does not begin with a slash, and every path does"
	}
	return ""
}

// oddPattern is oddPath of a regexp.
func oddPattern(s string) string {
	// "/^\/shoes$/i" is how JavaScript writes a pattern. A pattern may well begin and end with a
	// slash, so an anchor has to stand beside one of them.
	end := max(0, strings.LastIndexByte(s, '/'))
	flags := strings.HasSuffix(s[:end], "$") && strings.Trim(s[end:], "/dgimsuvy") == ""
	if strings.HasPrefix(s, "/^") || flags {
		return "is written as in JavaScript; the pattern is what stands between the slashes"
	}
	tree, err := syntax.Parse(s, syntax.Perl)
	if err == nil && strings.Contains(required(tree), "#") {
		return "has a fragment, and a path has none"
	}
	// Only a pattern that is tied to the beginning has to begin with what paths begin with.
	if err != nil || tree.Op != syntax.OpConcat || tree.Sub[0].Op != syntax.OpBeginText {
		return ""
	}
	if next := tree.Sub[1]; next.Op == syntax.OpLiteral && next.Rune[0] != '/' {
		return "begins with " + quote(string(next.Rune)) + ", and every path with a slash"
	}
	return ""
}

// oddHost is oddValue of a host, which is in small letters, in ASCII, and stands alone.
func oddHost(l *leaf, s string) string {
	switch {
	case l.op == Regexp:
		return ""
	case strings.Contains(s, "/"):
		return "is more than a host, which has neither scheme nor path"
	case strings.Contains(s, ":") && !strings.Contains(s, "["), strings.Contains(s, "@"):
		return "is more than a host, which has neither port nor user"
	case strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }):
		return "is not as browsers write it: the name of such a host in an address begins with xn--"
	case !l.folds && strings.ContainsFunc(s, unicode.IsUpper):
		return "has capitals, and a host is compared in small letters"
	}
	return ""
}

// languageTag reports whether a text looks like a tag of a language, such as en or pt-BR.
func languageTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		letters := strings.Trim(strings.ToLower(part), "abcdefghijklmnopqrstuvwxyz") == ""
		switch {
		case i == 0 && (len(part) < 2 || len(part) > 3 || !letters):
			return false
		case len(part) < 1 || len(part) > 8 || strings.Contains(part, "_"):
			return false
		}
	}
	return true
}
