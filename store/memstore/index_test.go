package memstore

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIndexAgreesWithASortedSlice(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var x index
	model := map[string]bool{}
	for step := range 40_000 {
		k := fmt.Sprintf("%04d", rng.IntN(5000))
		if grow := step < 20_000; grow == (rng.IntN(3) > 0) {
			x.add(k)
			model[k] = true
		} else {
			x.remove(k)
			delete(model, k)
		}
		if step%500 != 0 {
			continue
		}
		from, to := fmt.Sprintf("%04d", rng.IntN(5000)), fmt.Sprintf("%04d", rng.IntN(5000))
		var want []string
		for k := range model {
			if from <= k && k < to {
				want = append(want, k)
			}
		}
		slices.Sort(want)
		assert.Equal(t, want, slices.Collect(x.ascend(from, to)))
		slices.Reverse(want)
		assert.Equal(t, want, slices.Collect(x.descend(from, to)))
	}
}
