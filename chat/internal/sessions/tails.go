package sessions

import (
	"cmp"
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
// by a correction or an erasure, takes the place of the old one. A session that nobody listens to
// is not kept, because nothing would keep it up to date. Whatever is not here must be read from
// the store: Tails never says that an entry does not exist.
//
// A line may be older than its record by as much as the feed lags behind. What this node itself
// rewrote is gone at once: see Rewritten. The zero Tails is ready, and safe for concurrent use.
type Tails struct {
	mu    sync.Mutex
	of    map[chat.SessionID][]tailLine
	order []tailPlace // of what came, the oldest first
	bytes int
	floor store.Rev // a record that is older may be one that this node has rewritten since
}

type tailLine struct {
	Line
	size int
}

// tailPlace names a line. It may be gone already.
type tailPlace struct {
	session chat.SessionID
	n       int
}

// Hear takes in whole commits that the feed told. Listens reports whether anybody listens to a
// session.
func (t *Tails) Hear(rs []store.Record, listens func(chat.SessionID) bool) {
	type told struct {
		records.Key
		store.Record
	}
	var all []told
	written := map[chat.SessionID]store.Rev{}
	for _, r := range rs {
		k, err := records.Parse(r.Key)
		switch {
		case err != nil:
		case k.Family == records.FamilyTimeline:
			all = append(all, told{k, r})
		case k.Family == records.FamilySession:
			written[k.Session] = r.Rev
		}
	}
	// A store promises the order of commits alone.
	slices.SortStableFunc(all, func(a, b told) int {
		return cmp.Or(cmp.Compare(a.Rev, b.Rev), cmp.Compare(a.N, b.N))
	})
	for _, x := range all {
		keep := !x.Deleted && listens(x.Session)
		var e chat.Entry
		if keep {
			var err error
			e, err = records.Decode[chat.Entry](x.Value)
			keep = err == nil
		}
		l := Line{Entry: e, Session: x.Session, Rev: x.Rev, seen: &seen{}}
		t.hear(l, keep, written[x.Session] == x.Rev, len(x.Value))
	}
}

// hear takes in one line. The lines of a session have numbers one after the other, so a line goes
// to the end, takes the place of the one with its number, or is not of use: one before the first
// was dropped for room, and one behind a gap says that something was missed. Keep is false where
// it cannot be kept. Added is whether its commit wrote the session too, as one that adds an entry
// does: after such a line there is none, while after one that was only written anew there may be
// others. So a tail begins with a line that was added.
func (t *Tails) hear(l Line, keep, added bool, size int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	tail := t.of[l.Session]
	switch first := firstOf(tail); {
	case !keep || l.Rev < t.floor:
		t.drop(l.Session)
		return
	case len(tail) > 0 && l.N < first:
		return // it was written anew, and is not kept
	case len(tail) > 0 && l.N < first+len(tail):
		t.bytes += size - tail[l.N-first].size
		tail[l.N-first] = tailLine{l, size}
		return
	case len(tail) > 0 && l.N > first+len(tail):
		t.drop(l.Session) // something in between is not told yet: it is written anew later
	}
	if len(t.of[l.Session]) == 0 && !added {
		return
	}
	if t.of == nil {
		t.of = map[chat.SessionID][]tailLine{}
	}
	t.of[l.Session] = append(t.of[l.Session], tailLine{l, size})
	t.order = append(t.order, tailPlace{l.Session, l.N})
	t.bytes += size
	// A place in the order is counted even where its line is gone: so the order is bounded too.
	for len(t.order) > tailsLines || t.bytes > tailsBytes && len(t.order) > 0 {
		t.forgetOldest()
	}
}

// firstOf returns the number of the first line. It is 0 for no lines, which no line has.
func firstOf(tail []tailLine) int {
	if len(tail) == 0 {
		return 0
	}
	return tail[0].N
}

// forgetOldest makes room by the line that came first of all. Its session keeps the lines after
// it. A place may name a line that went before, with its session or for room: then it is only
// crossed out.
func (t *Tails) forgetOldest() {
	p := t.order[0]
	t.order = t.order[1:]
	tail := t.of[p.session]
	if firstOf(tail) != p.n {
		return
	}
	t.bytes -= tail[0].size
	tail[0] = tailLine{} // its text goes now, not when the slice does
	if t.of[p.session] = tail[1:]; len(tail) == 1 {
		delete(t.of, p.session)
	}
}

// drop forgets the lines of a session. Their places in the order stay until their turn comes.
func (t *Tails) drop(id chat.SessionID) {
	for _, l := range t.of[id] {
		t.bytes -= l.size
	}
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
	t.of, t.order, t.bytes, t.floor = nil, nil, 0, 0
}

// After returns the lines of a session after entry n that the feed has told, at most LinesPage of
// them, as Reader.Lines does. It is false if any of them may be missing.
func (t *Tails) After(id chat.SessionID, n int) ([]Line, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	tail := t.of[id]
	first := firstOf(tail)
	if len(tail) == 0 || n < first-1 || n >= first+len(tail) {
		return nil, false
	}
	// Whoever is ahead of the tail, or behind its first line, has to ask the store.
	tail = tail[n-first+1:]
	tail = tail[:min(len(tail), LinesPage)]
	ls := make([]Line, len(tail))
	for i, l := range tail {
		ls[i] = l.Line
	}
	inOrder(ls)
	return ls, true
}

// inOrder gives a line that was written anew the revision of the line after it where that is older.
func inOrder(ls []Line) {
	for i := len(ls) - 2; i >= 0; i-- {
		ls[i].Rev = min(ls[i].Rev, ls[i+1].Rev)
	}
}
