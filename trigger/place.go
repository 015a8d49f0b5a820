package trigger

import (
	"slices"
	"strings"
)

// The place of a page.
//
// A page has many addresses: /checkout is also /Checkout, //checkout, /a/../checkout, /%63heckout,
// /checkout;id=1, /index.php/checkout, /checkout/index.html and /#/checkout, depending on the
// browser, the server and the shop. A veto must hold at each of them, so it asks for the places of
// a URL: every path under which the page may be found, in normal form. Where these readings differ,
// all of them count: silence on one page too many is the smaller fault.
//
// The normal form is decoded and in small letters, begins with a slash and does not end with one,
// and has neither empty segments nor parameters. An address that does not say which page it is has
// no place, and a veto holds there too.

// places appends the places of a URL. An ordinary one costs nothing: its place is a piece of the
// text.
func places(to []string, raw string) []string {
	if path, ok := plainPlace(raw); ok {
		return namesake(to, path)
	}
	return readPlaces(to, raw)
}

// readPlaces reads a URL as browsers do: blanks around it and tabs and line ends in it do not
// count, and \ is /.
func readPlaces(to []string, raw string) []string {
	s, query, fragment := readAddress(raw)
	for _, path := range pathsOf(s) {
		from := len(to)
		var ok bool
		if to, ok = appendPlaces(to, path); !ok {
			return nil
		}
		if front := strings.HasSuffix(path, "/") || slices.ContainsFunc(to[from:], isFront); front && query != "" {
			if to, ok = appendRoutes(to, query); !ok {
				return nil
			}
		}
		if to, ok = appendFragment(to, path, fragment); !ok {
			return nil
		}
	}
	return to
}

// readAddress takes a URL apart.
func readAddress(raw string) (s, query, fragment string) {
	s = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	s = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, s)
	s, fragment, _ = strings.Cut(s, "#")
	s, query, _ = strings.Cut(s, "?")
	return strings.ReplaceAll(s, `\`, "/"), query, fragment
}

// pathsOf returns the path of a URL without query and fragment; more than one where the host cannot
// be told from the path.
func pathsOf(s string) []string {
	if rest := strings.TrimLeft(s, "/"); rest != s {
		paths := []string{s}
		if strings.HasPrefix(s, "//") {
			_, path, _ := strings.Cut(rest, "/") // of another host, to a browser
			paths = append(paths, "/"+path)
		}
		return paths
	}
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || !isScheme(scheme) {
		// "cart" could be /cart or /shop/cart.
		return nil // relative to a page that is not known
	}
	// Browsers open https:/a and https:a as well, and take a for the host; other readers take it
	// for the path. Both readings count.
	web := strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
	after := strings.TrimLeft(rest, "/")
	slashes := len(rest) - len(after)
	// "mailto:…" and the like name no page.
	if after == "" || !web && slashes < 2 {
		return nil
	}
	_, path, _ := strings.Cut(after, "/")
	paths := []string{"/" + path}
	if !web || slashes != 2 {
		paths = append(paths, "/"+after)
	}
	return paths
}

// isScheme reports whether a text is the scheme of an address, as RFC 3986 writes one.
func isScheme(s string) bool {
	for i, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

// appendFragment reads a fragment that looks like a path, as that of a shop whose pages are all one
// to the server.
func appendFragment(to []string, path, fragment string) (more []string, ok bool) {
	text, ok := decoded(fragment)
	if !ok || !strings.ContainsAny(text, "/!") {
		return to, ok
	}
	route := "/" + strings.TrimLeft(text, "!/")
	// The route stands for the page, or for one below the page that is loaded.
	for _, p := range []string{route, path + route} {
		if to, ok = appendPlaces(to, p); !ok {
			return nil, false
		}
	}
	return to, true
}

// routeKeys are the parameters in which shops without paths of their own say which page is meant.
var routeKeys = []string{
	"route", "_route", "_route_", "r", "q", "p", "page", "path", "pagename", "main_page", "url", "uri", "view", "controller",
	"dispatch", "action", "act", "do", "cmd", "task", "_escaped_fragment_",
}

// appendRoutes reads the query of a front page, such as /index.php?route=checkout/cart.
func appendRoutes(to []string, query string) (more []string, ok bool) {
	for rest := query; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		key, value, valued := strings.Cut(pair, "=")
		switch {
		// "?/checkout" has no key, and the whole of it may be the page.
		case !valued:
			value = key
		case !isRouteKey(key):
			continue
		}
		value = strings.TrimLeft(unquery(value), "!/")
		// Some shops write their pages with dots, "checkout.cart".
		for _, p := range []string{value, strings.ReplaceAll(value, ".", "/")} {
			if to, ok = appendPlaces(to, "/"+p); !ok {
				return nil, false
			}
		}
	}
	return to, true
}

func isRouteKey(key string) bool { return slices.Contains(routeKeys, fold(unquery(key))) }

// isFront reports whether the query may say which page a place is.
func isFront(place string) bool {
	name := place[strings.LastIndexByte(place, '/')+1:]
	return place == "/" || extension(name) != "" || slices.Contains(indexNames, name)
}

// plainPlace returns the path of an address that has but one reading, and whether it is such a one.
//
// It is what keeps places cheap: nearly all addresses are plain, and are told in one pass and
// without memory. Whatever has two readings, or might have, is not, and goes through readPlaces.
func plainPlace(s string) (string, bool) {
	rest, ok := pastPlainHost(s)
	if !ok || rest == "" {
		return "/", ok
	}
	end, ordinary, ok := plainPath(rest, false)
	if !ok || !ordinary {
		return "", false
	}
	path, rest := rest[:end], rest[end:]
	folder := strings.HasSuffix(path, "/") // a shop may be installed below the root
	if len(path) > 1 {
		path = trimSlash(path)
	}
	query, fragment, _ := strings.Cut(rest, "#")
	if strings.ContainsAny(fragment, "/!%\\") || strings.ContainsAny(rest, "\t\r\n\\") {
		return "", false
	}
	if query != "" && (folder || isFront(path)) && routed(query[1:]) {
		return "", false
	}
	return path, true
}

// pastPlainHost returns what follows the scheme and host of an address of the web, if it has any.
// ok is false where they are not written as browsers write them.
func pastPlainHost(s string) (rest string, ok bool) {
	rest, web := strings.CutPrefix(s, "https://")
	if !web {
		if rest, web = strings.CutPrefix(s, "http://"); !web {
			return s, s != ""
		}
	}
	for i := 0; i < len(rest); i++ {
		if c := rest[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != ':' {
			return rest[i:], i > 0
		}
	}
	return "", rest != ""
}

// plainPath returns where a path that has but one reading ends. A dot has text on both sides, and
// only the last segment has one unless dots are fine. ordinary says that it has no capitals.
func plainPath(s string, dots bool) (end int, ordinary, ok bool) {
	if s == "" || s[0] != '/' {
		return 0, false, false
	}
	dot := false
	ordinary = true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '~', c == '+', c == '=', c == '&', c == ',', c == ':', c == '@':
		case c >= 'A' && c <= 'Z':
			ordinary = false
		case c == '/':
			if dot && !dots || i > 0 && s[i-1] == '/' {
				return 0, false, false
			}
		case c == '.':
			// A dot segment, or a dot at the end of a name, which some servers drop.
			if s[i-1] == '/' || i+1 == len(s) || strings.IndexByte("?#./", s[i+1]) >= 0 {
				return 0, false, false
			}
			dot = true
		case c == '?', c == '#':
			return i, ordinary, true
		default:
			return 0, false, false
		}
	}
	return len(s), ordinary, true
}

// routed reports whether a query might name a page.
func routed(query string) bool {
	for rest := query; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		if key, _, valued := strings.Cut(pair, "="); !valued || strings.ContainsAny(key, "%+") || isRouteKey(key) {
			return true
		}
	}
	return false
}
