package history

import (
	"cmp"
	"slices"
	"strings"
)

// What a person needs to see of a history is what touched the same keys shortly before.
const (
	aroundBefore = 6  // calls that were over before
	aroundMost   = 24 // calls in all
)

// around lists the calls about op's keys that overlap it, and the last ones before them.
func around(ops []Op, op Op) string {
	byCall := slices.Clone(ops)
	slices.SortStableFunc(byCall, func(a, b Op) int { return cmp.Compare(a.Call, b.Call) })
	var lines []string
	earlier := 0
	for _, o := range slices.Backward(byCall) {
		if o.Call > op.Return || !related(o, op) {
			continue
		}
		if o.Return < op.Call {
			earlier++
		}
		if lines = append(lines, "    "+o.String()); earlier == aroundBefore || len(lines) == aroundMost {
			break
		}
	}
	slices.Reverse(lines)
	return "  around it, on the same keys:\n" + strings.Join(lines, "\n")
}

// related tells whether two calls name a key in common.
func related(a, b Op) bool {
	return slices.ContainsFunc(a.named(), b.names) || slices.ContainsFunc(b.named(), a.names)
}

// named is every key in a call or its answer.
func (o Op) named() []string {
	keys := slices.Concat(o.Keys, o.Batch.Delete)
	for _, c := range o.Batch.If {
		keys = append(keys, c.Key)
	}
	for _, r := range slices.Concat(o.Batch.Put, o.Records) {
		keys = append(keys, r.Key)
	}
	return keys
}

func (o Op) names(key string) bool {
	if o.Kind == List {
		return strings.HasPrefix(key, o.Range.Prefix)
	}
	return slices.Contains(o.named(), key)
}
