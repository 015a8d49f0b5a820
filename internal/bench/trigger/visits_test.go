package trigger

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

// BenchmarkVisits is a page's beacon over HTTP, on one kept connection, for a visitor the desk knows: how many page views a
// second it comes to, with no rule and with 1,000. A profile of it says where the time goes.
func BenchmarkVisits(b *testing.B) {
	for _, n := range []int{0, 1000} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) { visits(b, newShop(mixed, true), n) })
	}
}

func visits(b *testing.B, s shop, n int) {
	rules := s.rules(n)
	for i := range rules { // the desk has no schedule of this name, and is not told of countries
		rules[i].When.All = without(rules[i].When.All, "hours.support", "visitor.country")
	}
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}}, Queues: []settings.Queue{{ID: "help"}}, Rules: settings.Rules(rules...),
	}})
	require.NoError(b, err)
	free := chathttp.Rate{PerMinute: -1}
	h, err := chathttp.New(d, chathttp.Config{Limits: chathttp.Limits{Visitor: free, Network: free, Newcomers: free}})
	require.NoError(b, err)
	srv := httptest.NewServer(h)
	defer srv.Close()
	bodies := make([][]byte, 64)
	for i := range bodies {
		bodies[i] = fmt.Appendf(nil, `{"url":"https://shop.example%s?utm_source=news","referrer":"https://google.com/search","locale":"en","device":"desktop",`+
			`"on_site_seconds":90,"on_page_seconds":%d,"visits":3,"views":7,"moments":["page"],"cart":{"value":%d,"currency":"EUR"}}`, s.path(), s.IntN(90), 100*s.IntN(200))
	}
	cookie := post(b, srv.URL, "", bodies[0])
	b.ReportAllocs()
	start := processor()
	for i := 0; b.Loop(); i++ {
		post(b, srv.URL, cookie, bodies[i%len(bodies)])
	}
	used := processor() - start
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/op")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "visits/s")
}

func post(b *testing.B, at, cookie string, body []byte) string {
	r, err := http.NewRequest(http.MethodPost, at+"/v1/visits", bytes.NewReader(body))
	require.NoError(b, err)
	r.Header.Set("Content-Type", "application/json")
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	resp, err := http.DefaultClient.Do(r)
	require.NoError(b, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(b, err)
	require.Equal(b, http.StatusOK, resp.StatusCode, "%s", answer)
	if all := resp.Cookies(); len(all) > 0 {
		return all[0].Name + "=" + all[0].Value
	}
	return cookie
}

// without leaves out what is said of attributes.
func without(conds []trigger.Cond, attrs ...string) []trigger.Cond {
	for i, c := range conds {
		switch {
		case slices.Contains(attrs, c.Attr):
			conds[i] = trigger.All()
		case c.Any != nil:
			conds[i].Any = without(c.Any, attrs...)
		case c.All != nil:
			conds[i].All = without(c.All, attrs...)
		}
	}
	return conds
}
