package report

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"time"
)

// PromptCount is what became of prompts of one rule, or of one of its variants, that were shown on
// one day of UTC.
type PromptCount struct {
	Day           time.Time
	Rule, Variant string
	Shown         int
	Held          int // not shown, because the visitor is in the holdout
	Accepted      int
	Dismissed     int
	Expired       int
	Withdrawn     int
	Chats         int // sessions that began from them
}

// FunnelReport is what Funnel makes: the rows in order, without empty ones.
type FunnelReport struct {
	Rows []FunnelRow
}

// FunnelRow is the prompts of one day of UTC, or all.
type FunnelRow struct {
	From  time.Time // the start of the day; zero for Total
	Rules []RuleFunnel
}

// RuleFunnel is the way from a prompt that was shown to an order, of one rule and variant: Shown,
// Accepted, Chats, Sales.Accepted.
type RuleFunnel struct {
	PromptCount // Day is that of the row
	Sales       RuleSales
}

// Funnel reports on prompts by the day they were shown on, and on the orders that they led to by
// the day these were placed on. Of cfg it takes From, To and Distribution, which is Day or Total: a
// day of UTC counts whole if it has a part of the period. Counts and orders may come in any order.
func Funnel(
	counts iter.Seq[PromptCount], orders iter.Seq[Order], cfg Config,
) (FunnelReport, error) {
	if cfg.Distribution == Hour {
		return FunnelReport{}, errors.New("report: distribution: want day or nothing")
	}
	cfg.Location = time.UTC
	cfg.From, cfg.To = WholeDays(cfg.From, cfg.To)
	if err := cfg.check(); err != nil {
		return FunnelReport{}, err
	}
	rows := map[time.Time]*FunnelRow{}
	at := func(t time.Time) *FunnelRow {
		from := cfg.bucket(t)
		if rows[from] == nil {
			rows[from] = &FunnelRow{From: from}
		}
		return rows[from]
	}
	for c := range counts {
		if cfg.takes(c.Day) {
			at(c.Day).count(c)
		}
	}
	for o := range orders {
		if o.Rule != "" && cfg.takes(o.At) {
			at(o.At).sale(o)
		}
	}
	var r FunnelReport
	for _, row := range rows {
		r.Rows = append(r.Rows, *row)
	}
	slices.SortFunc(r.Rows, func(a, b FunnelRow) int { return a.From.Compare(b.From) })
	return r, nil
}

// WholeDays are the days of UTC that a period has a part of. A zero instant stays.
func WholeDays(from, to time.Time) (time.Time, time.Time) {
	const day = 24 * time.Hour
	if !from.IsZero() {
		from = from.UTC().Truncate(day)
	}
	if whole := to.UTC().Truncate(day); !to.IsZero() && !whole.Equal(to) {
		to = whole.Add(day)
	}
	return from, to
}

// count adds what became of prompts.
func (r *FunnelRow) count(n PromptCount) {
	x := r.rule(n.Rule, n.Variant)
	x.Shown, x.Held = x.Shown+n.Shown, x.Held+n.Held
	x.Accepted, x.Dismissed = x.Accepted+n.Accepted, x.Dismissed+n.Dismissed
	x.Expired, x.Withdrawn = x.Expired+n.Expired, x.Withdrawn+n.Withdrawn
	x.Chats += n.Chats
}

// sale adds an order that a prompt led to.
func (r *FunnelRow) sale(o Order) {
	x := &r.rule(o.Rule, o.Variant).Sales
	if o.Accepted {
		x.Accepted.add(o)
		return
	}
	x.Shown.add(o)
}

// rule returns the part of a rule and variant, which stays in its place.
func (r *FunnelRow) rule(id, variant string) *RuleFunnel {
	at := [2]string{id, variant}
	i, found := slices.BinarySearchFunc(r.Rules, at, func(x RuleFunnel, at [2]string) int {
		return cmp.Or(cmp.Compare(x.Rule, at[0]), cmp.Compare(x.Variant, at[1]))
	})
	if !found {
		r.Rules = slices.Insert(r.Rules, i, RuleFunnel{
			PromptCount: PromptCount{Day: r.From, Rule: id, Variant: variant},
			Sales:       RuleSales{Rule: id, Variant: variant},
		})
	}
	return &r.Rules[i]
}
