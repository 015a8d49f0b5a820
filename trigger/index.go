package trigger

import "math/bits"

// index finds the rules that a visit may concern without looking at the others.
//
// A rule's condition is rewritten as an "any" of "all"s, and each of those alternatives becomes a
// slot. A mask is a set of slots, one bit each. For every attribute that rules ask about there is a
// column: given the attribute's value in a visit, it answers with the mask of the slots that this
// value does not rule out. The AND of all columns leaves the slots whose rules may fire. With
// 10,000 rules that is some hundred words of memory for each column, and most visits leave none
// after the first few columns.
//
// A column may leave too much, never too little. What it cannot decide exactly is an open literal
// of the slot, which the evaluation tests afterwards by itself. A condition with too many
// alternatives has a single slot, made of the literals that are necessary in any case, and its
// whole condition is tested afterwards.
//
// Slots are numbered in the order of firing. Bits are not: builder.arrange puts slots side by side
// that the same text leads to, so that the AND leaves few words. ofBit leads from one to the other.
type index struct {
	slots        []slot
	ofBit        []int32       // by bit: the slot
	inOrder      bool          // every bit is its own slot's number
	words        int           // length of a mask; a multiple of four
	columns      []column      // what only an event can change, the most selective first
	clocks       []column      // what the clock changes too
	anchors      []*stepColumn // those of clocks that turn a length of time after an anchor
	special      []uint64      // bits of vetoes and of rules with a hold
	batchable    []uint64      // slots, not bits, that fireBatch may take; see term.batchable
	buffers      int           // columns that have to make their mask
	openLiterals [][]literal   // see slot.open
	timed        []node        // see slot.timed
	all          []uint64      // the mask of all slots
	dead         []uint64      // bits of slots whose rules were replaced; nil: none ever was
	extra        []extra       // slots that have no bit, of the rules that took their place
}

// slot is one alternative of a rule. It is kept small because an evaluation looks at many.
//
// A slot cannot be true before d has passed since its anchor. The anchor is an attribute such as
// page.dwell; of several in one alternative it is the one that takes longest.
type slot struct {
	d      int64
	rule   int32
	anchor int16 // an attribute, or -1
	open   int32 // what the columns leave open: index.openLiterals, or nothingOpen, or wholeRule
	timed  int32 // the literals that the clock changes: index.timed, or anchorOnly
	direct bool  // its rule is neither a veto nor has it a hold
	clock  bool  // the clock alone can make its rule fire: no moment is needed
}

// Special values of slot.open and slot.timed.
const (
	nothingOpen = -1 // the columns decide the slot: if its bit is left, it is true
	wholeRule   = -2 // the rule's whole condition is to be tested
	anchorOnly  = -1 // the anchor is the only literal that the clock changes
)

// column is what the index knows about one attribute.
type column interface {
	// mask returns the slots that the attribute's value in this visit does not rule out. It must
	// not be changed, and is valid until the next call.
	mask(ev *evaluation) []uint64
	// leaves returns how many slots the column leaves in a typical visit. Columns that leave the
	// fewest are asked first.
	leaves() int
}

// full returns a mask of all slots.
func (ix *index) full() []uint64 {
	m, n := make([]uint64, ix.words), len(ix.slots)
	for i := range n / 64 {
		m[i] = ^uint64(0)
	}
	if n%64 > 0 {
		m[n/64] = 1<<(n%64) - 1
	}
	return m
}

// slot is the one whose bit it is. The order of bits is not that of slots: see index.ofBit.
func (ix *index) slot(bit int) *slot { return &ix.slots[ix.ofBit[bit]] }

func clearBit(m []uint64, bit int) { m[bit>>6] &^= 1 << (bit & 63) }
func setBit(m []uint64, bit int)   { m[bit>>6] |= 1 << (bit & 63) }

// ones counts the bits of a mask.
func ones(m []uint64) int {
	n := 0
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}
