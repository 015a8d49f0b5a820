package filetype

import (
	"bytes"
	"unicode/utf8"
)

// markup are the beginnings by which a browser takes a text for more than text, in lower case.
var markup = []string{
	"<!", "<?", "<html", "<head", "<body", "<svg", "<script", "<style", "<iframe", "<img", "<a ",
	"<div", "<p>", "<br", "<b>", "<h1", "<table", "<title", "<object", "<embed", "<math", "<rss",
	"<feed", "<xml",
}

// isText reports whether all of a file is text that a person may have written: UTF-8 without
// control characters, which does not begin like markup. A browser looks at the first bytes only,
// and takes for text what is a program further down; so all of it is looked at here.
func isText(data []byte) bool {
	if len(data) == 0 || !utf8.Valid(data) {
		return false
	}
	for _, b := range data {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f {
			return false
		}
	}
	// A browser that sniffs skips a byte order mark and spaces first.
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n\f")
	start = bytes.ToLower(start[:min(len(start), 16)])
	for _, m := range markup {
		if bytes.HasPrefix(start, []byte(m)) {
			return false
		}
	}
	return !bytes.HasPrefix(start, []byte("#!")) // a script of a shell
}
