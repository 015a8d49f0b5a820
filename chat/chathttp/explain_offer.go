package chathttp

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// offerQuestion asks whether chat is offered to a visitor.
type offerQuestion struct {
	Site    chat.SiteID    `json:"site"`
	Page    string         `json:"page"`
	Visitor chat.VisitorID `json:"visitor"`
	Session chat.SessionID `json:"session"`
}

// offerAnswer says to whom and where chat is offered.
type offerAnswer struct {
	Site    chat.SiteID `json:"site"`
	Offered bool        `json:"offered"`
	OnPage  bool        `json:"on_page"`
	Parts   []offerPart `json:"parts"`
}

type offerPart struct {
	Kind settings.Kind       `json:"kind"`
	ID   string              `json:"id"`
	For  bool                `json:"for"`
	Why  trigger.Explanation `json:"why"`
}

func (in offerQuestion) explain(c *call) error {
	x, err := c.supervisor.ExplainOffer(c.r.Context(), desk.OfferQuestion(in))
	if err != nil {
		return err
	}
	parts := each(x.Parts, func(p desk.OfferPart) offerPart { return offerPart(p) })
	return c.ok(offerAnswer{x.Site, x.Offered, x.OnPage, parts})
}
