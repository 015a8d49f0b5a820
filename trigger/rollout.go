package trigger

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// Hash places a visitor on a line from 0 to 0.9999, in steps of 0.0001. It is GrowthBook's hash
// version 2, which browsers can compute too: FNV-1a over the UTF-16 code units of seed and id; then
// FNV-1a once more, over that number written in decimal. It allocates nothing.
func Hash(seed, id string) float64 { return float64(bucket(seed, "", id)) / 10_000 }

// HashV1 is GrowthBook's hash version 1, in steps of 0.001. It makes rules exclude each other: use
// it only to reproduce decisions made elsewhere.
func HashV1(seed, id string) float64 {
	return float64(hashText(hashText(fnvStart, id), seed)%1000) / 1000
}

// bucket is Hash in ten-thousandths. The seed comes in two parts.
func bucket(seed, suffix, id string) int {
	h := hashText(hashText(hashText(fnvStart, seed), suffix), id)
	var digits [10]byte
	again := uint32(fnvStart)
	for _, b := range strconv.AppendUint(digits[:0], uint64(h), 10) {
		again = step(again, uint32(b))
	}
	return int(again % 10_000)
}

// fnvStart and the factor in step are those of FNV-1a with 32 bits.
const fnvStart = 2166136261

// step takes one code unit into the hash, as FNV-1a takes a byte in: with its prime of 32 bits.
func step(h, unit uint32) uint32 { return (h ^ unit) * 16777619 }

// hashText hashes UTF-16 code units, as a browser sees the text.
func hashText(h uint32, s string) uint32 {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			h = step(h, uint32(c))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if i += n; r > 0xffff {
			r -= 0x10000
			h = step(h, uint32(0xd800+r>>10))
			r = 0xdc00 + r&0x3ff
		}
		h = step(h, uint32(r))
	}
	return h
}

// share is a compiled Rollout, in ten-thousandths, so that nothing depends on rounding.
type share struct {
	lo, hi, part int // part of (hi-lo), in ten-thousandths
	seed         string
	attr         int
}

// compileShare compiles a rollout that goes by an attribute. seed is used where it names none of
// its own.
func compileShare(r Rollout, seed string, attr int) share {
	s := share{lo: 0, hi: 10_000, part: units(r.Percent / 100), seed: seed, attr: attr}
	if r.Seed != "" {
		s.seed = r.Seed
	}
	if r.Range != ([2]float64{}) {
		s.lo, s.hi = units(r.Range[0]), units(r.Range[1])
	}
	return s
}

// units returns ten-thousandths. Percentages are checked to be whole numbers of them.
func units(x float64) int { return int(math.Round(x * 10_000)) }

// in reports whether a visitor is in, and their bucket. A larger percentage adds visitors and
// removes nobody.
func (s *share) in(id string) (bool, int) {
	b := bucket(s.seed, "", id)
	return b >= s.lo && b < s.hi && (b-s.lo)*10_000 < s.part*(s.hi-s.lo), b
}

// ChooseVariant picks by weight, for a place on the line from [Hash]: the first variant whose part
// holds it. -1 for none.
func ChooseVariant(place float64, weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	sum := 0.0
	for i, w := range weights {
		if sum += w; place < sum/total {
			return i
		}
	}
	return -1
}
