package trigger

import "strings"

// address is a URL taken apart. Its parts are pieces of the text, so that nothing is allocated
// unless it must be decoded.
type address struct {
	host, path, query string
	ok                bool
	read              bool
}

// of takes a text apart when one of its parts is first asked for.
func (a *address) of(s string) *address {
	if !a.read {
		*a = parseAddress(cut(s))
		a.read = true
	}
	return a
}

// parseAddress reads an absolute URL, or a path of the shop. Text that is neither has no parts.
func parseAddress(s string) address {
	var query string
	// The fragment first, since it may have a question mark and slashes of its own.
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s = s[:i]
	}
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s, query = s[:i], s[i+1:]
	}
	// Two slashes begin a host: it is an address without its scheme, which a browser never sends
	// of itself.
	if strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") {
		return address{path: unpercent(s), query: query, ok: true}
	}
	// net/url is not asked: it allocates, and refuses a whole address for one bad escape.
	colon := strings.IndexByte(s, ':')
	if colon <= 0 || !strings.HasPrefix(s[colon:], "://") || strings.IndexByte(s[:colon], '/') >= 0 {
		return address{}
	}
	host, path := s[colon+3:], "/"
	if i := strings.IndexByte(host, '/'); i >= 0 {
		host, path = host[:i], host[i:]
	}
	host = hostname(host)
	return address{host: host, path: unpercent(path), query: query, ok: host != ""}
}

// hostname drops user and port and lowers the rest, in one pass.
//
// A name in capitals or beyond ASCII is lowered, which allocates; no other is.
func hostname(s string) string {
	start, end, capital := 0, len(s), false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '@':
			start, end = i+1, len(s)
		case c == ':':
			end = i
		case c == ']':
			end = len(s) // the colons before were of an IPv6 address
		case c >= 'A' && c <= 'Z' || c >= 0x80:
			capital = true
		}
	}
	if s = strings.TrimSuffix(s[start:end], "."); capital {
		return strings.ToLower(s)
	}
	return s
}

// param returns the first value of a query parameter. A key in the very letters goes before one
// that is the same but for capitals.
func (a address) param(key string) (value string, ok bool) {
	for rest := a.query; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		k, v, _ := strings.Cut(pair, "=")
		// Most keys are plain, and then nothing is decoded but the value that is asked for.
		if k != key && strings.ContainsAny(k, "%+") {
			k = unquery(k)
		}
		if k == key {
			return unquery(v), true
		}
		if !ok && len(k) == len(key) && strings.EqualFold(k, key) {
			value, ok = unquery(v), true
		}
	}
	return value, ok
}

// unquery decodes a part of a query; an escape that is not well formed stays as it is.
func unquery(s string) string {
	if strings.IndexByte(s, '+') >= 0 {
		s = strings.ReplaceAll(s, "+", " ")
	}
	return unpercent(s)
}
