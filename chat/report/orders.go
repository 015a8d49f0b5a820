package report

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Order is one order of a customer, with what led to it.
type Order struct {
	At       time.Time // when it was placed
	Value    int64     // in minor units of the currency
	Currency string    // empty: not said
	Rule     string    // whose prompt led to it; empty: none did
	Variant  string    // of the rule, as the visitor saw it
	Accepted bool      // the prompt was accepted, and not only shown
	Chat     bool      // a session led to it
	Agent    chat.AgentID
}

// Sales is a number of orders and what they come to.
type Sales struct {
	Orders int
	Values map[string]int64 // in minor units, by currency; nil: none is said
}

func (s *Sales) add(o Order) {
	s.Orders++
	if o.Currency == "" && o.Value == 0 {
		return
	}
	if s.Values == nil {
		s.Values = map[string]int64{}
	}
	s.Values[o.Currency] += o.Value
}

// OrderReport is what Orders makes: the rows in order, without empty ones.
type OrderReport struct {
	Rows []OrderRow
}

// OrderRow is the orders of one hour or day, or all. An order counts in each part that led to it,
// so the parts may come to more than All.
type OrderRow struct {
	From   time.Time // the start of the hour or day; zero for Total
	All    Sales
	Chats  Sales        // a session led to
	Rules  []RuleSales  // by rule and variant
	Agents []AgentSales // of the sessions that led to orders, by id
}

// RuleSales is the last step of a rule's funnel: what its prompts led to.
type RuleSales struct {
	Rule, Variant string
	Accepted      Sales // after a prompt that was accepted
	Shown         Sales // after one that was only shown
}

// AgentSales is what the sessions of one agent led to.
type AgentSales struct {
	Agent chat.AgentID
	Sales
}

// Orders reports on orders, in any order, by when they were placed. Of cfg it takes From, To,
// Distribution and Location. It costs O(n log n).
func Orders(orders iter.Seq[Order], cfg Config) (OrderReport, error) {
	if err := cfg.check(); err != nil {
		return OrderReport{}, err
	}
	rows := map[time.Time]*OrderRow{}
	for o := range orders {
		if !cfg.takes(o.At) {
			continue
		}
		at := cfg.bucket(o.At)
		if rows[at] == nil {
			rows[at] = &OrderRow{From: at}
		}
		rows[at].add(o)
	}
	var r OrderReport
	for _, row := range rows {
		r.Rows = append(r.Rows, *row)
	}
	slices.SortFunc(r.Rows, func(a, b OrderRow) int { return a.From.Compare(b.From) })
	return r, nil
}

func (r *OrderRow) add(o Order) {
	r.All.add(o)
	if o.Chat {
		r.Chats.add(o)
	}
	if o.Rule != "" {
		if x := r.rule(o); o.Accepted {
			x.Accepted.add(o)
		} else {
			x.Shown.add(o)
		}
	}
	if o.Agent != "" {
		r.agent(o.Agent).add(o)
	}
}

// rule returns the part of a rule and variant, which stays in its place.
func (r *OrderRow) rule(o Order) *RuleSales {
	i, found := slices.BinarySearchFunc(r.Rules, o, func(x RuleSales, o Order) int {
		return cmp.Or(cmp.Compare(x.Rule, o.Rule), cmp.Compare(x.Variant, o.Variant))
	})
	if !found {
		r.Rules = slices.Insert(r.Rules, i, RuleSales{Rule: o.Rule, Variant: o.Variant})
	}
	return &r.Rules[i]
}

// agent returns the part of an agent.
func (r *OrderRow) agent(id chat.AgentID) *AgentSales {
	i, found := slices.BinarySearchFunc(r.Agents, id, func(x AgentSales, id chat.AgentID) int {
		return cmp.Compare(x.Agent, id)
	})
	if !found {
		r.Agents = slices.Insert(r.Agents, i, AgentSales{Agent: id})
	}
	return &r.Agents[i]
}
