package trigger

import "strings"

// pathOf returns the path of a page in the one form in which conditions compare it: decoded, with
// neither doubled slashes, dot segments, dots at the end of a name nor parameters, and with the
// capitals and the slash at its end that it was written with, which comparisons do not count. Of a page behind a hash route
// ("/app/#/cart") it is the route. ordinary says that its letters are small ones. ok is false where
// the address does not say which page it is.
//
// It is the first of the page's places. The others, which depend on the server, only count for
// vetoes.
func pathOf(raw string) (path string, ordinary, ok bool) {
	if path, ordinary, ok = plainPage(raw); ok {
		return path, ordinary, true
	}
	s, _, fragment := readAddress(raw)
	paths := pathsOf(s)
	if len(paths) == 0 {
		return "", false, false
	}
	path = paths[0]
	if text, ok := decodedAs(fragment, visible); ok && isRoute(text) {
		route, _, _ := strings.Cut(strings.ReplaceAll(text, "#", "?"), "?")
		path = "/" + strings.TrimLeft(route, "!/")
	}
	text, ok := decodedAs(resolved(path, false), visible)
	if !ok {
		return "", false, false
	}
	slash := strings.HasSuffix(text, "/")
	if path = cleaned(text, true); slash && path != "/" {
		path += "/"
	}
	return path, false, true
}

// isRoute reports whether a fragment names a page of a shop that is one page to the server.
func isRoute(fragment string) bool {
	return strings.HasPrefix(fragment, "/") || strings.HasPrefix(fragment, "!")
}

// plainPage is pathOf of an address that needs no change, as nearly all do. It is a piece of the
// address.
func plainPage(raw string) (path string, ordinary, ok bool) {
	rest, ok := pastPlainHost(raw)
	if !ok {
		return "", false, false
	}
	if rest == "" {
		return "/", true, true
	}
	end, ordinary, ok := plainPath(rest, true)
	if !ok {
		return "", false, false
	}
	path, rest = rest[:end], rest[end:]
	_, fragment, _ := strings.Cut(rest, "#")
	ok = !strings.ContainsAny(fragment, "/!%\\") && !strings.ContainsAny(rest, "\t\r\n\\")
	return path, ordinary, ok
}
