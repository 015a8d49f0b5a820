package chathttp

import (
	"context"
	_ "embed"

	"github.com/switchboard-go/switchboard/chat"
)

//go:embed openapi.yaml
var openAPI []byte

// live says that the process serves.
func (c *call) live() error { return c.nothing() }

// ready says that requests are welcome: the store answers within readyWithin, this node's clock agrees with the others', and the
// handler is not closing.
func (c *call) ready() error {
	switch {
	case c.h.streams.closing():
		return refuseFor(codeUnavailable, "the server is closing", retryUnavailable)
	case !c.h.desk.ClockAgrees():
		return refuseFor(codeUnavailable, "this node's clock is off the others'", retryUnavailable)
	}
	nobody := c.visitor
	return c.done(c.h.probe.ask(c.r.Context(), func(ctx context.Context) error {
		_, err := nobody.Availability(ctx, "", "")
		return err
	}))
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
	c.w.Header().Set("Cache-Control", "public, max-age=30")
	return c.ok(viewAvailability(a))
}
