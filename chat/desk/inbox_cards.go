package desk

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/store"
)

// cardList is a list of an inbox, and what each of its cards is made of. A list that did not change
// is the same slice as before: whoever compares lists compares that. Streams share lists, so nobody
// may change one.
type cardList struct {
	cards []SessionCard
	of    []cardParts
}

// cardParts is what a card is made of. While it is the same, the card is.
type cardParts struct {
	id       chat.SessionID
	rev      store.Rev
	glance   uint64
	position int
	name     string // of the session's agent
	there    VisitorPresence
	set      *settled.Settings
}

// at is what the same card is made of at another place in line.
func (p cardParts) at(position int) cardParts {
	p.position = position
	return p
}

// is reports whether both are the same list, unchanged.
func (l cardList) is(o cardList) bool {
	return len(l.cards) == len(o.cards) && (len(l.cards) == 0 || &l.cards[0] == &o.cards[0])
}

// errOutdated says that sessions moved while lists were made of them.
var errOutdated = errors.New("desk: a session moved meanwhile")

// errUnread says that something has to be read from the store.
var errUnread = errors.New("desk: not known yet")

// look returns the glances at sessions. Where it may not read, it gives errUnread for what is not
// known.
func (vs views) look(
	ctx context.Context, ss []chat.Session, read bool,
) ([]sessions.Glance, error) {
	if read {
		return vs.glances.Look(ctx, ss)
	}
	out := make([]sessions.Glance, len(ss))
	for i, s := range ss {
		var ok bool
		if out[i], ok = vs.glances.Known(s); !ok {
			return nil, errUnread
		}
	}
	return out, nil
}

// list makes a list of what was there before, and of what is new. It gives errOutdated where a
// session is not as it was when the list was drawn up. A line that moved has new places and the
// same cards: of them nothing is looked up.
func (vs views) list(
	ctx context.Context, was cardList, refs []replica.Ref, read bool,
	session func(chat.SessionID) (chat.Session, store.Rev, bool),
) (cardList, error) {
	is, old := cardList{of: make([]cardParts, len(refs))}, was.places(refs)
	changed := len(refs) != len(was.of)
	var fresh []int
	for i, r := range refs {
		is.of[i] = vs.parts(r)
		o := old[i]
		changed = changed || o != i || was.of[o].position != r.Position
		if o >= 0 && was.of[o].at(r.Position) == is.of[i] {
			continue
		}
		fresh = append(fresh, i)
	}
	if len(fresh) == 0 && !changed {
		return was, nil
	}
	ss := make([]chat.Session, len(fresh)) // a kilobyte and a half each
	for n, i := range fresh {
		var rev store.Rev
		var ok bool
		if ss[n], rev, ok = session(refs[i].ID); !ok || rev != refs[i].Rev {
			return cardList{}, errOutdated
		}
	}
	glances, err := vs.look(ctx, ss, read)
	if err != nil {
		return cardList{}, err
	}
	is.cards = make([]SessionCard, len(refs))
	for i, r := range refs {
		if o := old[i]; o >= 0 {
			is.cards[i] = was.cards[o]
			is.cards[i].Position = r.Position
		}
	}
	for n, i := range fresh {
		p := &is.of[i]
		p.glance = glances[n].Version
		c := vs.card(ss[n], glances[n], p.name, p.there)
		c.Position = p.position
		if !reflect.DeepEqual(c, is.cards[i]) {
			is.cards[i], changed = c, true
		}
	}
	if !changed {
		is.cards = was.cards
	}
	return is, nil
}

// places is where sessions were in the list; -1: they were not.
func (l cardList) places(refs []replica.Ref) []int {
	at, next := make([]int, len(refs)), 0
	for i, r := range refs {
		// Mostly they are in the same order.
		if next >= len(l.of) || l.of[next].id != r.ID {
			next = slices.IndexFunc(l.of, func(p cardParts) bool { return p.id == r.ID })
		}
		at[i] = next
		next++
	}
	return at
}

// parts is what the card of a session would be made of now.
func (vs views) parts(r replica.Ref) cardParts {
	p := cardParts{
		id: r.ID, rev: r.Rev, position: r.Position, glance: vs.glances.Version(r.ID),
		there: vs.presence(r.Visitor), set: vs.settings.Load(),
	}
	if r.Agent != "" {
		a, _ := vs.replica.Agent(r.Agent)
		p.name = a.Name
	}
	return p
}
