package trigger

// maxJumps bounds the entries of a jump table, four bytes each.
const maxJumps = 1 << 16

// jumpTable is a finder with all failures worked out beforehand: one step for each byte of the
// text, whatever the words. Bytes that no word distinguishes are one class, which keeps the table
// small.
type jumpTable struct {
	class [256]uint8 // by byte; 0 for a byte in no word
	n     int32      // number of classes
	to    []int32    // by state and class: the row of the next state, doubled, plus 1 if words end in that state
}

// newJumpTable makes the table of a finder whose failures are set. edges are all of its edges, by
// depth. It returns nil if the table would be too large.
func newJumpTable(f *finder, edges []edge) *jumpTable {
	j := &jumpTable{n: 1}
	for _, e := range edges {
		if j.class[e.by] == 0 {
			j.class[e.by] = uint8(j.n)
			j.n++
		}
	}
	if j.n > 255 || int(j.n)*len(f.out) > maxJumps {
		return nil
	}
	j.to = make([]int32, int(j.n)*len(f.out))
	for by, to := range f.root {
		j.row(begin)[j.class[by]] = j.entry(f, to)
	}
	// A failure is less deep than its state. So rows are filled depth by depth, and the row of a
	// failure is finished before it is copied.
	for len(edges) > 0 {
		n := 0
		for ; n < len(edges) && edges[n].depth == edges[0].depth; n++ {
			e := &edges[n]
			j.row(e.from)[j.class[e.by]] = j.entry(f, e.to)
		}
		for _, e := range edges[:n] { // where no edge leads on, the failure's row counts
			copy(j.row(e.to), j.row(f.fail[e.to]))
		}
		edges = edges[n:]
	}
	return j
}

func (j *jumpTable) row(state int32) []int32 { return j.to[state*j.n:][:j.n] }

// entry returns what leads to a state. The row's place is doubled, so that its lowest bit is free
// to say whether hits has anything to append there.
func (j *jumpTable) entry(f *finder, state int32) int32 {
	if f.out[state] >= 0 || f.more[state] != 0 {
		return state*j.n<<1 | 1
	}
	return state * j.n << 1
}

// find is [finder.find].
func (j *jumpTable) find(f *finder, text string, hits []int32) []int32 {
	at := begin * j.n << 1
	for i := range len(text) {
		if at = j.to[at>>1+int32(j.class[text[i]])]; at&1 != 0 {
			hits = f.hits(at>>1/j.n, hits)
		}
	}
	return hits
}
