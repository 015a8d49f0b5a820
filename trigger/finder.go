package trigger

import "strings"

// finder finds all of many words in a text in one pass (Aho and Corasick, 1975). Edges are in one hash table, so that its
// size is that of the words, and the first step is a plain array.
type finder struct {
	few   []string // if there are so few that asking for each is faster
	root  [256]int32
	keys  []uint32 // state<<8 | byte, plus one; 0 is free
	next  []int32
	shift uint8
	fail  []int32
	out   []int32 // the word that ends in a state, or -1
	more  []int32 // the next state on the way of failures in which a word ends, or 0
}

// newFinder takes distinct words, none empty.
func newFinder(words []string) *finder {
	if len(words) <= 8 {
		return &finder{few: words}
	}
	f := &finder{fail: []int32{0}, out: []int32{-1}, more: []int32{0}, shift: 32}
	size := 0
	for _, w := range words {
		size += len(w)
	}
	for n := 1; n < 2*size+2; n *= 2 {
		f.shift--
	}
	f.keys, f.next = make([]uint32, 1<<(32-f.shift)), make([]int32, 1<<(32-f.shift))
	order := []edge{}
	for id, w := range words {
		state := int32(0)
		for i := range len(w) {
			to := f.step(state, w[i])
			if to == 0 {
				to = int32(len(f.out))
				f.put(state, w[i], to)
				f.fail, f.out, f.more = append(f.fail, 0), append(f.out, -1), append(f.more, 0)
				order = append(order, edge{state, to, w[i], i})
			}
			state = to
		}
		f.out[state] = int32(id)
	}
	f.link(order)
	return f
}

type edge struct {
	from, to int32
	by       byte
	depth    int
}

// link sets the failures, shallow states first.
func (f *finder) link(edges []edge) {
	deepest := 0
	for _, e := range edges {
		deepest = max(deepest, e.depth)
	}
	levels := make([][]edge, deepest+1)
	for _, e := range edges {
		levels[e.depth] = append(levels[e.depth], e)
	}
	for _, level := range levels {
		for _, e := range level {
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
}

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

// walk is step along the failures.
func (f *finder) walk(state int32, c byte) int32 {
	for {
		if to := f.step(state, c); to != 0 || state == 0 {
			return to
		}
		state = f.fail[state]
	}
}

// find appends the numbers of the words in a text, some perhaps more than once.
func (f *finder) find(text string, hits []int32) []int32 {
	for i, w := range f.few {
		if strings.Contains(text, w) {
			hits = append(hits, int32(i))
		}
	}
	if f.few != nil {
		return hits
	}
	state := int32(0)
	for i := range len(text) {
		state = f.walk(state, text[i])
		for s := state; s != 0; s = f.more[s] {
			if f.out[s] >= 0 {
				hits = append(hits, f.out[s])
			}
		}
	}
	return hits
}
