package chathttp

import (
	_ "embed"

	"github.com/switchboard-go/switchboard/chat"
)

//go:embed openapi.yaml
var openAPI []byte

// live says that the process serves.
func (c *call) live() error { return c.nothing() }

// degradedView is what readiness says of a desk that serves, but not all of it as it is set.
type degradedView struct {
	Status  string         `json:"status"` // degraded
	Reasons []degradedItem `json:"reasons"`
}

type degradedItem struct {
	Key    string `json:"key"` // of the setting that is not in force as it stands
	Detail string `json:"detail"`
}

// ready says that requests are welcome: the store answers within readyWithin and can be written, a site and a queue can be
// served, this node hears from the feed and its clock agrees with the others', and the handler is not closing. A desk that is degraded is ready, and says why.
func (c *call) ready() error {
	if c.h.streams.closing() {
		return refuseFor(codeUnavailable, "the server is closing", retryUnavailable)
	}
	at, err := c.h.tenant(c.r)
	if err != nil {
		return err
	}
	degraded, err := at.probe.ask(c.r.Context(), at.desk.Ready)
	if err != nil || len(degraded) == 0 {
		return c.done(err)
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.ok(degradedView{"degraded", each(degraded, func(f chat.Fault) degradedItem { return degradedItem{f.Key, f.Says} })})
}

func (c *call) openAPI() error {
	c.w.Header().Set("Content-Type", "application/yaml")
	c.w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = c.w.Write(openAPI)
	return nil
}

// config is what a widget needs to know before anything is said. It is the same for everybody.
func (c *call) config() error {
	q := c.r.URL.Query()
	a, err := c.visitor.Availability(c.r.Context(), chat.SiteID(q.Get("site")), chat.QueueID(q.Get("queue")))
	if err != nil {
		return err
	}
	keep := "public, max-age=30"
	if a.Personal {
		keep = "private, no-store"
	}
	c.w.Header().Set("Cache-Control", keep)
	return c.ok(viewAvailability(a))
}
