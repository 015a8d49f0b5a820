package report_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/report"
)

func TestTheFunnelGoesFromAPromptToAnOrder(t *testing.T) {
	day := func(n, hour int) time.Time { return time.Date(2026, 11, n, hour, 0, 0, 0, time.UTC) }
	counts := []report.PromptCount{
		{Day: day(3, 0), Rule: "vip", Variant: "b", Shown: 9, Accepted: 2, Chats: 1},
		{Day: day(3, 0), Rule: "vip", Variant: "b", Shown: 1, Dismissed: 1, Expired: 1},
		{Day: day(3, 0), Rule: "vip", Variant: "a", Held: 3, Withdrawn: 1},
		{Day: day(4, 0), Rule: "boots", Shown: 5},
		{Day: day(5, 0), Rule: "boots", Shown: 70},
	}
	orders := []report.Order{
		{At: day(3, 23), Rule: "vip", Variant: "b", Accepted: true, Value: 5, Currency: "EUR"},
		{At: day(4, 1), Rule: "vip", Variant: "b", Value: 7, Currency: "EUR"},
		{At: day(4, 2), Value: 100},
		{At: day(6, 2), Rule: "vip", Value: 100},
	}
	euros := func(v int64) report.Sales {
		return report.Sales{Orders: 1, Values: map[string]int64{"EUR": v}}
	}
	cfg := report.Config{From: day(3, 12), To: day(4, 12), Distribution: report.Day}
	r, err := report.Funnel(slices.Values(counts), slices.Values(orders), cfg)
	require.NoError(t, err)
	require.Equal(t, []report.FunnelRow{
		{From: day(3, 0), Rules: []report.RuleFunnel{
			{
				PromptCount: report.PromptCount{
					Day: day(3, 0), Rule: "vip", Variant: "a", Held: 3, Withdrawn: 1,
				},
				Sales: report.RuleSales{Rule: "vip", Variant: "a"},
			},
			{
				PromptCount: report.PromptCount{
					Day: day(3, 0), Rule: "vip", Variant: "b",
					Shown: 10, Accepted: 2, Dismissed: 1, Expired: 1, Chats: 1,
				},
				Sales: report.RuleSales{Rule: "vip", Variant: "b", Accepted: euros(5)},
			},
		}},
		{From: day(4, 0), Rules: []report.RuleFunnel{
			{
				PromptCount: report.PromptCount{Day: day(4, 0), Rule: "boots", Shown: 5},
				Sales:       report.RuleSales{Rule: "boots"},
			},
			{
				PromptCount: report.PromptCount{Day: day(4, 0), Rule: "vip", Variant: "b"},
				Sales:       report.RuleSales{Rule: "vip", Variant: "b", Shown: euros(7)},
			},
		}},
	}, r.Rows)

	cfg.Distribution = report.Total
	r, err = report.Funnel(slices.Values(counts), slices.Values(orders), cfg)
	require.NoError(t, err)
	require.Len(t, r.Rows, 1)
	require.Len(t, r.Rows[0].Rules, 3)
	cfg.Distribution = report.Hour
	_, err = report.Funnel(slices.Values(counts), slices.Values(orders), cfg)
	require.ErrorContains(t, err, "distribution")
	cfg = report.Config{From: day(4, 0), To: day(3, 0)}
	_, err = report.Funnel(slices.Values(counts), slices.Values(orders), cfg)
	require.ErrorContains(t, err, "to: not after from")
}
