package memstore

import (
	"iter"
	"slices"
	"sort"
)

// index is a sorted set of keys: a sorted list of short sorted blocks, so that adding one among a
// million moves a few kilobytes. The zero value is empty.
type index struct {
	blocks [][]string // none is empty
}

const blockMax = 512 // keys of a block before it is split

// find returns where key is or belongs: the block and the place in it. With no block at all it
// answers 0, 0.
func (x *index) find(key string) (block, at int, found bool) {
	// The last block that begins at or before key, or the first.
	block = max(0, sort.Search(len(x.blocks), func(i int) bool { return x.blocks[i][0] > key })-1)
	if block < len(x.blocks) {
		at, found = slices.BinarySearch(x.blocks[block], key)
	}
	return block, at, found
}

func (x *index) add(key string) {
	if len(x.blocks) == 0 {
		x.blocks = [][]string{{key}}
		return
	}
	b, at, found := x.find(key)
	if found {
		return
	}
	x.blocks[b] = slices.Insert(x.blocks[b], at, key)
	if len(x.blocks[b]) > blockMax {
		half := len(x.blocks[b]) / 2
		upper := slices.Clone(x.blocks[b][half:])
		clear(x.blocks[b][half:])
		x.blocks[b] = x.blocks[b][:half]
		x.blocks = slices.Insert(x.blocks, b+1, upper)
	}
}

func (x *index) remove(key string) {
	b, at, found := x.find(key)
	if !found {
		return
	}
	x.blocks[b] = slices.Delete(x.blocks[b], at, at+1)
	if len(x.blocks[b]) == 0 {
		x.blocks = slices.Delete(x.blocks, b, b+1)
	}
}

// ascend yields the keys k with from <= k < to, smallest first.
func (x *index) ascend(from, to string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for b, at, _ := x.find(from); b < len(x.blocks); b, at = b+1, 0 {
			for _, k := range x.blocks[b][at:] {
				if k >= to || !yield(k) {
					return
				}
			}
		}
	}
}

// descend yields the keys k with from <= k < to, greatest first.
func (x *index) descend(from, to string) iter.Seq[string] {
	return func(yield func(string) bool) {
		b, at, _ := x.find(to)
		for ; b >= 0 && b < len(x.blocks); b-- {
			for _, k := range slices.Backward(x.blocks[b][:at]) {
				if k < from || !yield(k) {
					return
				}
			}
			if b > 0 {
				at = len(x.blocks[b-1])
			}
		}
	}
}
