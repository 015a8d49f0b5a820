package presence

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// The times that a Book goes by.
const (
	// Linger is how long the last page of a visitor must be gone before the visitor is.
	Linger = 4 * time.Second
	// CallFor is how long a visitor without a stream counts as being there after a call: the page
	// that begins a session opens its stream a moment later, and some poll.
	CallFor = 45 * time.Second
	// maxPages is how many pages of one visitor are told apart.
	maxPages = 8
)

// Book is which visitors are connected to one node. It is pure: the time of day is now, and an
// instant of the clock of intervals, which nobody can set, is tick. The zero Book is empty. It is
// not safe for concurrent use.
type Book struct {
	visits map[chat.VisitorID]*visit
}

// visit is what is known of one visitor.
type visit struct {
	streams int
	called  time.Time       // tick of the last call without a stream; zero: none counts
	gone    time.Time       // when the last stream or call was over; zero: there is one
	since   time.Time       // the same as a tick
	pages   map[string]bool // those that said something of themselves: whether hidden
	hidden  bool            // the last page went without a word, and was not looked at
	until   time.Time       // tick until which the visitor is told of, though there is no session
	told    State           // what the last look found
	tell    bool            // and whether that was to be told
}

// State is what a Book says of one visitor.
type State struct {
	Here   bool
	Hidden bool      // no page is looked at, as far as they say
	Gone   time.Time // when the last page went; zero with Here
}

// visit returns what is known of a visitor, to be changed. It makes it if there is nothing yet.
func (b *Book) visit(v chat.VisitorID) *visit {
	if b.visits == nil {
		b.visits = map[chat.VisitorID]*visit{}
	}
	if b.visits[v] == nil {
		b.visits[v] = &visit{}
	}
	return b.visits[v]
}

// Open counts one more stream of a visitor.
func (b *Book) Open(v chat.VisitorID) {
	x := b.visit(v)
	x.streams++
	x.called, x.gone, x.since, x.hidden = time.Time{}, time.Time{}, time.Time{}, false
}

// Close ends a stream. Whether the visitor was looking when the last one went is what the pages
// said.
func (b *Book) Close(v chat.VisitorID, now, tick time.Time) {
	x := b.visits[v]
	if x == nil || x.streams == 0 {
		return
	}
	if x.streams--; x.streams == 0 {
		x.leave(now, tick)
	}
}

// Call takes in a call of a visitor who has no stream here and is not known to be elsewhere.
func (b *Book) Call(v chat.VisitorID, now, tick time.Time) {
	x := b.visit(v)
	// A stream says more than a call, because its end is seen.
	if x.streams > 0 {
		return
	}
	x.called, x.gone, x.since, x.hidden = tick, now, tick, false
}

// Said takes in what a page says of itself. One that closes is forgotten: where it was the last
// one, the visitor left in so many words. Of a visitor whose streams are another node's it is kept
// that no page is looked at: that node may never hear of it.
func (b *Book) Said(v chat.VisitorID, page string, s chat.PageSign, now, tick time.Time) {
	x := b.visits[v]
	if x == nil {
		// Nobody is connected here. Only that no page is looked at is of use: the node that has
		// the stream may never hear of it.
		if s != chat.PageHidden {
			return
		}
		x = b.visit(v)
		x.gone, x.since = now, tick.Add(-Linger)
	}
	_, known := x.pages[page]
	switch {
	case s == chat.PageLeaving:
		delete(x.pages, page)
		x.called = time.Time{}
	// A page too many begins the list anew. One that never said that it closed would count
	// for ever.
	case x.pages == nil || !known && len(x.pages) >= maxPages:
		x.pages = map[string]bool{page: s == chat.PageHidden}
	default:
		x.pages[page] = s == chat.PageHidden
	}
	if x.streams == 0 {
		x.hidden = x.unseen()
	}
}

// unseen reports whether there are pages, and none is looked at.
func (x *visit) unseen() bool {
	for _, hidden := range x.pages {
		if !hidden {
			return false
		}
	}
	return len(x.pages) > 0
}

// leave notes that the last stream or call is over, and whether the visitor was looking then.
func (x *visit) leave(now, tick time.Time) {
	x.gone, x.since, x.hidden = now, tick, x.unseen()
}

// of returns what is to be told of a visit at an instant. Within Linger of the end, and CallFor of
// a call, the visitor is there.
func (x *visit) of(tick time.Time) State {
	called := !x.called.IsZero() && tick.Before(x.called.Add(CallFor))
	if x.streams > 0 || called || tick.Before(x.since.Add(Linger)) {
		return State{Here: true, Hidden: x.unseen()}
	}
	return State{Hidden: x.hidden, Gone: x.gone}
}

// Adopt takes in a visitor of whom a former life of this node said something. Whoever was there is
// gone until they connect again.
func (b *Book) Adopt(v chat.VisitorID, gone time.Time, hidden bool, now, tick time.Time) {
	if _, ok := b.visits[v]; ok {
		return
	}
	x := b.visit(v)
	if gone.IsZero() {
		gone = now
	}
	// Linger is over for them: they went away with the former life.
	x.gone, x.since, x.hidden = gone, tick.Add(-Linger), hidden
}

// Part says that every stream has ended: the node stops, and the visitors go to another one.
func (b *Book) Part(now, tick time.Time) {
	for _, x := range b.visits {
		// Whoever had gone before keeps the instant of that.
		if x.gone.IsZero() {
			x.leave(now, tick.Add(-Linger))
		}
		x.streams, x.called, x.since = 0, time.Time{}, tick.Add(-Linger)
	}
}

// Visitors appends whom the Book knows, in no order.
func (b *Book) Visitors(all []chat.VisitorID) []chat.VisitorID {
	all = slices.Grow(all, len(b.visits))
	for v := range b.visits {
		all = append(all, v)
	}
	return all
}

// afterwards is how long a visitor is told of when their session has ended.
const afterwards = 2 * time.Minute

// Look returns what is to be told of a visitor. Session says that they have one, and elsewhere that
// another node tells that they are there. It is false where nothing is; whoever is gone then is
// forgotten.
func (b *Book) Look(v chat.VisitorID, session, elsewhere bool, tick time.Time) (State, bool) {
	x := b.visits[v]
	if x == nil {
		return State{}, false
	}
	s := x.of(tick)
	if session {
		x.until = tick.Add(afterwards)
	}
	tell := session || tick.Before(x.until)
	// Whoever is gone here and is there elsewhere is the other node's to tell of. What this node
	// alone heard, that no page is looked at, it goes on telling.
	if !s.Here && (elsewhere && !s.Hidden || !tell) {
		delete(b.visits, v)
		return State{}, false
	}
	return s, tell
}

// News is Look, and reports whether it found something else than the last time: that somebody came,
// went, looked away, or is not to be told of any more. Whoever is forgotten counts as that.
func (b *Book) News(v chat.VisitorID, session, elsewhere bool, tick time.Time) bool {
	x := b.visits[v]
	if x == nil {
		return false
	}
	told, tell := x.told, x.tell
	x.told, x.tell = b.Look(v, session, elsewhere, tick)
	return x.tell != tell || x.tell && x.told != told
}

// Told returns what the last call of News found; false if nothing is to be told.
func (b *Book) Told(v chat.VisitorID) (State, bool) {
	x := b.visits[v]
	if x == nil || !x.tell {
		return State{}, false
	}
	return x.told, true
}
