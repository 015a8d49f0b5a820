package trigger

import (
	"net/url"
	"slices"
	"strings"
)

// Two forms of page.url. Patterns and parts of an address are compared with tidyURL of it, which
// changes nothing behind the host. Whole addresses are compared in the form of sameURL: two
// spellings of one page have the same.

// tidyURL writes scheme and host in small letters, and leaves out the port that goes without
// saying. Of nearly all addresses it is the address itself.
func tidyURL(s string) string {
	if strings.HasPrefix(s, "/") {
		return s
	}
	// One colon, that of the scheme: no port, so there is nothing to leave out.
	if rest, ok := pastPlainHost(s); ok && strings.Count(s[:len(s)-len(rest)], ":") == 1 {
		return s
	}
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || !isScheme(scheme) {
		return s
	}
	end := strings.IndexAny(rest, `/?#\`)
	if end < 0 {
		end = len(rest)
	}
	scheme, host := strings.ToLower(scheme), strings.ToLower(rest[:end])
	if port := usualPorts[scheme]; port != "" {
		// An IPv6 address ends with a bracket, so its last part cannot be taken for a port.
		host = strings.TrimSuffix(host, port)
	}
	return scheme + "://" + host + rest[end:]
}

// usualPorts are the ports that go without saying, by scheme.
var usualPorts = map[string]string{"http": ":80", "https": ":443"}

// sameURL writes an address in one form: the host as tidyURL does, the path as pathOf does in small
// letters and without a slash at its end, the parameters sorted by name, and no fragment but a hash
// route. What is no address of a page stays as it is.
func sameURL(s string) string {
	if plain, ok := plainURL(s); ok {
		return plain
	}
	before, fragment, _ := strings.Cut(s, "#")
	path, _, ok := pathOf(before)
	if !ok {
		return s
	}
	to := ""
	if scheme, rest, ok := strings.Cut(tidyURL(strings.TrimSpace(before)), "://"); ok {
		host, _, _ := strings.Cut(strings.ReplaceAll(rest, `\`, "/"), "/")
		host, _, _ = strings.Cut(host, "?")
		to = scheme + "://" + host
	}
	to += fold(trimSlash(path))
	if _, query, _ := readAddress(before); query != "" {
		to += sortedQuery(query)
	}
	// Shops that route by the hash have all their pages at one path.
	if text, ok := decoded(fragment); ok && isRoute(text) {
		if route, _, ok := pathOf("/" + strings.TrimLeft(text, "!/")); ok {
			to += "#" + fold(trimSlash(route))
		}
	}
	return to
}

// plainURL returns an address that is in the form of sameURL but for a slash at its end.
//
// Nearly all addresses are, and then nothing is allocated.
func plainURL(s string) (plain string, ok bool) {
	_, ordinary, ok := plainPage(s)
	if !ok || !ordinary || strings.IndexByte(s, '#') >= 0 || tidyURL(s) != s {
		return "", false
	}
	path, query, asks := strings.Cut(s, "?")
	if !asks {
		return trimSlash(path), true
	}
	if strings.HasSuffix(path, "/") {
		return "", false
	}
	last := ""
	for pair := range strings.SplitSeq(query, "&") {
		key, _, valued := strings.Cut(pair, "=")
		// In the order that sortedQuery would bring it into, or the long way.
		if !valued || key < last || strings.Count(pair, "=") > 1 {
			return "", false
		}
		if strings.ContainsFunc(pair, escaped) {
			return "", false
		}
		last = key
	}
	return s, true
}

// escaped reports whether a query escapes a character.
func escaped(r rune) bool {
	letter := r|0x20 >= 'a' && r|0x20 <= 'z' && r < 0x80
	return !letter && (r < '0' || r > '9') && !strings.ContainsRune("-_.~=", r)
}

// sortedQuery writes a query by the names of its parameters, each escaped in one way.
func sortedQuery(query string) string {
	type param struct{ key, value string }
	var all []param
	for pair := range strings.SplitSeq(query, "&") {
		if pair != "" {
			key, value, _ := strings.Cut(pair, "=")
			all = append(all, param{unquery(key), unquery(value)})
		}
	}
	// Stable: of a parameter that comes twice, the order is part of what the address says.
	slices.SortStableFunc(all, func(a, b param) int { return strings.Compare(a.key, b.key) })
	var b strings.Builder
	for i, p := range all {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(url.QueryEscape(p.key) + "=" + url.QueryEscape(p.value))
	}
	return b.String()
}
