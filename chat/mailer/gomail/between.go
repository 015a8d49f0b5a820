package gomail

import (
	"bytes"
	"iter"
)

// between returns the parts of a multipart body. The end of the last one may be missing, and what
// stands before the first is nobody's.
func between(body []byte, boundary string) iter.Seq[[]byte] {
	dash := []byte("--" + boundary)
	return func(yield func([]byte) bool) {
		begin := -1 // of the part under way
		for at := 0; at < len(body); {
			end := len(body)
			if i := bytes.IndexByte(body[at:], '\n'); i >= 0 {
				end = at + i + 1
			}
			line := bytes.TrimRight(body[at:end], " \t\r\n")
			rest, isBoundary := bytes.CutPrefix(line, dash)
			if isBoundary && (len(rest) == 0 || bytes.Equal(rest, []byte("--"))) {
				if begin >= 0 && !yield(trimEnd(body[begin:at])) {
					return
				}
				if begin = end; len(rest) > 0 {
					return
				}
			}
			at = end
		}
		if begin >= 0 && begin < len(body) {
			yield(body[begin:])
		}
	}
}

// trimEnd drops the end of line that belongs to the boundary.
func trimEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}
