package hours_test

import (
	"fmt"
	"iter"
	"os"
)

// full is the size of the property tests: with SWITCHBOARD_FULL=1 every change of every zone (about
// 90 s of CPU), else two of each.
var full = os.Getenv("SWITCHBOARD_FULL") == "1"

// slice and parts cut the property tests: SWITCHBOARD_SLICE=2/8 runs the second of eight parts. All
// parts together are what runs without it.
var slice, parts = sliceOf(os.Getenv("SWITCHBOARD_SLICE"))

// sliceOf reads "2/8", both counted from 1. Empty is the whole.
func sliceOf(text string) (part, of int) {
	if text == "" {
		return 0, 1
	}
	if n, _ := fmt.Sscanf(text, "%d/%d", &part, &of); n < 2 || part < 1 || part > of {
		panic("SWITCHBOARD_SLICE: want a part and how many there are, as in 2/8, not " + text)
	}
	return part - 1, of
}

// cases are the cases of this slice, of so many on every day and so many at full size. A test with
// fewer cases than there are slices tries all of them in each.
func cases(everyDay, fully int) iter.Seq[int] {
	all := everyDay
	if full {
		all = fully
	}
	first, step := slice, parts
	if all < step {
		first, step = 0, 1
	}
	return func(yield func(int) bool) {
		for i := first; i < all && yield(i); i += step {
		}
	}
}
