package crowd

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// witness follows what all timelines tell, in the order in which it was committed.
type witness struct {
	capacity int
	rooms    map[chat.AgentID]int // where agents differ
	fault    func(counter *int, format string, args ...any)

	entries map[chat.SessionID]int
	last    map[string]int // by session and author: the number of the last message
	waiting map[chat.SessionID]bool
	owner   map[chat.SessionID]chat.AgentID
	pending map[chat.OfferID]Offer
	load    map[chat.AgentID]int
	closed  int
}

// Offer is one that nobody has answered yet.
type Offer struct {
	ID      chat.OfferID
	Agent   chat.AgentID
	Session chat.SessionID
}

func newWitness(capacity int, fault func(*int, string, ...any)) witness {
	return witness{
		capacity: capacity, fault: fault, entries: map[chat.SessionID]int{}, last: map[string]int{}, waiting: map[chat.SessionID]bool{},
		owner: map[chat.SessionID]chat.AgentID{}, pending: map[chat.OfferID]Offer{}, load: map[chat.AgentID]int{},
	}
}

// Witness reads the feed until ctx ends. Errors of the store are what this is about: it goes on after them, and where the
// store has gone back, from where it is by then.
func (b *Books) Witness(ctx context.Context, d *desk.Desk) {
	b.hear(d.Host().Follow(ctx, "0-0"))
	for ctx.Err() == nil { // the store went back: from now on it is only told when somebody gets a session
		for e, err := range d.Host().Follow(ctx, "") {
			if err == nil && e.Entry.Kind == chat.KindAssigned {
				b.mu.Lock()
				b.assigns = append(b.assigns, time.Now())
				b.mu.Unlock()
			}
		}
		rest(ctx, again)
	}
}

func (b *Books) hear(feed iter.Seq2[desk.Event, error]) {
	for e, err := range feed {
		switch {
		case err == nil:
			b.take(e.Session, *e.Entry)
		case errors.Is(err, chat.ErrCursorExpired):
			b.mu.Lock()
			b.fault(&b.figures.Lost, "the feed has forgotten where the witness was")
			b.mu.Unlock()
		}
	}
}

func (b *Books) take(id chat.SessionID, e chat.Entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := &b.witness
	switch want := w.entries[id] + 1; {
	case e.N > want:
		b.fault(&b.figures.Lost, "%s: entry %d, where %d is due", id, e.N, want)
	case e.N < want:
		b.fault(&b.figures.Doubled, "%s: entry %d, where %d is due", id, e.N, want)
	}
	w.entries[id] = max(w.entries[id], e.N)
	if e.Kind == chat.KindMessage {
		b.read(id, e)
		return
	}
	if e.Kind == chat.KindAssigned {
		b.assigns = append(b.assigns, time.Now())
	}
	w.move(id, e, &b.figures.OverCapacity)
}

// read compares a message with what its author knows of it.
func (b *Books) read(id chat.SessionID, e chat.Entry) {
	command := string(e.Command)
	l := b.letter(command)
	switch {
	case l.seen != 0:
		b.fault(&b.figures.Doubled, "%s: entry %d and entry %d of %s", command, l.seen, e.N, id)
	case l.n != 0 && (l.n != e.N || l.session != string(id)):
		b.fault(&b.figures.Lost, "%s: answered as entry %d of %s, and is entry %d of %s", command, l.n, l.session, e.N, id)
	}
	l.seen = e.N
	delete(b.owed, command)
	author := string(id) + string(e.Author.Kind)
	if n := number(e.Text); n <= b.witness.last[author] {
		b.fault(&b.figures.Reordered, "%s: message %d of the %s after %d", id, n, e.Author.Kind, b.witness.last[author])
	} else {
		b.witness.last[author] = n
	}
}

// move follows offers and owners.
func (w *witness) move(id chat.SessionID, e chat.Entry, over *int) {
	switch e.Kind {
	case chat.KindOffer:
		w.pending[e.Offer] = Offer{e.Offer, e.Agent, id}
		w.charge(id, e.Agent, over)
	case chat.KindAccepted, chat.KindDeclined, chat.KindExpired, chat.KindRescinded:
		if w.pending[e.Offer].Agent != e.Agent {
			w.fault(over, "%s: %s of an offer that %s does not have", id, e.Kind, e.Agent)
		}
		delete(w.pending, e.Offer)
		w.load[e.Agent]--
	case chat.KindAssigned:
		if was := w.owner[id]; was != "" {
			w.fault(over, "%s: owned by %s and by %s", id, was, e.Agent)
		}
		delete(w.waiting, id)
		w.owner[id] = e.Agent
		w.charge(id, e.Agent, over)
	case chat.KindQueued:
		w.leave(id)
		w.waiting[id] = true
	case chat.KindClosed, chat.KindAbandoned:
		w.leave(id)
		delete(w.waiting, id)
		w.closed++
	}
}

func (w *witness) charge(id chat.SessionID, a chat.AgentID, over *int) {
	room := w.capacity
	if w.rooms != nil {
		room = w.rooms[a]
	}
	if w.load[a]++; w.load[a] > room {
		w.fault(over, "%s: agent %s has %d, with room for %d", id, a, w.load[a], room)
	}
}

func (w *witness) leave(id chat.SessionID) {
	if was := w.owner[id]; was != "" {
		w.load[was]--
	}
	delete(w.owner, id)
}

// Offers are those that nobody has answered yet.
func (b *Books) Offers() []Offer {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Collect(maps.Values(b.witness.pending))
}

// Closed is how many sessions are over.
func (b *Books) Closed() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.witness.closed
}
