package trigger

import (
	"slices"
	"strings"
	"unicode"
)

// appendPlaces appends the normal forms of a path: with and without its empty segments for .. to go
// back over, as browsers and servers do; and with the .. that only some servers see, once seen and
// once taken for a name. ok is false where the path is encoded so many times over that nobody can
// mean it.
func appendPlaces(to []string, path string) (more []string, ok bool) {
	// "/a//../b" is /a/b to a browser, which goes back over the empty segment, and /b to a server
	// that drops empty segments first.
	for _, merge := range []bool{false, true} {
		// Nothing to drop: the two readings are the same.
		if merge && !strings.Contains(path, "//") {
			continue
		}
		text, ok := decoded(resolved(path, merge))
		if !ok {
			return nil, false
		}
		for _, up := range []bool{true, false} {
			// No segment goes back, so again there is one reading.
			if !up && !strings.Contains(text, "..") {
				continue
			}
			if p := cleaned(text, up); !slices.Contains(to, p) {
				to = namesake(to, p)
			}
		}
	}
	return to, true
}

// resolved takes out the dot segments that every browser takes out.
func resolved(path string, merge bool) string {
	var kept []string
	for segment := range strings.SplitSeq(path, "/") {
		// A dot may be written as %2E, and browsers take that for a dot in such a segment.
		switch strings.ReplaceAll(strings.ToLower(segment), "%2e", ".") {
		case ".":
		case "..":
			kept = kept[:max(0, len(kept)-1)]
		case "":
			if !merge {
				kept = append(kept, segment)
			}
		default:
			kept = append(kept, segment)
		}
	}
	return "/" + strings.Join(kept, "/")
}

// maxDecoding is how many times over an address may be encoded.
const maxDecoding = 8

// decoded takes off every layer of encoding, case and width of letters, and what cannot be seen.
func decoded(s string) (text string, ok bool) { return decodedAs(s, placeRune) }

// decodedAs is decoded with the runes as a function gives them.
func decodedAs(s string, as func(rune) rune) (text string, ok bool) {
	// Until nothing changes: each proxy on the way may take off one layer, and nobody knows how
	// many there are.
	for range maxDecoding {
		next := strings.Map(as, unpercent(s))
		if next == s {
			return s, true
		}
		s = next
	}
	return "", false
}

// placeRune maps a character to the one that a place has for it; -1 drops it.
func placeRune(r rune) rune { return foldRune(visible(r)) }

// visible is placeRune with the case of letters.
func visible(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		r -= '！' - '!' // full width
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	// Browsers send a slash for it, and some servers take it for one.
	if r == '\\' {
		return '/'
	}
	return r
}

// cleaned drops what does not name a page: parameters, what is left of an escape or a dot at the
// end of a segment, and empty ones.
func cleaned(path string, up bool) string {
	var kept []string
	for segment := range strings.SplitSeq(path, "/") {
		// What follows are parameters of the segment, which no server finds a page by; the other
		// two can only come out of an escape.
		if i := strings.IndexAny(segment, ";?#"); i >= 0 {
			segment = segment[:i]
		}
		segment = strings.Trim(segment, " ")
		switch {
		case segment == ".." && up:
			kept = kept[:max(0, len(kept)-1)]
		case segment == "..":
			kept = append(kept, segment)
		default:
			// Windows drops dots and blanks at the end of a name, and a lone percent sign is what
			// is left of a broken escape.
			if segment = strings.TrimRight(segment, ". %"); segment != "" {
				kept = append(kept, segment)
			}
		}
	}
	return "/" + strings.Join(kept, "/")
}

// unpercent decodes what is well formed and leaves the rest.
func unpercent(s string) string {
	i := strings.IndexByte(s, '%')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.IndexByte(s, '%') {
		b.WriteString(s[:i])
		if s = s[i:]; len(s) < 3 || !isHex(s[1]) || !isHex(s[2]) {
			b.WriteByte('%')
			s = s[1:]
			continue
		}
		b.WriteByte(hexDigit(s[1])<<4 | hexDigit(s[2]))
		s = s[3:]
	}
	b.WriteString(s)
	return b.String()
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// hexDigit is what a digit of base 16 counts.
func hexDigit(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// indexNames are the pages that a server shows for their folder.
var indexNames = []string{"index", "default"}

// namesake appends a place, and the others that servers show the same page at: without the
// extension, the folder of an index page, and what follows a script.
func namesake(to []string, place string) []string {
	to = append(to, place)
	if strings.IndexByte(place, '.') >= 0 {
		to = pastScript(to, place)
	}
	last := strings.LastIndexByte(place, '/')
	name := place[last+1:]
	if ext := extension(name); ext != "" {
		name = name[:len(name)-len(ext)]
		to = append(to, place[:last+1+len(name)])
	}
	if slices.Contains(indexNames, name) {
		to = append(to, place[:max(last, 1)])
	}
	return to
}

// pastScript appends what follows each script in a path, as in /index.php/checkout.
func pastScript(to []string, place string) []string {
	for i := 1; i < len(place); {
		end := strings.IndexByte(place[i:], '/')
		if end < 0 {
			return to
		}
		if extension(place[i:i+end]) != "" {
			to = append(to, place[i+end:])
		}
		i += end + 1
	}
	return to
}

var extensions = []string{".html", ".htm", ".xhtml", ".shtml", ".php", ".php5", ".php7", ".php8", ".phtml", ".asp", ".aspx", ".jsp", ".jspx", ".do", ".cfm", ".cgi", ".pl", ".dll", ".fcgi"}

// extension returns that of a page or a script, "" of all other names.
func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 && slices.Contains(extensions, name[i:]) {
		return name[i:]
	}
	return ""
}
