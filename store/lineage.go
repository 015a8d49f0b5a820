package store

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Lineage tells the revisions of a namespace from those of a past that it has lost: a database goes
// back when a standby takes over that had not received the last commits, when a backup is restored,
// when a file is put back. What was committed next would be numbered like what was lost, and a
// condition on the one would hold for the other.
//
// So no two handles give the same number: each is a writer with a turn of its own, and gives only
// numbers that leave this turn when divided by 4,194,304. The lineage is the last number of each of
// the latest writers, and stands beside the head, in the counter's own row. A writer that finds
// there another number than the last one it gave itself has seen its commits lost (or does not know
// what became of one), and goes on as a new writer with another turn. So each number is given once,
// whatever the database forgets; and it is of this past exactly when its writer's entry has come as
// far.
//
// A new writer draws a turn that no entry has. It can only be that of a writer whose every entry
// was lost, or is long forgotten, and is so once in four million draws.
//
// The zero Lineage is that of a new namespace, and of one that was written before there were
// lineages.
type Lineage struct {
	last []Rev // in the order of their size
}

const (
	turns      = 1 << 22 // a numbering of 63 bits lasts for 2,000 billion commits
	maxWriters = 64      // that a lineage remembers
)

// ParseLineage reads what Bytes returned.
func ParseLineage(b []byte) (Lineage, error) {
	if len(b)%8 != 0 {
		return Lineage{}, fmt.Errorf("store: lineage: %d bytes, must be eight for each writer", len(b))
	}
	var l Lineage
	for ; len(b) > 0; b = b[8:] {
		l.last = append(l.last, Rev(binary.BigEndian.Uint64(b)))
	}
	slices.Sort(l.last)
	return l, nil
}

// Bytes returns the lineage as an adapter keeps it: eight bytes for each writer, at most 512.
func (l Lineage) Bytes() []byte {
	b := make([]byte, 0, 8*len(l.last))
	for _, rev := range l.last {
		b = binary.BigEndian.AppendUint64(b, uint64(rev))
	}
	return b
}

// Holds reports whether a revision is of this past. Zero is of every past.
func (l Lineage) Holds(rev Rev) bool {
	at := l.writer(rev)
	return rev == 0 || at >= 0 && l.last[at] >= rev
}

// Check answers ErrCursor unless the feed of a namespace, which is kept from floor to head, can go
// on from a revision, or from the number before one. It is ErrRewound too when the revision is none
// of this past.
func (l Lineage) Check(after, floor, head Rev) error {
	switch {
	case after == head:
		return nil
	case after > head:
		return fmt.Errorf("%w: %w: read up to %d, the latest is %d", ErrCursor, ErrRewound, after, head)
	case after < floor:
		return fmt.Errorf("%w: %d, kept are %d to %d", ErrCursor, after, floor, head)
	case len(l.last) > 0 && !l.Holds(after) && !l.Holds(after+1):
		return fmt.Errorf("%w: %w: read up to %d, which is not of the past that led to %d", ErrCursor, ErrRewound, after, head)
	}
	return nil
}

// writer returns the place of the entry of a revision's writer, or -1.
func (l Lineage) writer(rev Rev) int {
	return slices.IndexFunc(l.last, func(last Rev) bool { return last%turns == rev%turns })
}

// With returns the lineage after a further revision, which must be greater than all others.
func (l Lineage) With(rev Rev) Lineage {
	last := make([]Rev, 0, len(l.last)+1)
	for _, r := range l.last {
		if r%turns != rev%turns {
			last = append(last, r)
		}
	}
	last = append(last, rev)
	return Lineage{last[max(0, len(last)-maxWriters):]}
}

// Numbering gives the revisions of one handle in one namespace. The zero Numbering is a new writer.
// It is for one transaction at a time.
type Numbering struct {
	turn, last Rev
}

// Next gives the revision of a commit and the lineage to keep with it. Head and lineage are what is
// kept, read after the counter was locked, or what Next gave for the commit before in the same
// transaction. A revision whose transaction failed, or may have, is not given again.
func (n *Numbering) Next(head Rev, l Lineage) (Rev, Lineage) {
	if head > 0 && !slices.Contains(l.last, head) { // by an earlier release, or moved on with a backup
		l = l.With(head)
	}
	if n.last == 0 || !slices.Contains(l.last, n.last) {
		for n.turn = draw(); l.writer(n.turn) >= 0; n.turn = draw() {
		}
	}
	rev := head - head%turns + n.turn
	if rev <= head {
		rev += turns
	}
	n.last = rev
	return rev, l.With(rev)
}

// Last is the revision that this writer gave last, and zero for a new one.
func (n *Numbering) Last() Rev { return n.last }

// Took notes the revision that a database gave for this writer by itself, as Next would have: the first one after the head
// that leaves the writer's turn. Zero says that nobody knows what it gave; a new writer gives the next one.
func (n *Numbering) Took(rev Rev) { n.last = rev }

func draw() Rev { return Rev(rand.Uint64N(turns)) } //nolint:gosec // it must be different, not secret

// Kept returns the oldest cursor from which the feed can go on, when deletions are kept for so many
// commits up to head.
func Kept(head Rev, commits int) Rev {
	if Rev(commits) > head/turns {
		return 0
	}
	return head - Rev(commits)*turns
}
