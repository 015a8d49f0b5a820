package trigger

import "math/bits"

// pile gives back the small numbers put onto it from the least on, each once. It is a mask, and a mask of its words.
type pile struct {
	bits, words []uint64
	at          int // no word before those of this one has a bit
}

func newPile(size int) pile {
	n := (size + 63) / 64
	return pile{bits: make([]uint64, n), words: make([]uint64, (n+63)/64)}
}

func (p *pile) add(x int32) {
	setBit(p.bits, int(x))
	setBit(p.words, int(x)>>6)
}

// pop takes the least word off. No numbers: none is left, and the pile can be filled again.
func (p *pile) pop() (word int32, numbers uint64) {
	for ; p.at < len(p.words); p.at++ {
		if some := p.words[p.at]; some != 0 {
			p.words[p.at] = some & (some - 1)
			word = int32(p.at<<6 + bits.TrailingZeros64(some))
			numbers, p.bits[word] = p.bits[word], 0
			return word, numbers
		}
	}
	p.at = 0
	return 0, 0
}
