package chathttp

import (
	"cmp"
	"time"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/report"
)

// funnelView is a report of the prompts that were shown on the days of a period.
type funnelView struct {
	From         time.Time           `json:"from"`
	To           time.Time           `json:"to"`
	Distribution report.Distribution `json:"distribution,omitempty"`
	Rows         []funnelRowView     `json:"rows"`
}

type funnelRowView struct {
	From  time.Time        `json:"from,omitzero"`
	Rules []ruleFunnelView `json:"rules"`
}

type ruleFunnelView struct {
	Rule      string `json:"rule"`
	Variant   string `json:"variant,omitempty"`
	Shown     int    `json:"shown"`
	Held      int    `json:"held"`
	Accepted  int    `json:"accepted"`
	Dismissed int    `json:"dismissed"`
	Expired   int    `json:"expired"`
	Withdrawn int    `json:"withdrawn"`
	Chats     int    `json:"chats"`

	// The orders after a prompt that was accepted, and after one that was only shown.
	Orders     salesView `json:"orders"`
	OrdersSeen salesView `json:"orders_seen"`
}

// funnel answers with the way from prompts that were shown to orders.
func (period) funnel(c *call) error {
	p, err := period{}.of(c)
	if err != nil {
		return err
	}
	if p.cut == report.Hour {
		return refuse(codeInvalid, "distribution: want day or nothing")
	}
	var failed error
	read := desk.PromptsBetween(c.r.Context(), c.supervisor, p.from, p.to)
	counts := until(&failed, read, func(n desk.PromptCount) report.PromptCount {
		return report.PromptCount(n)
	})
	p.from, p.to = report.WholeDays(p.from, p.to)
	orders := until(&failed, p.sold(c), toOrder)
	cfg := report.Config{From: p.from, To: p.to, Distribution: p.cut}
	r, err := report.Funnel(counts, orders, cfg)
	if err := cmp.Or(failed, err); err != nil {
		return err
	}
	return c.ok(funnelView{p.from, p.to, p.cut, each(r.Rows, viewFunnelRow)})
}

func viewFunnelRow(r report.FunnelRow) funnelRowView {
	return funnelRowView{r.From, each(r.Rules, func(x report.RuleFunnel) ruleFunnelView {
		return ruleFunnelView{
			x.Rule, x.Variant, x.Shown, x.Held, x.Accepted, x.Dismissed, x.Expired, x.Withdrawn,
			x.Chats, salesView(x.Sales.Accepted), salesView(x.Sales.Shown),
		}
	})}
}
