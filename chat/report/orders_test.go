package report_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/report"
)

func TestOrdersStandByTheDayTheRuleAndTheAgentThatLedToThem(t *testing.T) {
	day := func(n, hour int) time.Time { return time.Date(2026, 11, n, hour, 0, 0, 0, time.UTC) }
	of := func(o report.Order) report.Order {
		o.Currency, o.Rule, o.Variant, o.Chat = "EUR", "vip", "b", true
		return o
	}
	orders := []report.Order{
		of(report.Order{At: day(3, 23), Value: 100, Accepted: true, Agent: "z"}),
		of(report.Order{At: day(4, 1), Value: 50, Agent: "a"}),
		{At: day(4, 2), Value: 7, Currency: "USD", Rule: "vip", Variant: "a"},
		{At: day(4, 3)},
		{At: day(9, 3), Value: 1},
	}
	cfg := report.Config{From: day(3, 0), To: day(9, 0)}
	r, err := report.Orders(slices.Values(orders), cfg)
	require.NoError(t, err)
	euros := func(n int, v int64) report.Sales {
		return report.Sales{Orders: n, Values: map[string]int64{"EUR": v}}
	}
	dollars := report.Sales{Orders: 1, Values: map[string]int64{"USD": 7}}
	require.Equal(t, []report.OrderRow{{
		All:   report.Sales{Orders: 4, Values: map[string]int64{"EUR": 150, "USD": 7}},
		Chats: euros(2, 150),
		Rules: []report.RuleSales{
			{Rule: "vip", Variant: "a", Shown: dollars},
			{Rule: "vip", Variant: "b", Accepted: euros(1, 100), Shown: euros(1, 50)},
		},
		Agents: []report.AgentSales{
			{Agent: "a", Sales: euros(1, 50)}, {Agent: "z", Sales: euros(1, 100)},
		},
	}}, r.Rows)

	tallinn, err := time.LoadLocation("Europe/Tallinn")
	require.NoError(t, err)
	cfg.Distribution, cfg.Location = report.Day, tallinn
	r, err = report.Orders(slices.Values(orders), cfg)
	require.NoError(t, err)
	require.Len(t, r.Rows, 1, "23:00 is of the next day there")
	cfg.Distribution = "week"
	_, err = report.Orders(slices.Values(orders), cfg)
	require.ErrorContains(t, err, "distribution")
}
