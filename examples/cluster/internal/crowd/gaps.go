package crowd

import (
	"math/bits"
	"time"
)

// Gaps is how long something took, many times over: counts by size, an eighth of a power of two apart. The zero value is
// ready.
type Gaps struct {
	counts [64 * 8]int
	n      int
	max    time.Duration
}

// Gap is its figures, in milliseconds.
type Gap struct {
	N   int   `json:"n"`
	P50 int64 `json:"p50"`
	P99 int64 `json:"p99"`
	Max int64 `json:"max"`
}

func (g *Gaps) add(d time.Duration) {
	d = max(d, time.Microsecond)
	g.counts[size(uint64(d/time.Microsecond))]++
	g.n++
	g.max = max(g.max, d)
}

// size is the number of the class: the power of two, and the three bits after the first.
func size(v uint64) int {
	top := bits.Len64(v) - 1
	return top*8 + int(v<<(63-top)>>60&7)
}

// quantile is the upper end of the class in which the share p of all ends.
func (g *Gaps) quantile(p float64) time.Duration {
	left := int(p * float64(g.n))
	for i, n := range g.counts {
		if left -= n; left < 0 {
			upper := float64(uint64(1)<<(i/8)) * (1 + float64(i%8+1)/8)
			return min(time.Duration(upper)*time.Microsecond, g.max)
		}
	}
	return g.max
}

func (g *Gaps) figures() Gap {
	return Gap{g.n, g.quantile(0.5).Milliseconds(), g.quantile(0.99).Milliseconds(), g.max.Milliseconds()}
}
