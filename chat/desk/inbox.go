package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Inbox returns everything that the agent has to look at.
func (a Agent) Inbox(ctx context.Context) (Inbox, error) {
	st, err := a.who(ctx)
	if err != nil {
		return Inbox{}, err
	}
	return a.d.inbox(ctx, st)
}

func (d *Desk) inbox(ctx context.Context, st seat) (in Inbox, err error) {
	in.Me = viewAgent(st.Agent)
	if in.Offers, err = d.offersOf(ctx, st.ID); err != nil {
		return Inbox{}, err
	}
	active, err := d.sessions.At(ctx, records.Prefix(records.FamilyActive, string(st.ID)), chat.MaxWeight)
	if err != nil {
		return Inbox{}, err
	}
	slices.SortFunc(active, func(x, y chat.Session) int { return x.AssignedAt.Compare(y.AssignedAt) })
	if in.Sessions, err = d.cards(ctx, active, readerAgent); err != nil {
		return Inbox{}, err
	}
	waiting, left, err := d.lines(ctx, st)
	if err != nil {
		return Inbox{}, err
	}
	if in.Queue, err = d.cards(ctx, waiting, readerAgent); err != nil {
		return Inbox{}, err
	}
	if in.Messages, err = d.cards(ctx, left, readerAgent); err != nil {
		return Inbox{}, err
	}
	return in.once(), nil
}

// once keeps each session in one list alone. The lists are read one after the other, so a session
// that moved meanwhile may be in two; it stays in the list that was read last. A session that waits
// stays in the waiting list, also for the agent it is offered to.
func (in Inbox) once() Inbox {
	waits := func(c SessionCard) bool {
		return slices.ContainsFunc(in.Queue, func(q SessionCard) bool { return q.Session.ID == c.Session.ID })
	}
	in.Sessions = slices.DeleteFunc(in.Sessions, func(c SessionCard) bool {
		return !c.Session.State.Owned() || c.Session.Agent != in.Me.ID || waits(c)
	})
	in.Offers = slices.DeleteFunc(in.Offers, func(o OfferView) bool {
		return slices.ContainsFunc(in.Sessions, func(c SessionCard) bool { return c.Session.ID == o.Session.Session.ID }) ||
			slices.ContainsFunc(in.Queue, func(c SessionCard) bool {
				return c.Session.ID == o.Session.Session.ID && !slices.ContainsFunc(c.Session.Offers, func(x chat.Offer) bool { return x.ID == o.Offer.ID })
			})
	})
	in.Queue = slices.DeleteFunc(in.Queue, func(c SessionCard) bool { return !c.Session.State.Waiting() })
	in.Messages = slices.DeleteFunc(in.Messages, func(c SessionCard) bool { return c.Session.State != chat.Messaged || waits(c) })
	return in
}
