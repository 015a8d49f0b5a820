package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// again is an earlier session that comes back.
type again struct {
	d *Desk
	chat.Session
}

// door returns the door by which the session comes back: to its own queue, also when the site no
// longer offers that to newcomers, or to the site's first one if its own is retired or gone.
func (s again) door(ctx context.Context) (entrance, error) {
	set, err := s.d.settled.Serving(ctx)
	if err != nil {
		return entrance{}, err
	}
	queue := s.Queue
	if other, ok := set.InForce.Instead(s.Site, s.Queue); ok {
		queue = other
	}
	return s.doorTo(ctx, set, queue)
}

// doorFor is door where it matters who stands at it. A queue that is not for them does not take
// them back: the first one of the site that is for them does. ErrNotOffered: none is.
func (s again) doorFor(
	ctx context.Context, who func(context.Context, *settled.Settings) (*guest, error),
) (entrance, error) {
	dr, err := s.door(ctx)
	if err != nil || !dr.set.Exclusive() {
		return dr, err
	}
	g, err := who(ctx, dr.set)
	if err != nil {
		return entrance{}, err
	}
	if !g.at(dr.set, dr.site) || !g.in(dr.set, dr.queue.ID) {
		offers := g.offersBy(dr.set, dr.site, settings.ChannelOf(s.Channel))
		if len(offers) == 0 {
			return entrance{}, chat.ErrNotOffered
		}
		if dr, err = s.doorTo(ctx, dr.set, offers[0]); err != nil {
			return entrance{}, err
		}
		dr.moved = chat.ByRules
	}
	dr.guest = g
	return dr, nil
}

// doorTo is the door of a queue, for the session.
func (s again) doorTo(
	ctx context.Context, set *settled.Settings, queue chat.QueueID,
) (entrance, error) {
	at, _ := set.Site(s.Site)
	dr, err := s.d.doorAt(ctx, set, at, queue)
	dr.wants, dr.excluded = set.Asks(dr.queue, s.Weight, s.Skills), s.Excluded
	dr.wants.People = s.People
	return dr, err
}

// guest is the session's visitor at the door, by what the host said of them when they began it, or
// last on a page.
func (s again) guest(ctx context.Context, set *settled.Settings) (*guest, error) {
	m, err := s.d.visitors.get(ctx, s.Visitor)
	if err != nil {
		return nil, err
	}
	p, c := vouchedOf(s.Session)
	return s.d.guestOf(ctx, set, s.Visitor, p, c, m.Said), nil
}

// doorForVisitor is doorFor, by what the shop says of the visitor now.
func (s again) doorForVisitor(ctx context.Context, v Visitor) (entrance, error) {
	return s.doorFor(ctx, func(ctx context.Context, set *settled.Settings) (*guest, error) {
		return v.guest(ctx, set, v.d.hooks.customer(ctx, v.p))
	})
}

// vouchedOf is the visitor of a session, as far as the host vouches for them.
func vouchedOf(s chat.Session) (chat.Principal, hook.Customer) {
	known := s.Contact.SignedIn || s.Contact.Verified
	return chat.Principal{Kind: chat.RoleVisitor, Verified: known},
		hook.Customer{Name: s.Contact.Name, Tier: s.Contact.Tier}
}
