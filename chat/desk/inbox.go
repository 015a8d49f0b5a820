package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// maxList is the most sessions in each list of an inbox.
const maxList = 50

// Inbox returns everything that the agent has to look at.
func (a Agent) Inbox(ctx context.Context) (Inbox, error) {
	st, err := a.who(ctx)
	if err != nil {
		return Inbox{}, err
	}
	return a.d.engine.inboxes.of(ctx, st)
}

// inboxes reads what an agent has to look at.
type inboxes struct {
	settled  *settled.Keeper
	sessions sessions.Reader
	views    views
	lists    replica.Lists
	shared   *sharedLists
	now      func(chat.Session) time.Time // the session's own time
	led      func() bool                  // another node leads
}

// of reads the lists, then the sessions that they lead to, then what stands beside them: three round
// trips, however many lists there are. A session may move while the lists are read, and be in two.
// It is shown where its record says.
func (x inboxes) of(ctx context.Context, st staffer) (Inbox, error) {
	set, err := x.settled.Serving(ctx)
	if err != nil {
		return Inbox{}, err
	}
	serves := map[chat.QueueID]bool{}
	for _, q := range set.Queues {
		serves[q.ID] = st.serves(q.ID)
	}
	ss, err := x.sessions.AtAny(ctx, inboxRanges(st, set.Queues))
	if err != nil {
		return Inbox{}, err
	}
	var offered, owned, waiting, left []chat.Session
	for _, s := range ss {
		if slices.ContainsFunc(s.Offers, func(o chat.Offer) bool { return o.Agent == st.ID }) {
			offered = append(offered, s)
		}
		switch {
		case s.State.Owned() && s.Agent == st.ID:
			owned = append(owned, s)
		case s.State.Waiting() && serves[s.Queue]:
			waiting = append(waiting, s)
		case s.State == chat.Messaged && serves[s.Queue]:
			left = append(left, s)
		}
	}
	slices.SortFunc(owned, func(a, b chat.Session) int {
		return cmp.Or(a.AssignedAt.Compare(b.AssignedAt), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(waiting, replica.ByPlace)
	slices.SortFunc(left, func(a, b chat.Session) int { return cmp.Or(a.EndedAt.Compare(b.EndedAt), cmp.Compare(a.ID, b.ID)) })
	waiting, left = waiting[:min(len(waiting), maxList)], left[:min(len(left), maxList)]
	work, _ := x.views.replica.WorkOf(st.ID)
	beside := st.beside(work)
	all := slices.Concat(offered, owned, beside, waiting, left)
	cards, err := x.views.agents(ctx, all)
	if err != nil {
		return Inbox{}, err
	}
	next := func(n int) (some []SessionCard) {
		some, cards = cards[:n:n], cards[n:]
		return some
	}
	return Inbox{
		Me: x.views.agent(st.Agent), Offers: x.offersOn(next(len(offered)), st.ID),
		Sessions: next(len(owned)), Beside: next(len(beside)), Queue: next(len(waiting)),
		Messages: next(len(left)),
	}, nil
}

// inboxRanges are the lists of an inbox.
func inboxRanges(st staffer, queues []settings.Queue) []store.Range {
	rs := []store.Range{
		{Prefix: records.Prefix(records.FamilyOffer, string(st.ID)), Limit: chat.MaxWeight},
		{Prefix: records.Prefix(records.FamilyActive, string(st.ID)), Limit: chat.MaxWeight},
	}
	for _, q := range queues {
		if st.serves(q.ID) {
			rs = append(rs, store.Range{Prefix: records.Prefix(records.FamilyWaiting, string(q.ID)), Limit: maxList},
				store.Range{Prefix: records.Prefix(records.FamilyMessaged, string(q.ID)), Limit: maxList})
		}
	}
	return rs
}

// offersOn lists the pending offers to an agent among cards. The offer that ends first comes first.
func (x inboxes) offersOn(cards []SessionCard, id chat.AgentID) []OfferView {
	led := x.led()
	var out []OfferView
	for _, c := range cards {
		for _, o := range c.Session.Offers {
			if o.Agent == id && (led || o.Deadline.After(x.now(c.Session))) {
				out = append(out, OfferView{o, c})
			}
		}
	}
	slices.SortFunc(out, func(a, b OfferView) int {
		return cmp.Or(a.Offer.Deadline.Compare(b.Offer.Deadline), cmp.Compare(a.Offer.ID, b.Offer.ID))
	})
	return out
}
