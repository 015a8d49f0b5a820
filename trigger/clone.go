package trigger

import (
	"maps"
	"slices"
)

func cloneActions(do []Action) []Action {
	out := slices.Clone(do)
	for i := range out {
		out[i].Text, out[i].Data = maps.Clone(out[i].Text), maps.Clone(out[i].Data)
	}
	return out
}
