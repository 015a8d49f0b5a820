package sessions

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Limits of Tails.
const (
	tailsLines = 4096    // of all timelines together
	tailsBytes = 8 << 20 // of their records
)

// Tails keeps the last lines of timelines in memory, decoded once, as the feed told them. Streams
// read them instead of the store.
//
// The lines of one session have no gap. Each is as the feed told it last: one that was rewritten,
// by a correction or an erasure, takes the place of the old one. Kept are sessions that somebody
// listens to, and those that somebody may be about to: see Ears. Whatever is not here must be read
// from the store: Tails never says that an entry does not exist.
//
// A line may be older than its record by as much as the feed lags behind. What this node itself
// rewrote is gone at once: see Rewritten. The zero Tails is ready, and safe for concurrent use.
type Tails struct {
	mu    sync.Mutex
	of    map[chat.SessionID]tail
	order []tailPlace // of what came, the oldest first
	bytes int
	floor store.Rev // a record that is older may be one that this node has rewritten since
	// No entry of a session that is not here was written anew later than this, as far as the feed
	// has told.
	rewrote store.Rev
}

// tail is the end of one timeline, in order and without a gap.
type tail struct {
	lines []tailLine
	// No entry before the first line was written later than this, as far as the feed has told.
	before store.Rev
	// The last time that any entry was written anew while the tail was kept. It outlives the tail.
	rewrote store.Rev
}

// unknown is when nobody knows how late an entry was written.
const unknown = store.Rev(math.MaxUint64)

type tailLine struct {
	Line
	size int
}

// tailPlace names a line. It may be gone already.
type tailPlace struct {
	session chat.SessionID
	n       int
}

// From says that what the feed tells begins after a revision. It is for before the first Hear.
func (t *Tails) From(rev store.Rev) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rewrote = max(t.rewrote, rev)
}

// Hear takes in whole commits that the feed told.
func (t *Tails) Hear(rs []store.Record, ears Ears) {
	type told struct {
		records.Key
		store.Record
	}
	var all []told
	now := newMoves(rs, ears)
	for _, r := range rs {
		k, err := records.Parse(r.Key)
		switch {
		case err != nil:
		case k.Family == records.FamilyTimeline:
			all = append(all, told{k, r})
		default:
			now.hear(k, r)
		}
	}
	// A store promises the order of commits alone.
	slices.SortStableFunc(all, func(a, b told) int {
		return cmp.Or(cmp.Compare(a.Rev, b.Rev), cmp.Compare(a.N, b.N))
	})
	for _, x := range all {
		keep := !x.Deleted && now.wants(x.Session, x.N, x.Rev, t.length(x.Session))
		var e chat.Entry
		if keep {
			var err error
			e, err = records.Decode[chat.Entry](x.Value)
			keep = err == nil
		}
		l := Line{Entry: e, Session: x.Session, Rev: x.Rev, seen: &seen{}}
		l.N = x.N
		t.hear(l, keep, len(x.Value), now)
	}
}

// length is the number of lines that are kept of a session.
func (t *Tails) length(id chat.SessionID) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.of[id].lines)
}

// hear takes in one line. The lines of a session have numbers one after the other, so a line goes
// to the end, takes the place of the one with its number, or is not of use: one before the first
// was dropped for room, and one behind a gap says that something was missed. Keep is false where
// it cannot be kept.
func (t *Tails) hear(l Line, keep bool, size int, now moves) {
	t.mu.Lock()
	defer t.mu.Unlock()
	x, here := t.of[l.Session]
	first, next := x.first(), x.first()+len(x.lines)
	added, before := now.adds(l)
	switch anew := !now.isNew(l) && (!here || l.N != next); {
	case anew && here:
		x.rewrote = max(x.rewrote, l.Rev)
		t.of[l.Session] = x
	case anew:
		t.rewrote = max(t.rewrote, l.Rev)
	}
	switch {
	case !keep || l.Rev < t.floor:
		t.drop(l.Session)
		return
	case here && l.N < first:
		x.before = max(x.before, l.Rev)
		t.of[l.Session] = x
		return // it was written anew, and is not kept
	case here && l.N < next:
		t.bytes += size - x.lines[l.N-first].size
		x.lines[l.N-first] = tailLine{l, size}
		return
	case here && l.N > next:
		t.drop(l.Session) // something in between is not told yet: it is written anew later
		here = false
	}
	if !here {
		if !added {
			return
		}
		if x = (tail{before: before}); l.N > 1 {
			x.before = max(before, t.rewrote)
		}
	}
	if t.of == nil {
		t.of = map[chat.SessionID]tail{}
	}
	x.lines = append(x.lines, tailLine{l, size})
	t.of[l.Session] = x
	t.order = append(t.order, tailPlace{l.Session, l.N})
	t.bytes += size
	// A place in the order is counted even where its line is gone: so the order is bounded too.
	for len(t.order) > tailsLines || t.bytes > tailsBytes && len(t.order) > 0 {
		t.forgetOldest()
	}
}

// first returns the number of the first line. It is 0 for no lines, which no line has.
func (x tail) first() int {
	if len(x.lines) == 0 {
		return 0
	}
	return x.lines[0].N
}

// forgetOldest makes room by the line that came first of all. Its session keeps the lines after
// it. A place may name a line that went before, with its session or for room: then it is only
// crossed out.
func (t *Tails) forgetOldest() {
	p := t.order[0]
	t.order = t.order[1:]
	x := t.of[p.session]
	if x.first() != p.n {
		return
	}
	t.bytes -= x.lines[0].size
	x.before = max(x.before, x.lines[0].Rev)
	x.lines[0] = tailLine{} // its text goes now, not when the slice does
	x.lines = x.lines[1:]
	if t.of[p.session] = x; len(x.lines) == 0 {
		t.drop(p.session)
	}
}

// drop forgets the lines of a session. Their places in the order stay until their turn comes.
func (t *Tails) drop(id chat.SessionID) {
	for _, l := range t.of[id].lines {
		t.bytes -= l.size
	}
	t.rewrote = max(t.rewrote, t.of[id].rewrote)
	delete(t.of, id)
}

// Rewritten says that this node has written an entry anew, at a revision; 0 if that is not known.
// What was kept of its session is dropped, and what the feed is just telling is not kept.
func (t *Tails) Rewritten(id chat.SessionID, rev store.Rev) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.floor = max(t.floor, rev)
	t.drop(id)
}

// Forget drops everything.
func (t *Tails) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of, t.order, t.bytes, t.floor, t.rewrote = nil, nil, 0, 0, 0
}

// After returns the lines of a session after entry n that the feed has told, at most LinesPage of
// them, as Reader.Lines does. It is false if any of them may be missing.
func (t *Tails) After(id chat.SessionID, n int) ([]Line, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	x := t.of[id]
	// Whoever is ahead of the tail, or behind its first line, has to ask the store.
	if len(x.lines) == 0 || n < x.first()-1 || n >= x.first()+len(x.lines) {
		return nil, false
	}
	return x.after(n), true
}

// after returns the lines after entry n, at most LinesPage of them. The tail reaches back to n.
func (x tail) after(n int) []Line {
	lines := x.lines[n-x.first()+1:]
	lines = lines[:min(len(lines), LinesPage)]
	ls := make([]Line, len(lines))
	for i, l := range lines {
		ls[i] = l.Line
	}
	inOrder(ls)
	return ls
}

// inOrder gives a line that was written anew the revision of the line after it where that is older.
func inOrder(ls []Line) {
	for i := len(ls) - 2; i >= 0; i-- {
		ls[i].Rev = min(ls[i].Rev, ls[i+1].Rev)
	}
}
