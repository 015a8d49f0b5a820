package trigger

import (
	"slices"
	"strings"
)

// fewWords is how many words are faster to search for one by one.
const fewWords = 8

// finder finds all of many words in a text in one pass (Aho and Corasick, 1975). The words form a
// trie; its states are numbers. Where the text leaves the trie, a state's failure leads to the
// longest end of what was read that begins some word.
//
// The edges lie in one hash table, whose size is that of the words, except the edges of the root,
// which is an array. A small trie is turned into a jumpTable, which needs neither.
//
// With the words "he", "she" and "hers", the text "shers" walks s, sh, she; there "he" ends too,
// which the failure of "she" says. The next byte, r, has no edge from "she". So the walk goes to
// the failure "he", which has one, and on to "hers".
type finder struct {
	few   []string   // the words, if they are at most fewWords; all else is empty then
	jumps *jumpTable // if the trie is small
	root  [256]int32 // by byte: the state after it
	keys  []uint32   // the hash table: state<<8 | byte, plus one; 0 is free
	next  []int32    // the state that keys leads to
	shift uint8      // of a hash, for the size of the table
	fail  []int32    // by state: its failure
	out   []int32    // the word that ends in a state, or -1
	words int32
	more  []int32 // the next state along the failures in which a word ends, or 0
}

// begin is the state before the first byte of a text. Words that the text must start with lead from
// it, all others from the root.
//
// State 0 is the root, from which words anywhere in the text begin. It is also what step returns
// for "no edge", because no edge leads to it.
const begin = 1

// newFinder takes words to be found anywhere, and starts to be found at the start of a text alone;
// all are distinct and none is empty. Words are numbered in their order, and starts after them.
// With few words there must be no starts.
func newFinder(words, starts []string) *finder {
	if len(words) <= fewWords {
		return &finder{few: words}
	}
	f := &finder{fail: make([]int32, 2), out: []int32{-1, -1}, more: make([]int32, 2), shift: 32}
	size := 0
	for _, w := range slices.Concat(words, starts) {
		size += len(w)
	}
	for n := 1; n < 2*size+2; n *= 2 {
		f.shift--
	}
	f.keys, f.next = make([]uint32, 1<<(32-f.shift)), make([]int32, 1<<(32-f.shift))
	var edges []edge
	for _, w := range words {
		edges = f.insert(0, w, edges)
	}
	for _, w := range starts {
		edges = f.insert(begin, w, edges)
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return a.depth - b.depth })
	f.link(edges)
	if f.jumps = newJumpTable(f, edges); f.jumps != nil {
		f.keys, f.next, f.fail = nil, nil, nil
	}
	return f
}

// insert adds a word to the trie below a state, with the next number, and appends the new edges.
func (f *finder) insert(state int32, word string, edges []edge) []edge {
	above := int(state) // begin counts as one step
	for i := range len(word) {
		to := f.step(state, word[i])
		if to == 0 {
			to = int32(len(f.out))
			f.put(state, word[i], to)
			f.fail, f.out, f.more = append(f.fail, 0), append(f.out, -1), append(f.more, 0)
			edges = append(edges, edge{state, to, word[i], above + i})
		}
		state = to
	}
	// Words are distinct, so no other word has ended here.
	f.out[state] = f.words
	f.words++
	return edges
}

// edge leads from one state of the trie to another by a byte. depth is the number of bytes before
// it.
type edge struct {
	from, to int32
	by       byte
	depth    int
}

// link sets the failures. edges are sorted by depth, because the failure of a state is less deep.
func (f *finder) link(edges []edge) {
	for _, e := range edges {
		if e.from != 0 {
			f.fail[e.to] = f.walk(f.fail[e.from], e.by)
		}
		if back := f.fail[e.to]; f.out[back] >= 0 {
			f.more[e.to] = back
		} else {
			f.more[e.to] = f.more[back]
		}
	}
}

// slot is where a key is looked for first: by the golden ratio, which spreads keys that are near to
// each other (Knuth, The Art of Computer Programming, volume 3, 6.4).
func (f *finder) slot(key uint32) uint32 { return (key * 2654435769) >> f.shift }

// step follows an edge of the trie; 0 if there is none.
func (f *finder) step(state int32, c byte) int32 {
	if state == 0 {
		return f.root[c]
	}
	key := uint32(state)<<8 | uint32(c) + 1
	for i := f.slot(key); ; i = (i + 1) & uint32(len(f.keys)-1) {
		switch f.keys[i] {
		case key:
			return f.next[i]
		case 0:
			return 0
		}
	}
}

// put adds an edge of the trie. A taken place of the hash table is passed over, to the next one
// that is free; step searches in the same way. The table is never full: newFinder makes it at least
// twice as large as there are edges.
func (f *finder) put(state int32, c byte, to int32) {
	if state == 0 {
		f.root[c] = to
		return
	}
	key := uint32(state)<<8 | uint32(c) + 1
	i := f.slot(key)
	for f.keys[i] != 0 {
		i = (i + 1) & uint32(len(f.keys)-1)
	}
	f.keys[i], f.next[i] = key, to
}

// walk follows a byte from a state, by way of failures where no edge leads on.
func (f *finder) walk(state int32, c byte) int32 {
	for {
		if to := f.step(state, c); to != 0 || state == 0 {
			return to
		}
		state = f.fail[state]
	}
}

// find appends the numbers of the words in a text, perhaps some of them more than once.
func (f *finder) find(text string, hits []int32) []int32 {
	for i, w := range f.few {
		if strings.Contains(text, w) {
			hits = append(hits, int32(i))
		}
	}
	if f.few != nil {
		return hits
	}
	if f.jumps != nil {
		return f.jumps.find(f, text, hits)
	}
	state := int32(begin)
	for i := range len(text) {
		if state = f.walk(state, text[i]); state != 0 {
			hits = f.hits(state, hits)
		}
	}
	return hits
}

// hits appends the numbers of the words that end in a state.
func (f *finder) hits(state int32, hits []int32) []int32 {
	for s := state; s != 0; s = f.more[s] {
		if f.out[s] >= 0 {
			hits = append(hits, f.out[s])
		}
	}
	return hits
}
