package prom_test

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/observer/prom"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

var (
	_ hook.Observer        = (*prom.Metrics)(nil)
	_ hook.Timer           = (*prom.Metrics)(nil)
	_ prometheus.Collector = (*prom.Metrics)(nil)
)

// names are those of all metrics, by what Describe says.
func names(m *prom.Metrics) (all []string) {
	descs := make(chan *prometheus.Desc, 100)
	m.Describe(descs)
	close(descs)
	name := regexp.MustCompile(`fqName: "([^"]+)"`)
	for d := range descs {
		all = append(all, name.FindStringSubmatch(d.String())[1])
	}
	return all
}

// scrape is what a Prometheus server would get.
func scrape(t *testing.T, m *prom.Metrics) string {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(m))
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/metrics", nil)
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(w, r)
	require.Equal(t, 200, w.Code, w.Body)
	b, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return string(b)
}

// stranger is a Profile that knows nobody.
type stranger struct{}

func (stranger) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{}, errors.New("no such customer")
}

func TestEveryMetricIsInAScrapeOfABusyShop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := prom.New()
		shop := chattest.Open(t, desk.Config{Observer: m, Profile: stranger{}, Seed: settings.Team{
			Queues: []settings.Queue{
				{ID: "help", NoAgent: settings.NoAgentWait}, {ID: "sales", NoAgent: settings.NoAgentMessage},
			},
			Rules: settings.Rules(trigger.Rule{ID: "hello", Do: []trigger.Action{
				{Type: trigger.Prompt, Text: map[string]string{"en": "May I help?"}},
			}}),
		}})
		m.Watch(shop.Host())
		ann, bob := shop.Agent("ann"), shop.Agent("bob")
		ann.Available()
		vera := shop.Visitor("vera")
		invited, err := vera.Visit(t.Context(), desk.VisitFacts{URL: "https://shop.example/shoes"})
		require.NoError(t, err)
		require.NotNil(t, invited.Prompt)
		vera.Start("Where is my parcel?")
		ann.Decline()
		bob.Available()
		bob.Accept()
		shop.Advance(25 * time.Second)
		bob.Say("On its way.")
		vera.Hear("On its way.")
		shop.Advance(time.Second)
		vera.Say("When?")
		shop.Advance(7 * time.Second)
		bob.Say("Today.")
		require.NoError(t, bob.Transfer(t.Context(), bob.Session, desk.TransferRequest{Queue: "sales"}))
		ann.Accept()
		ann.Close()
		vera.See(chat.Closed)
		require.NoError(t, vera.Rate(t.Context(), vera.Session, chat.Rating{Score: 5, Scale: 5}))
		ann.Break()
		bob.Break()
		eve := shop.Anonymous("Eve")
		eve.Ask(desk.StartRequest{Queue: "sales", Text: "Hello?"})
		otto := shop.Anonymous("Otto")
		otto.Ask(desk.StartRequest{Queue: "help", Text: "Hello?"})
		shop.Advance(40 * time.Second)
		require.NoError(t, shop.Host().Revoke(t.Context(), chat.RoleVisitor, "vera", 9))
		shop.Advance(time.Second)

		got := scrape(t, m)
		for _, name := range names(m) {
			assert.Regexp(t, `(?m)^`+name+`(_count)?(\{.*\})? [0-9.e+-]+$`, got, "no sample of %s", name)
		}
		for _, line := range []string{
			`livechat_queue_length{priority="normal",queue="help"} 1`,
			`livechat_queue_oldest_age_seconds{priority="normal",queue="help"} 41`,
			`livechat_session_first_response_seconds_bucket{channel="widget",queue="help",le="30"} 1`,
			`livechat_session_response_seconds_bucket{channel="widget",queue="help",le="10"} 1`,
			`livechat_session_response_seconds_count{channel="widget",queue="help"} 2`,
			`livechat_csat_responses_total{score="5"} 1`,
			`livechat_messages_left_total{queue="sales"} 1`,
			`livechat_agents{queue="help",status="break"} 2`,
			`livechat_agents{queue="help",status="available"} 0`,
			`livechat_streams_dropped_total{reason="refused",scope="visitor"} 1`,
			`livechat_offers_total{outcome="declined"} 1`,
		} {
			assert.Contains(t, got, line+"\n")
		}
		for _, secret := range []string{string(vera.Session), string(ann.ID), `"vera"`, "parcel"} {
			assert.NotContains(t, got, secret, "labels name nobody")
		}
	})
}

func TestTheDocumentNamesEveryMetric(t *testing.T) {
	doc, err := os.ReadFile("../../../docs/metrics.md")
	require.NoError(t, err)
	all := names(prom.New())
	for _, name := range all {
		assert.Contains(t, string(doc), "`"+name+"`")
	}
	assert.Equal(t, len(all), strings.Count(string(doc), "`livechat_"), "and no other")
}

func TestWithoutADeskToWatchThereAreCountersAlone(t *testing.T) {
	m := prom.New()
	m.Hook("profile", "timeout", 2*time.Second)
	got := scrape(t, m)
	assert.Contains(t, got, `livechat_hook_seconds_count{hook="profile",outcome="timeout"} 1`)
	assert.NotContains(t, got, "livechat_queue_length")
}
