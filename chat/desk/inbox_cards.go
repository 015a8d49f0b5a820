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
// session is not as it was when the list was drawn up.
func (vs views) list(
	ctx context.Context, was cardList, refs []replica.Ref, read bool,
	session func(chat.SessionID) (chat.Session, store.Rev, bool),
) (cardList, error) {
	is := cardList{of: make([]cardParts, len(refs))}
	old := func(i int) int { return i }
	if len(refs) != len(was.of) || len(refs) > 0 && refs[0].ID != was.of[0].id {
		at := map[chat.SessionID]int{}
		for i, p := range was.of {
			at[p.id] = i + 1
		}
		old = func(i int) int { return at[refs[i].ID] - 1 }
	}
	var fresh []int
	var ss []chat.Session
	for i, r := range refs {
		is.of[i] = vs.parts(r)
		if o := old(i); o >= 0 && o < len(was.of) && was.of[o] == is.of[i] {
			continue
		}
		s, rev, ok := session(r.ID)
		if !ok || rev != r.Rev {
			return cardList{}, errOutdated
		}
		fresh, ss = append(fresh, i), append(ss, s)
	}
	if len(fresh) == 0 && slices.Equal(is.of, was.of) {
		return was, nil
	}
	glances, err := vs.look(ctx, ss, read)
	if err != nil {
		return cardList{}, err
	}
	is.cards = make([]SessionCard, len(refs))
	for i := range refs {
		if o := old(i); o >= 0 && o < len(was.of) && was.of[o].id == refs[i].ID {
			is.cards[i] = was.cards[o]
		}
	}
	changed := len(refs) != len(was.of)
	for n, i := range fresh {
		p := &is.of[i]
		p.glance = glances[n].Version
		c := vs.card(ss[n], glances[n], p.name, p.there)
		c.Position = p.position
		if !reflect.DeepEqual(c, is.cards[i]) {
			is.cards[i], changed = c, true
		}
	}
	same := func(a, b cardParts) bool { return a.id == b.id }
	if !changed && slices.EqualFunc(is.of, was.of, same) {
		is.cards = was.cards
	}
	return is, nil
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
