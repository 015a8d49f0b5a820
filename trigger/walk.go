package trigger

import "math/bits"

// candidates considers every slot that no column rules out, in the order of firing. What only an event changes comes first:
// slots left by that alone are waiting for the clock.
func (sc *scratch) candidates(res *Result) {
	ix := &sc.set.index
	sc.masks, sc.clocks = sc.masks[:0], sc.clocks[:0]
	for _, c := range ix.columns {
		if m := c.mask(sc); m != nil {
			sc.masks = append(sc.masks, m)
		}
	}
	if len(sc.masks) == 0 {
		sc.masks = append(sc.masks, ix.all)
	}
	for _, c := range ix.clocks {
		sc.clocks = append(sc.clocks, c.mask(sc))
	}
	done := int32(-1)
	for i := range ix.words {
		left := sc.masks[0][i]
		for _, m := range sc.masks[1:] {
			if left &= m[i]; left == 0 {
				break
			}
		}
		if left == 0 {
			continue
		}
		ripe := left
		for _, m := range sc.clocks {
			ripe &= m[i]
		}
		for ; left != 0; left &= left - 1 {
			bit := bits.TrailingZeros64(left)
			s := &ix.slots[i<<6+bit]
			if s.rule != done && sc.consider(s, ripe>>bit&1 == 1, res) {
				done = s.rule
			}
		}
	}
}

// due is the instant before which a waiting slot cannot be true.
func (sc *scratch) due(s *slot) int64 {
	if s.anchor < 0 {
		return sc.now
	}
	return sc.facts[s.anchor].at + s.d
}
