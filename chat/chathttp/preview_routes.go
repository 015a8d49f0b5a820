package chathttp

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// previewTable is what readers ask about the links of a message.
var previewTable = []route{
	{"GET", "v1/sessions/{id}/messages/{n}/previews", visitors, own(visitors).previews},
	{"GET", "v1/agent/sessions/{id}/messages/{n}/previews", agents, own(agents).previews},
}

type previewsView struct {
	Previews []chat.Preview `json:"previews"`
}

// previews are cards of the shop's own pages to which a message links.
func (o own) previews(c *call) error {
	n, err := o.number(c)
	if err != nil {
		return err
	}
	q := desk.PreviewQuery{Session: c.session(), N: n}
	ctx := c.r.Context()
	var all []chat.Preview
	if policy(o) == visitors {
		all, err = q.ByVisitor(ctx, c.visitor)
	} else {
		all, err = q.By(ctx, c.agent)
	}
	if err != nil {
		return err
	}
	return c.ok(previewsView{list(all)})
}
