package trigger

import (
	"maps"
	"slices"
)

// cloneActions copies actions with the maps in them, so that a Set shares nothing with its caller:
// a map that the caller writes to later would change rules while other goroutines evaluate them.
func cloneActions(do []Action) []Action {
	out := slices.Clone(do)
	for i := range out {
		out[i].Text, out[i].Data = maps.Clone(out[i].Text), maps.Clone(out[i].Data)
	}
	return out
}
