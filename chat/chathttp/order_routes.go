package chathttp

import (
	"cmp"
	"iter"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/report"
)

// orderReportView is a report of the orders that were placed in a period.
type orderReportView struct {
	From         time.Time           `json:"from"`
	To           time.Time           `json:"to"`
	Distribution report.Distribution `json:"distribution,omitempty"`
	Rows         []orderRowView      `json:"rows"`
}

type orderRowView struct {
	From   time.Time        `json:"from,omitzero"`
	All    salesView        `json:"all"`
	Chats  salesView        `json:"chats"`
	Rules  []ruleSalesView  `json:"rules"`
	Agents []agentSalesView `json:"agents"`
}

type salesView struct {
	Orders int              `json:"orders"`
	Values map[string]int64 `json:"values,omitempty"`
}

type ruleSalesView struct {
	Rule     string    `json:"rule"`
	Variant  string    `json:"variant,omitempty"`
	Accepted salesView `json:"accepted"`
	Shown    salesView `json:"shown"`
}

type agentSalesView struct {
	Agent  chat.AgentID     `json:"agent"`
	Orders int              `json:"orders"`
	Values map[string]int64 `json:"values,omitempty"`
}

// orders answers with what chats and prompts sold.
func (period) orders(c *call) error {
	p, err := period{}.of(c)
	if err != nil {
		return err
	}
	var failed error
	orders := until(&failed, p.sold(c), toOrder)
	r, err := report.Orders(orders, report.Config{Distribution: p.cut})
	if err := cmp.Or(failed, err); err != nil {
		return err
	}
	return c.ok(orderReportView{p.from, p.to, p.cut, each(r.Rows, viewOrderRow)})
}

// sold reads the orders of the period.
func (p period) sold(c *call) iter.Seq2[desk.CreditedOrder, error] {
	return desk.OrdersBetween(c.r.Context(), c.supervisor, p.from, p.to)
}

func toOrder(o desk.CreditedOrder) report.Order { return report.Order(o) }

func viewOrderRow(r report.OrderRow) orderRowView {
	agent := func(x report.AgentSales) agentSalesView {
		return agentSalesView{x.Agent, x.Orders, x.Values}
	}
	return orderRowView{
		r.From, salesView(r.All), salesView(r.Chats),
		each(r.Rules, viewRuleSales), each(r.Agents, agent),
	}
}

func viewRuleSales(x report.RuleSales) ruleSalesView {
	return ruleSalesView{x.Rule, x.Variant, salesView(x.Accepted), salesView(x.Shown)}
}
