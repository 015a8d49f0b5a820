package chathttp

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// productTable is what agents may ask of the shop's catalogue.
var productTable = []route{
	{"GET", "v1/agent/sessions/{id}/products", agents, productsFor{}.search},
}

// productsFor are products to be shown in a session.
type productsFor struct{}

type productsView struct {
	Products []chat.Product `json:"products"`
}

func (productsFor) search(c *call) error {
	q := desk.ProductQuery{Session: c.session(), Text: c.r.URL.Query().Get("q")}
	found, err := q.By(c.r.Context(), c.agent)
	if err != nil {
		return err
	}
	return c.ok(productsView{list(found)})
}
