package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Export is everything the desk knows of a visitor and owes to that visitor. The private notes of
// agents are not in it.
type Export struct {
	Visitor  chat.VisitorID
	At       time.Time
	FirstAt  time.Time
	Pages    []PageView
	Cart     Cart
	Prompts  []ExportedPrompt
	Orders   []ExportedOrder // the last 100 that the host reported, oldest first
	Sessions []ExportedSession
}

// ExportedOrder is one order with what led to it.
type ExportedOrder struct {
	Order
	Credit
}

// ExportedPrompt is one prompt that the visitor was shown.
type ExportedPrompt struct {
	Text string
	At   time.Time
	Fate trigger.Fate
}

// ExportedSession is one session with its transcript.
type ExportedSession struct {
	View    SessionView
	Contact chat.Contact
	Line    chat.Line    // who the visitor is to the messenger that they wrote by last; zero: none
	Fields  []chat.Field // what was filled in of the shop's own form
	Entries []chat.Entry
}

// Export collects everything the desk knows of the visitor.
func (v Visitor) Export(ctx context.Context) (Export, error) {
	me, err := v.who(ctx, false)
	if err != nil {
		return Export{}, err
	}
	out := Export{Visitor: me, At: v.d.now()}
	if me == "" {
		return out, nil
	}
	m, err := v.d.visitors.get(ctx, me)
	if err != nil {
		return Export{}, err
	}
	out.FirstAt, out.Pages, out.Cart = m.FirstAt, m.Pages, m.Cart
	for _, p := range m.Prompts {
		out.Prompts = append(out.Prompts, ExportedPrompt{p.Text, p.At, p.Fate})
	}
	items, err := v.d.visitors.bought(ctx, m.Ordered)
	if err != nil {
		return Export{}, err
	}
	for _, o := range m.Ordered[max(0, len(m.Ordered)-maxOrders):] {
		order := Order{
			ID: o.ID, Value: o.Value, Currency: o.Currency, At: o.At, Items: items[o.row()],
		}
		out.Orders = append(out.Orders, ExportedOrder{order, o.credit()})
	}
	sessions, err := v.d.sessions.OfVisitor(ctx, me, maxExported)
	if err != nil {
		return Export{}, err
	}
	for _, s := range sessions {
		view, err := v.d.engine.views.visitors(ctx, s)
		if err != nil {
			return Export{}, err
		}
		es, err := v.d.sessions.Transcript(ctx, s.ID)
		if err != nil {
			return Export{}, unavailable(err)
		}
		out.Sessions = append(out.Sessions, ExportedSession{view, s.Contact, s.Line, s.Fields, es})
	}
	return out, nil
}

// maxExported is the number of sessions in an export. It has the newest.
const maxExported = 1000
