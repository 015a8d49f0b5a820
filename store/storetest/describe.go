package storetest

import (
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// show writes a record for people: key@rev="value".
func show(r store.Record) string {
	if r.Deleted {
		return fmt.Sprintf("%s@%d deleted", r.Key, r.Rev)
	}
	if len(r.Value) > 40 {
		return fmt.Sprintf("%s@%d=%q… (%d bytes)", r.Key, r.Rev, r.Value[:40], len(r.Value))
	}
	return fmt.Sprintf("%s@%d=%q", r.Key, r.Rev, r.Value)
}

const showMax = 12 // records of a list before it is cut

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

func describe(b store.Batch) string {
	var parts []string
	for _, c := range b.If {
		parts = append(parts, fmt.Sprintf("if %s@%d", c.Key, c.Rev))
	}
	for _, r := range b.Put {
		parts = append(parts, fmt.Sprintf("put %s (%d bytes)", r.Key, len(r.Value)))
	}
	for _, k := range b.Delete {
		parts = append(parts, "delete "+k)
	}
	if len(parts) > showMax {
		parts = append(parts[:showMax], "…")
	}
	return strings.Join(parts, ", ")
}
