package mysqlstore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/store"
)

// chunks cuts parts of a statement so that each statement stays within its limits.
func chunks(parts []string) [][]string {
	var cut [][]string
	for len(parts) > 0 {
		n, bytes := 0, 1000 // for the words around them
		for n < min(len(parts), listMax) && (n == 0 || bytes+len(parts[n]) <= statementMax) {
			bytes += len(parts[n]) + 3 // quotes and a comma
			n++
		}
		cut = append(cut, parts[:n:n])
		parts = parts[n:]
	}
	return cut
}

// putRows and buryRows are rows for statements.put and bury, in the order of their keys, so that
// every node locks in it.
func putRows(ns string, put map[string]store.Record) []string {
	rows := make([]string, 0, len(put))
	for _, k := range slices.Sorted(maps.Keys(put)) {
		rows = append(rows, fmt.Sprintf("('%s','%s',%d,%s)", ns, k, put[k].Rev, value(put[k].Value)))
	}
	return rows
}

func buryRows(ns string, gone map[string]store.Rev) []string {
	rows := make([]string, 0, len(gone))
	for _, k := range slices.Sorted(maps.Keys(gone)) {
		rows = append(rows, fmt.Sprintf("('%s','%s',%d)", ns, k, gone[k]))
	}
	return rows
}
