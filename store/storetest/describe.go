package storetest

import (
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// show writes a record for people: key@rev="value".
func show(r store.Record) string {
	if r.Deleted {
		return fmt.Sprintf("%s@%d deleted", short(r.Key), r.Rev)
	}
	if len(r.Value) > 40 {
		return fmt.Sprintf("%s@%d=%q… (%d bytes)", short(r.Key), r.Rev, r.Value[:40], len(r.Value))
	}
	return fmt.Sprintf("%s@%d=%q", short(r.Key), r.Rev, r.Value)
}

// short returns a key for people: one of 255 bytes is told apart by its beginning.
func short(key string) string {
	if len(key) > 80 {
		return fmt.Sprintf("%s… (%d bytes)", key[:80], len(key))
	}
	return key
}

const showMax = 12 // records of a list before it is cut

// describeAll writes a list of records for people, cut where it is long: a fault must be readable.
func describeAll(rs []store.Record) string {
	var parts []string
	for i, r := range rs {
		if i == showMax {
			parts = append(parts, fmt.Sprintf("… %d in all", len(rs)))
			break
		}
		parts = append(parts, show(r))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// quoteAll writes keys for people, and no more of them than of records.
func quoteAll(keys []string) string {
	var parts []string
	for i, k := range keys {
		if i == showMax {
			parts = append(parts, fmt.Sprintf("… %d in all", len(keys)))
			break
		}
		parts = append(parts, fmt.Sprintf("%q", short(k)))
	}
	return "[" + strings.Join(parts, " ") + "]"
}

// describe writes a batch for people, without its values.
func describe(b store.Batch) string {
	var parts []string
	for _, c := range b.If {
		parts = append(parts, fmt.Sprintf("if %s@%d", short(c.Key), c.Rev))
	}
	for _, r := range b.Put {
		parts = append(parts, fmt.Sprintf("put %s (%d bytes)", short(r.Key), len(r.Value)))
	}
	for _, k := range b.Delete {
		parts = append(parts, "delete "+short(k))
	}
	if len(parts) > showMax {
		parts = append(parts[:showMax], "…")
	}
	return strings.Join(parts, ", ")
}
