package trigger

import (
	"net/url"
	"strings"
)

// address is a URL taken apart once. All parts are pieces of the text, so nothing is allocated unless it must be decoded.
type address struct {
	host, path, query string
	ok                bool
}

// parseAddress reads an absolute URL, or a path of the shop. Text that is neither has no parts.
func parseAddress(s string) address {
	s, _, _ = strings.Cut(s, "#")
	s, query, _ := strings.Cut(s, "?")
	if strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") {
		return address{path: unescape(s), query: query, ok: true}
	}
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || scheme == "" || strings.ContainsAny(scheme, "/@:") {
		return address{}
	}
	host, path := rest, "/"
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return address{host: strings.ToLower(host), path: unescape(path), query: query, ok: host != ""}
}

// param returns the first value of a query parameter.
func (a address) param(key string) (string, bool) {
	for rest := a.query; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		k, v, _ := strings.Cut(pair, "=")
		if k == key || strings.ContainsAny(k, "%+") && unquery(k) == key {
			return unquery(v), true
		}
	}
	return "", false
}

// unescape decodes a path; one that is not well formed stays as it is.
func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

func unquery(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	if u, err := url.QueryUnescape(s); err == nil {
		return u
	}
	return s
}
