package desk

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// pictured is an inbox that this node made of what it knows, and the lists in it. Without lists it
// was read from the store.
type pictured struct {
	Inbox
	made                                  bool
	offered, owned, beside, waiting, left cardList
}

// same reports whether both say the same. Of lists that this node made it compares no cards.
func (p pictured) same(o pictured) bool {
	if !p.made || !o.made {
		return reflect.DeepEqual(p.Inbox, o.Inbox)
	}
	sameOffer := func(a, b OfferView) bool { return a.Offer == b.Offer }
	return p.offered.is(o.offered) && p.owned.is(o.owned) && p.beside.is(o.beside) &&
		p.waiting.is(o.waiting) && p.left.is(o.left) &&
		slices.EqualFunc(p.Offers, o.Offers, sameOffer) && reflect.DeepEqual(p.Me, o.Me)
}

// sharedLists are the lines and the messages left of queues, made once for all agents who serve the
// same queues.
type sharedLists struct {
	mu sync.Mutex
	of map[string]*sharedList
}

type sharedList struct {
	turn          chan struct{} // one makes them at a time
	waiting, left cardList
}

// maxShared is how many sets of queues have lists at most.
const maxShared = 1024

func (x *sharedLists) list(queues []chat.QueueID) *sharedList {
	var key strings.Builder
	for _, q := range queues {
		key.WriteString(string(q) + "/")
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	l := x.of[key.String()]
	if l == nil {
		if x.of == nil || len(x.of) >= maxShared {
			x.of = map[string]*sharedList{}
		}
		l = &sharedList{turn: make(chan struct{}, 1)}
		x.of[key.String()] = l
	}
	return l
}

// listTries is how often lists are made of sessions that move.
const listTries = 4

// known makes an inbox of what this node knows, after the one that was shown last. It is false
// where sessions move too fast, where not everything is loaded, and, unless it may read what stands
// beside sessions, where that is not known.
func (x inboxes) known(
	ctx context.Context, st staffer, was pictured, read bool,
) (is pictured, ok bool, err error) {
	set := x.views.settings.Load()
	if set == nil {
		return pictured{}, false, nil
	}
	var queues []chat.QueueID
	for _, q := range set.Queues {
		if st.serves(q.ID) {
			queues = append(queues, q.ID)
		}
	}
	shared := x.shared.list(queues)
	for range listTries {
		is, ok, err = x.draw(ctx, st, queues, shared, was, read)
		if !errors.Is(err, errOutdated) {
			break
		}
	}
	if errors.Is(err, errOutdated) || errors.Is(err, errUnread) {
		return pictured{}, false, nil
	}
	return is, ok, err
}

// draw makes an inbox of lists that are all as of one revision.
func (x inboxes) draw(
	ctx context.Context, st staffer, queues []chat.QueueID, shared *sharedList, was pictured,
	read bool,
) (is pictured, ok bool, err error) {
	select {
	case shared.turn <- struct{}{}:
	case <-ctx.Done():
		return pictured{}, false, ctx.Err()
	}
	lined, ok := x.lists.Of(replica.Asked{
		Agent: st.ID, Queues: queues, Sees: st.sees,
	})
	if ok {
		is.waiting, is.left, err = x.common(ctx, shared, lined, read)
	}
	<-shared.turn
	open := x.views.replica.Session
	for _, l := range []struct {
		list *cardList
		was  cardList
		refs []replica.Ref
	}{
		{&is.offered, was.offered, lined.Offered}, {&is.owned, was.owned, lined.Owned},
		{&is.beside, was.beside, lined.Beside},
	} {
		if err == nil && ok {
			*l.list, err = x.views.list(ctx, l.was, l.refs, read, open)
		}
	}
	if err != nil || !ok {
		return pictured{}, false, err
	}
	is.made = true
	is.Inbox = Inbox{
		Me: x.views.agent(st.Agent), Offers: x.offersOn(is.offered.cards, st.ID),
		Sessions: is.owned.cards, Beside: is.beside.cards, Queue: is.waiting.cards,
		Messages: is.left.cards,
	}
	return is, true, nil
}

// common makes the lists that agents with the same queues share. Whoever calls it has the turn.
func (x inboxes) common(
	ctx context.Context, shared *sharedList, lined replica.Lined, read bool,
) (waiting, left cardList, err error) {
	waiting, err = x.views.list(ctx, shared.waiting, lined.Waiting, read, x.views.replica.Session)
	if err != nil {
		return cardList{}, cardList{}, err
	}
	refs, session, err := x.leftOnes(ctx, lined.Left, read)
	if err != nil {
		return cardList{}, cardList{}, err
	}
	left, err = x.views.list(ctx, shared.left, refs, read, session)
	if err != nil {
		return cardList{}, cardList{}, err
	}
	shared.waiting, shared.left = waiting, left
	return waiting, left, nil
}

// leftOnes returns the sessions that were left as a message. One that is none any more moved.
func (x inboxes) leftOnes(ctx context.Context, ids []chat.SessionID, read bool) (
	refs []replica.Ref, session func(chat.SessionID) (chat.Session, store.Rev, bool), err error,
) {
	all, ok := x.views.glances.LeftKnown(ids)
	if !ok {
		if !read {
			return nil, nil, errUnread
		}
		if all, err = x.views.glances.Left(ctx, ids); err != nil {
			return nil, nil, err
		}
	}
	at := map[chat.SessionID]int{}
	for i, l := range all {
		if l.Session.State != chat.Messaged {
			return nil, nil, errOutdated
		}
		at[l.Session.ID] = i
		refs = append(refs, replica.Ref{
			ID: l.Session.ID, Visitor: l.Session.Visitor, Agent: l.Session.Agent, Rev: l.Rev,
		})
	}
	return refs, func(id chat.SessionID) (chat.Session, store.Rev, bool) {
		i, ok := at[id]
		if !ok {
			return chat.Session{}, 0, false
		}
		return all[i].Session, all[i].Rev, true
	}, nil
}
