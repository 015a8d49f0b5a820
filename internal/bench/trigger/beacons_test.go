package trigger

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// BenchmarkBeacons is a page's beacon over HTTP in shops of 10 and of 10,000 agents with 1,000 rules,
// and a handler that decodes and answers the same JSON with the standard library alone. One round
// measures each of them; the medians of the rounds are reported, and the ratios' too.
func BenchmarkBeacons(b *testing.B) {
	const each = 100
	x := newShop(mixed, true)
	body := x.beacon()
	var at []func()
	for _, h := range []http.Handler{plainBeacons(), x.beacons(b, 10), x.beacons(b, 10_000)} {
		srv := httptest.NewServer(h)
		b.Cleanup(srv.Close)
		cookie := post(b, srv.URL, "", body)
		at = append(at, func() { post(b, srv.URL, cookie, body) })
	}
	took := make([][]float64, len(at))
	var small, large, grown []float64
	for b.Loop() {
		var round []float64
		for i, do := range at {
			begun := time.Now()
			for range each {
				do()
			}
			round = append(round, float64(time.Since(begun).Microseconds())/each)
			took[i] = append(took[i], round[i])
		}
		small, large, grown = append(small, round[0]/round[1]), append(large, round[0]/round[2]), append(grown, round[2]/round[1])
	}
	middle := func(vs []float64) float64 { slices.Sort(vs); return vs[len(vs)/2] }
	b.ReportMetric(middle(took[0]), "plain-µs")
	b.ReportMetric(middle(took[1]), "10-agents-µs")
	b.ReportMetric(middle(took[2]), "10000-agents-µs")
	b.ReportMetric(middle(small), "of-plain,10-agents")
	b.ReportMetric(middle(large), "of-plain,10000-agents")
	b.ReportMetric(middle(grown), "10000/10-agents")
	b.ReportMetric(0, "ns/op")
}

func (s shop) beacon() []byte {
	return fmt.Appendf(nil, `{"url":"https://shop.example%s?utm_source=news","referrer":"https://google.com/search","locale":"en","device":"desktop",`+
		`"on_site_seconds":90,"on_page_seconds":30,"visits":3,"views":7,"moments":["page"],"cart":{"value":1200,"currency":"EUR"}}`, s.path())
}

// beacons is a shop with 1,000 rules whose agents are all available.
func (s shop) beacons(b *testing.B, agents int) http.Handler {
	rules := s.rules(1000)
	for i := range rules {
		rules[i].When.All = without(rules[i].When.All, "hours.support", "visitor.country")
	}
	team := settings.Team{
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}}, Queues: []settings.Queue{{ID: "help"}}, Rules: settings.Rules(rules...),
	}
	for i := range agents {
		name := fmt.Sprint("ann-", i)
		team.Agents = append(team.Agents, settings.Agent{Login: name, Name: name, Hosted: true, Queues: []chat.Serves{{Queue: "help"}}})
	}
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: team, Lease: time.Hour})
	require.NoError(b, err)
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	b.Cleanup(func() { stop(); <-ended })
	for _, a := range team.Agents {
		_, err := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: a.Login, Verified: true}).SetStatus(ctx, chat.Available, "")
		require.NoError(b, err)
	}
	free := chathttp.Rate{PerMinute: -1}
	h, err := chathttp.New(d, chathttp.Config{Limits: chathttp.Limits{Visitor: free, Network: free, Newcomers: free}})
	require.NoError(b, err)
	return h
}

// plainBeacons reads a beacon, and answers what a desk does where no rule fires.
func plainBeacons() http.Handler {
	type cart struct {
		Value    int64  `json:"value"`
		Currency string `json:"currency"`
	}
	type beacon struct {
		URL      string   `json:"url"`
		Referrer string   `json:"referrer"`
		Locale   string   `json:"locale"`
		Device   string   `json:"device"`
		OnSite   int      `json:"on_site_seconds"`
		OnPage   int      `json:"on_page_seconds"`
		Visits   int      `json:"visits"`
		Views    int      `json:"views"`
		Moments  []string `json:"moments"`
		Cart     *cart    `json:"cart"`
	}
	type answer struct {
		Status  string   `json:"status"`
		Offered bool     `json:"offered"`
		Open    []string `json:"open"`
		Next    int      `json:"next_in_seconds"`
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in beacon
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer{Status: "browsing", Offered: true, Open: []string{}, Next: 60})
	})
}
