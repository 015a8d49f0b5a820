package desk

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// OfferQuestion asks whether chat is offered to a visitor, and why.
type OfferQuestion struct {
	Site    chat.SiteID    // Default: that of those who name none
	Page    string         // an address. Default: none
	Visitor chat.VisitorID // for supervisors of the whole team. Default: somebody who was never here
	Session chat.SessionID // its visitor is asked about. Default: Visitor
}

// OfferExplanation says to whom and where chat is offered, part by part.
type OfferExplanation struct {
	Site chat.SiteID
	// Offered says that a session could begin: the page, the site and one of its queues allow it,
	// and the site is neither retired nor for messengers alone.
	Offered bool
	OnPage  bool // the page is one that offers chat
	Parts   []OfferPart
}

// OfferPart is the site, or one of its queues.
type OfferPart struct {
	Kind settings.Kind // settings.KindSites or KindQueues
	ID   string
	For  bool // it is for the visitor
	Why  trigger.Explanation
}

// ExplainOffer says whether chat is offered to a visitor, and which audience refuses them: the
// condition with the values that the host vouched for, and where in the rollout they fall. For a
// customer these are the group, the login and the attributes of their last session; what the host
// said of a request, such as its country, is that of the last session or prompt. It writes nothing.
// ErrNotFound: the supervisor may not see the visitor.
func (s Supervisor) ExplainOffer(ctx context.Context, q OfferQuestion) (OfferExplanation, error) {
	who, err := RuleQuestion{Visitor: q.Visitor, Session: q.Session}.subject(ctx, s)
	if err != nil {
		return OfferExplanation{}, err
	}
	if err := checkAddress("page", q.Page); err != nil {
		return OfferExplanation{}, err
	}
	set, err := s.d.settled.Serving(ctx)
	if err != nil {
		return OfferExplanation{}, err
	}
	site, ok := set.Site(q.Site)
	if !ok {
		return OfferExplanation{}, fmt.Errorf("%w: site: there is no such one", chat.ErrInvalid)
	}
	g := s.d.guestOf(ctx, set, who.visitor, who.principal, who.customer, nil)
	if g == nil {
		g = &guest{now: s.d.now()}
	}
	x := OfferExplanation{Site: site.ID, OnPage: set.Placement(site.ID).Offers(q.Page)}
	part := func(k settings.Kind, id string) {
		p := OfferPart{Kind: k, ID: id, For: set.IsFor(k, id, g.visit, g.now)}
		if p.Why, ok = set.WhyFor(k, id, g.visit, g.now); !ok {
			p.Why.Verdict = "is for everybody"
		}
		x.Parts = append(x.Parts, p)
	}
	part(settings.KindSites, string(site.ID))
	for _, id := range set.Offers(site) {
		part(settings.KindQueues, string(id))
	}
	x.Offered = x.OnPage && begins(set, site) && len(g.offers(set, site)) > 0
	return x, nil
}
