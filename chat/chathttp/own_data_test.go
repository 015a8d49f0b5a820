package chathttp

import (
	"bufio"
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExportAndErasureHaveLimitsOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, route := range [][2]string{{"GET", "v1/visitor/export"}, {"DELETE", "v1/visitor"}} {
			h := open(t, Config{ClientIP: func(*http.Request) netip.Addr { return netip.MustParseAddr("203.0.113.7") }})
			eve := h.person("X-Customer", "c1")
			for range 2 {
				assert.Less(t, eve.do(route[0], route[1], "").status, 300)
			}
			a := eve.do(route[0], route[1], "")
			a.refused(429, codeRateLimited)
			assert.NotEmpty(t, a.header.Get("Retry-After"))
			time.Sleep(time.Minute)
			assert.Less(t, eve.do(route[0], route[1], "").status, 300)
			time.Sleep(time.Minute)
			limited := 0
			for range 30 { // a new visitor each time
				p := h.person()
				p.starts("hello")
				if p.do(route[0], route[1], "").status == 429 {
					limited++
				}
			}
			assert.GreaterOrEqual(t, limited, 19, "ten a network")
		}
	})
}

func TestALongErasureIsAnsweredAsBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Limits: Limits{Visitor: Rate{PerMinute: -1}}})
		eve := h.person("X-Customer", "c1")
		var ids []string
		for n := range 40 {
			ids = append(ids, eve.starts(fmt.Sprint("my secret ", n)))
			eve.do("POST", "v1/sessions/"+ids[n]+"/end", "").into(204, nil)
		}
		require.Equal(t, 202, eve.do("DELETE", "v1/visitor", "").status)
		time.Sleep(10 * time.Second)
		sue := h.person("X-Staff", "sue")
		for _, id := range ids {
			a := sue.do("GET", "v1/agent/sessions/"+id+"/messages", "")
			assert.Equal(t, 200, a.status)
			assert.NotContains(t, string(a.body), "my secret")
		}
	})
}

func TestWhatIsTypedIsSentAsTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve := h.person("X-Customer", "c1")
		eve.do("POST", "v1/sessions", `{"text":"hello","name":"CEO","email":"a@b, c@d"}`).refused(422, codeInvalid)
		eve.do("POST", "v1/sessions", `{"text":"hello","name":"CEO","email":"ceo@bank.example"}`).into(201, nil)
		var in struct {
			Queue []struct{ Contact map[string]any }
		}
		h.person("X-Staff", "ana").do("GET", "v1/agent/inbox", "").into(200, &in)
		require.Len(t, in.Queue, 1)
		assert.Equal(t, map[string]any{
			"name": "CEO", "email": "ceo@bank.example", "signed_in": true, "email_verified": false, "verified": false,
			"said": map[string]any{"name": "CEO", "email": "ceo@bank.example"},
		}, in.Queue[0].Contact)
	})
}

func TestTheStreamOfAVisitorWhoWasErasedEndsInEveryTab(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, _, _ := h.began()
		resp, err := eve.client.Do(eve.request(t.Context(), "GET", "v1/events", "", "Accept", "text/event-stream"))
		require.NoError(t, err)
		ended := make(chan error, 1)
		go func() {
			_, err := listen(bufio.NewReader(resp.Body))
			ended <- err
		}()
		synctest.Wait()
		begun := time.Now()
		eve.do("DELETE", "v1/visitor", "").into(204, nil)
		<-ended
		assert.LessOrEqual(t, time.Since(begun), 2*time.Second)
	})
}
