package desk

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
	"github.com/switchboard-go/switchboard/trigger"
)

// manyRules is how many rules the benchmarks of this file work with, and setOf how many come in a
// set.
const (
	manyRules = 10_000
	setOf     = 50
)

// settingStores open a store for two nodes, and keep what one of them has.
var settingStores = []struct {
	name string
	open func(b *testing.B) store.Store
}{
	{"memstore", func(*testing.B) store.Store { return memstore.New(memstore.Config{}) }},
	{"pgstore", func(b *testing.B) store.Store {
		s, err := pgstore.Open(b.Context(), pgstore.Config{URL: pgtest.New(b).URL(), Timeout: time.Minute})
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, s.Close()) })
		return s
	}},
}

// twoNodes are desks that run on one store.
func twoNodes(b *testing.B, s store.Store) (nodes [2]*desk.Desk) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	for i := range nodes {
		d, err := desk.New(desk.Config{Store: s, Node: fmt.Sprint("node-", i), Key: make([]byte, 32)})
		require.NoError(b, err)
		nodes[i] = d
	}
	h := nodes[0].Host()
	_, err := h.PutQueue(ctx, settings.Queue{ID: "support"})
	require.NoError(b, err)
	_, err = h.PutAgent(ctx, settings.Agent{
		Login: "ann", Name: "Ann", Capacity: 64, Hosted: true, // nobody holds a stream for her
		Queues: []chat.Serves{{Queue: "support"}},
	})
	require.NoError(b, err)
	_, err = nodes[0].Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true}).SetStatus(ctx, chat.Available, "")
	require.NoError(b, err)
	for _, d := range nodes {
		go func() { ended <- d.Run(ctx) }()
	}
	b.Cleanup(func() {
		stop()
		for range nodes {
			<-ended
		}
	})
	return nodes
}

// pageRule shows a prompt on one page.
func pageRule(i int, page string) settings.Rule {
	return settings.Rule{Rule: trigger.Rule{
		ID:   fmt.Sprintf("r%05d", i),
		When: trigger.All(trigger.Where("page.path", trigger.Eq, trigger.Text(page)), trigger.Where("page.dwell", trigger.Ge, trigger.For(time.Duration(i%20)*time.Second))),
		Do:   []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Can I help?"}}},
	}}
}

func importRules(b *testing.B, d *desk.Desk) {
	for at := 0; at < manyRules; at += setOf {
		var t settings.Team
		for i := at; i < at+setOf; i++ {
			t.Rules = append(t.Rules, pageRule(i, fmt.Sprint("/p/", i)))
		}
		_, err := d.Host().PutSettings(b.Context(), t)
		require.NoError(b, err)
	}
}

// BenchmarkImport writes 10,000 rules in sets of 50 at one of two nodes, both of which take them in.
func BenchmarkImport(b *testing.B) {
	for _, on := range settingStores {
		b.Run(on.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				nodes := twoNodes(b, on.open(b))
				b.StartTimer()
				importRules(b, nodes[0])
			}
		})
	}
}

// BenchmarkOneOfManyRules changes one rule of 10,000 at one node, and then has a visitor look at
// each of two nodes, at the same time, who must get its prompt. It reports how long the write takes,
// and how long until each visitor has the prompt from its beginning on, and how much processor time
// all of it takes. Both nodes share the processors of one machine.
func BenchmarkOneOfManyRules(b *testing.B) {
	for _, on := range settingStores {
		b.Run(on.name, func(b *testing.B) {
			nodes := twoNodes(b, on.open(b))
			importRules(b, nodes[0])
			n := 0
			var spent [3]time.Duration
			look := func(d *desk.Desk, page string, visitor int) (decline func()) {
				who := d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", visitor)})
				got, err := who.Visit(b.Context(), desk.VisitFacts{URL: "https://shop.example" + page, OnPage: time.Minute})
				assert.NoError(b, err)
				if !assert.NotNil(b, got.Prompt) {
					return func() { b.FailNow() }
				}
				return func() { require.NoError(b, who.Prompt(b.Context(), got.Prompt.UID, desk.PromptDismissed)) }
			}
			var used time.Duration
			b.ReportAllocs()
			for b.Loop() {
				page, spentBefore, began := fmt.Sprint("/new/", n), cpu(), time.Now()
				_, err := nodes[0].Host().PutRule(b.Context(), pageRule(manyRules/2, page))
				require.NoError(b, err)
				spent[0] += time.Since(began)
				var declines [2]func()
				var looks sync.WaitGroup
				for i, d := range nodes {
					looks.Go(func() {
						declines[i] = look(d, page, 2*n+i)
						spent[i+1] += time.Since(began)
					})
				}
				looks.Wait()
				n++
				used += cpu() - spentBefore
				for _, decline := range declines {
					decline() // a node shows no more at once than somebody could answer
				}
			}
			b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "cpu-ms")
			for i, what := range []string{"write", "writer", "other"} {
				b.ReportMetric(float64(spent[i].Microseconds())/1000/float64(b.N), "ms-"+what)
			}
		})
	}
}
