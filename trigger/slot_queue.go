package trigger

import "math/bits"

// slotQueue returns the slots put into it in ascending order, each once. It is a mask of slots, and
// above it a mask of the words that have any, so that empty words cost nothing.
type slotQueue struct {
	bits, words []uint64
	at          int // the words before this one of words are empty
}

// newSlotQueue returns an empty queue for the slots from 0 to below size.
func newSlotQueue(size int) slotQueue {
	n := (size + 63) / 64
	return slotQueue{bits: make([]uint64, n), words: make([]uint64, (n+63)/64)}
}

// add puts a slot in. Where pop was called since the queue was last empty, it must not be below
// what pop returned.
func (q *slotQueue) add(slot int32) {
	setBit(q.bits, int(slot))
	setBit(q.words, int(slot)>>6)
}

// pop takes out the lowest word that has slots. slots is 0 when the queue is empty; it can be
// filled again then.
func (q *slotQueue) pop() (word int32, slots uint64) {
	for ; q.at < len(q.words); q.at++ {
		if some := q.words[q.at]; some != 0 {
			q.words[q.at] = some & (some - 1)
			word = int32(q.at<<6 + bits.TrailingZeros64(some))
			slots, q.bits[word] = q.bits[word], 0
			return word, slots
		}
	}
	q.at = 0
	return 0, 0
}
