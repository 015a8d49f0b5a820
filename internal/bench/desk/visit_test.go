package desk

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

// withRules is a shop with 1,000 rules of pages.
func withRules() settings.Team {
	t := settings.Team{
		Queues: []settings.Queue{{ID: "help"}, {ID: "vip"}},
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help", "vip"}}},
		Agents: []settings.Agent{{
			Login: "ann", Name: "Ann", Hosted: true, Queues: []chat.Serves{{Queue: "help"}, {Queue: "vip"}},
		}},
	}
	for i := range 1000 {
		t.Rules = append(t.Rules, pageRule(i, fmt.Sprint("/p/", i)))
	}
	return t
}

// withAudiences is the same shop, one of whose queues and whose site are not for everybody, and
// which sorts what begins by 100 rules more.
func withAudiences() settings.Team {
	t := withRules()
	t.Queues[1].For.When = trigger.Where("visitor.tier", trigger.Eq, trigger.Text("vip"))
	t.Sites[0].For.Rollout = &trigger.Rollout{Percent: 100}
	for i := range 100 {
		t.Rules = append(t.Rules, settings.Rule{Rule: trigger.Rule{
			ID: fmt.Sprintf("s%03d", i), On: []trigger.Moment{trigger.OnStart, trigger.OnMessage},
			When: trigger.Where("message.text", trigger.Contains, trigger.Text(fmt.Sprint("word", i))),
			Do:   []trigger.Action{{Type: trigger.AddTag, Tag: fmt.Sprint("t", i)}},
		}})
	}
	return t
}

func openShop(b *testing.B, t settings.Team) desk.Visitor {
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: t, Lease: time.Hour})
	require.NoError(b, err)
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	b.Cleanup(func() { stop(); <-ended })
	ann := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
	_, err = ann.SetStatus(ctx, chat.Available, "")
	require.NoError(b, err)
	return d.Visitor(d.Host().NewVisitor())
}

// beacon is what a page says on which no rule shows anything.
var beacon = desk.VisitFacts{
	URL: "https://shop.example/shoes/7?ref=x", Title: "Boots", Locale: "en",
	OnSite: time.Minute, OnPage: 12 * time.Second, Visits: 3, Views: 4,
}

// BenchmarkVisit is a beacon at a shop with 1,000 rules, without and with audiences and intake.
func BenchmarkVisit(b *testing.B) {
	for name, t := range map[string]settings.Team{"rules": withRules(), "audiences": withAudiences()} {
		b.Run(name, func(b *testing.B) {
			v := openShop(b, t)
			_, err := v.Visit(b.Context(), beacon) // compiles the rules
			require.NoError(b, err)
			b.ReportAllocs()
			each(b, func() {
				_, err := v.Visit(b.Context(), beacon)
				require.NoError(b, err)
			})
		})
	}
}

// BenchmarkVisitRatio takes the beacon of BenchmarkVisit in turns, and says how many times the
// processor time audiences and intake cost: the median of the turns.
func BenchmarkVisitRatio(b *testing.B) {
	plain, whole := openShop(b, withRules()), openShop(b, withAudiences())
	const turn = 200
	var spent [2]time.Duration
	var ratios []float64
	for b.Loop() {
		var took [2]time.Duration
		for i, v := range []desk.Visitor{plain, whole} {
			at := cpu()
			for range turn {
				_, err := v.Visit(b.Context(), beacon)
				require.NoError(b, err)
			}
			took[i] = cpu() - at
			spent[i] += took[i]
		}
		ratios = append(ratios, float64(took[1])/float64(took[0]))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(float64(spent[0].Nanoseconds())/float64(b.N*turn), "plain-ns")
	b.ReportMetric(float64(spent[1].Nanoseconds())/float64(b.N*turn), "whole-ns")
}
