package chathttp

import (
	"net/http"
	"strconv"
)

const maxCursor = 512

// cursorOf is where a stream goes on: Last-Event-ID, which a reconnecting EventSource sends, before ?after=, which is what the
// page knew when it loaded. An unreadable cursor is a *problem; whether it means anything is the desk's to say.
func cursorOf(r *http.Request) (string, error) {
	c := r.Header.Get("Last-Event-ID")
	if c == "" {
		c = r.URL.Query().Get("after")
	}
	if len(c) > maxCursor {
		return "", refuse(codeInvalid, "the cursor is longer than "+strconv.Itoa(maxCursor)+" characters")
	}
	for i := range len(c) {
		if c[i] <= ' ' || c[i] > '~' {
			return "", refuse(codeInvalid, "the cursor has a character that no cursor has")
		}
	}
	return c, nil
}

// whole reads a whole number from the query. One that is missing is absent, and one outside lo to hi
// is refused.
func whole(r *http.Request, name string, absent, lo, hi int) (int, error) {
	s := r.URL.Query().Get(name)
	if s == "" {
		return absent, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < lo || n > hi {
		return 0, refuse(codeInvalid, name+": want a whole number from "+strconv.Itoa(lo)+" to "+strconv.Itoa(hi))
	}
	return n, nil
}
