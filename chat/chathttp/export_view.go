package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// exportView is everything stored about a visitor.
type exportView struct {
	Visitor  chat.VisitorID    `json:"visitor"`
	At       time.Time         `json:"at"`
	FirstAt  time.Time         `json:"first_at,omitzero"`
	Pages    []pageBody        `json:"pages"`
	Cart     *cartBody         `json:"cart,omitempty"`
	Prompts  []exportedPrompt  `json:"prompts"`
	Orders   []exportedOrder   `json:"orders,omitempty"`
	Sessions []exportedSession `json:"sessions"`
}

type exportedOrder struct {
	ID       string         `json:"id"`
	Value    int64          `json:"value"`
	Currency string         `json:"currency,omitempty"`
	At       time.Time      `json:"at"`
	Rule     string         `json:"rule,omitempty"`
	Variant  string         `json:"variant,omitempty"`
	Accepted bool           `json:"accepted,omitempty"`
	Session  chat.SessionID `json:"session,omitempty"`
	Items    []cartItemBody `json:"items,omitempty"`
}

func viewOrder(o desk.ExportedOrder) exportedOrder {
	return exportedOrder{
		o.ID, o.Value, o.Currency, o.At, o.Rule, o.Variant, o.Accepted, o.Session,
		each(o.Items, func(i desk.CartItem) cartItemBody { return cartItemBody(i) }),
	}
}

type exportedPrompt struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
	Fate string    `json:"fate"`
}

type exportedSession struct {
	Session sessionView  `json:"session"`
	Contact contactView  `json:"contact"`
	Line    *chat.Line   `json:"line,omitempty"`
	Fields  []chat.Field `json:"fields,omitempty"`
	Entries []chat.Entry `json:"entries"`
}

func viewExport(e desk.Export) exportView {
	return exportView{
		Visitor: e.Visitor, At: e.At, FirstAt: e.FirstAt, Cart: viewCart(e.Cart),
		Pages: each(e.Pages, func(p desk.PageView) pageBody { return pageBody(p) }),
		Prompts: each(e.Prompts, func(p desk.ExportedPrompt) exportedPrompt {
			return exportedPrompt{p.Text, p.At, string(p.Fate)}
		}),
		Orders: each(e.Orders, viewOrder),
		Sessions: each(e.Sessions, func(s desk.ExportedSession) exportedSession {
			contact := viewContact(s.Contact)
			x := exportedSession{viewSession(s.View), contact, nil, s.Fields, list(s.Entries)}
			if s.Line != (chat.Line{}) {
				x.Line = &s.Line
			}
			return x
		}),
	}
}
