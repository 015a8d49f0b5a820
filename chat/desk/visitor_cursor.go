package desk

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// A visitor's cursor is a session without the prefix of its id, the number of an entry, and a print
// of the revision that wrote the entry: at most 40 bytes up to entry 99,999. Earlier releases wrote
// the whole id, and the revision itself or nothing.

// formatCursor writes the cursor behind entry n, which was written by the commit nth; 0: not known.
func formatCursor(id chat.SessionID, n int, nth store.Rev) string {
	c := fmt.Sprintf("%s.%d", strings.TrimPrefix(string(id), prefixSession), n)
	if nth == 0 {
		return c
	}
	return c + "." + printOf(nth)
}

// parseCursor reads a cursor, which comes from outside. Wrote is what it says of the commit that
// wrote entry n; empty: nothing.
func parseCursor(c string) (id chat.SessionID, n int, wrote string, ok bool) {
	parts := strings.Split(c, ".")
	bare := strings.TrimPrefix(parts[0], prefixSession)
	if len(parts) < 2 || len(parts) > 3 || bare == "" || strings.HasPrefix(bare, prefixSession) {
		return "", 0, "", false
	}
	n, err := strconv.Atoi(parts[1])
	if len(parts) == 3 {
		wrote = parts[2]
		ok = wrote != "" && n > 0
	} else {
		ok = n >= 0
	}
	return chat.SessionID(prefixSession + bare), n, wrote, err == nil && ok
}

// wroteIt reports whether a cursor speaks of the commit rev.
func wroteIt(wrote string, rev store.Rev) bool {
	return wrote == printOf(rev) || wrote == strconv.FormatUint(uint64(rev), 10)
}

// printOf is a short print of a revision. Two that wrote the same entry, because the database went
// back in between, have the same one in a case of four thousand million.
func printOf(rev store.Rev) string {
	h := fnv.New32a()
	_, _ = h.Write(strconv.AppendUint(nil, uint64(rev), 10))
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}
