package trigger_test

import (
	"fmt"
	"iter"
	"os"
)

// full says whether property tests run at their full size: SWITCHBOARD_FULL=1 go test ./trigger
var full = os.Getenv("SWITCHBOARD_FULL") != ""

// slice and parts cut the property tests: SWITCHBOARD_SLICE=2/8 runs the second of eight parts.
// All parts together are what runs without it; a part has at least one seed of each test.
var slice, parts = sliceOf(os.Getenv("SWITCHBOARD_SLICE"))

// sliceOf reads "2/8", both counted from 1. Empty is the whole.
func sliceOf(text string) (part, of uint64) {
	if text == "" {
		return 0, 1
	}
	if n, _ := fmt.Sscanf(text, "%d/%d", &part, &of); n < 2 || part < 1 || part > of {
		panic("SWITCHBOARD_SLICE: want a part and how many there are, as in 2/8, not " + text)
	}
	return part - 1, of
}

// size is how many cases a property test tries.
func size(everyDay, fully int) int {
	if full {
		return fully
	}
	return max(1, everyDay/thin)
}

// seeds are the cases of this slice. A test with fewer cases than there are slices tries all of
// them in each.
func seeds(everyDay, fully int) iter.Seq[uint64] {
	all := uint64(size(everyDay, fully))
	first, step := slice, parts
	if all < step {
		first, step = 0, 1
	}
	return func(yield func(uint64) bool) {
		for seed := first; seed < all && yield(seed); seed += step {
		}
	}
}
