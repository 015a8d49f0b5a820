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
	Sessions []exportedSession `json:"sessions"`
}

type exportedPrompt struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
	Fate string    `json:"fate"`
}

type exportedSession struct {
	Session sessionView  `json:"session"`
	Contact contactView  `json:"contact"`
	Entries []chat.Entry `json:"entries"`
}

func viewExport(e desk.Export) exportView {
	return exportView{
		Visitor: e.Visitor, At: e.At, FirstAt: e.FirstAt, Cart: viewCart(e.Cart),
		Pages:   each(e.Pages, func(p desk.PageView) pageBody { return pageBody(p) }),
		Prompts: each(e.Prompts, func(p desk.ExportedPrompt) exportedPrompt { return exportedPrompt{p.Text, p.At, string(p.Fate)} }),
		Sessions: each(e.Sessions, func(s desk.ExportedSession) exportedSession {
			return exportedSession{viewSession(s.View), viewContact(s.Contact), list(s.Entries)}
		}),
	}
}
