package chathttp

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

func TestADeafNodeSaysSoAndItsStreamsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := &downStore{}
		h := openOn(t, Config{}, func(s store.Store) store.Store { down.Store = s; return down })
		ana := h.person("X-Staff", "ana")
		ana.do("GET", "v1/healthz/ready", "").into(204, nil)
		resp, err := ana.client.Do(ana.request(context.Background(), "GET", "v1/agent/events", "", "Accept", "text/event-stream"))
		require.NoError(t, err)
		defer resp.Body.Close()
		ended := make(chan struct{})
		go func() { _, _ = listen(bufio.NewReader(resp.Body)); close(ended) }()
		time.Sleep(time.Second)
		down.deaf.Store(true)
		time.Sleep(7 * time.Second)
		<-ended
		p := ana.do("GET", "v1/healthz/ready", "").refused(503, codeUnavailable)
		require.Contains(t, p.Detail, "feed")
		require.NotZero(t, p.RetryAfter)
		ana.do("GET", "v1/agent/events", "", "Accept", "text/event-stream").refused(503, codeUnavailable)
		down.deaf.Store(false)
		time.Sleep(5 * time.Second)
		ana.do("GET", "v1/healthz/ready", "").into(204, nil)
	})
}

func TestANodeThatCannotWriteIsNotReadyAndWritesNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := &downStore{}
		h := openOn(t, Config{}, func(s store.Store) store.Store { down.Store = s; return down })
		vera := h.person()
		vera.do("POST", "v1/visits", `{"url":"/"}`)
		before := down.commits.Load()
		for range 30 {
			vera.do("GET", "v1/healthz/ready", "").into(204, nil)
			time.Sleep(time.Second)
		}
		require.Equal(t, before, down.commits.Load(), "a probe of a node that is well writes nothing")
		down.full.Store(true)
		vera.do("POST", "v1/sessions", `{"text":"hello"}`).refused(503, codeUnavailable)
		time.Sleep(2 * time.Second)
		p := vera.do("GET", "v1/healthz/ready", "").refused(503, codeUnavailable)
		require.Contains(t, p.Detail, "cannot be written")
		require.NotContains(t, p.Detail, errFull.Error(), "anybody may ask")
		down.full.Store(false)
		time.Sleep(2 * time.Second)
		vera.do("GET", "v1/healthz/ready", "").into(204, nil)
	})
}

func TestAVisitorOfANodeWhoseClockIsOffIsServedByTheOthers(t *testing.T) {
	for _, off := range []time.Duration{10 * time.Minute, 61 * time.Second, -61 * time.Second, -10 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			first := open(t, Config{Now: func() time.Time { return time.Now().Add(off) }})
			others := []*house{second(t, first, Config{}), first}
			vera := first.person()
			var v, s struct{ ID, Visitor string }
			var cur struct{ Session struct{ ID string } }
			vera.do("POST", "v1/visits", `{"url":"/"}`).into(200, &v)
			vera.do("POST", "v1/sessions", `{"text":"hello"}`).into(201, &s)
			for range 3 {
				for _, h := range others {
					p := *vera
					p.h, p.client.Transport = h, h.client.Transport
					a := p.do("GET", "v1/sessions/current", "")
					a.into(200, &cur)
					require.Equal(t, s.ID, cur.Session.ID, "off by %v", off)
					for _, c := range (&http.Response{Header: a.header}).Cookies() {
						require.NotEmpty(t, c.Value)
						require.GreaterOrEqual(t, c.MaxAge, 0)
					}
					p.do("POST", "v1/visits", `{"url":"/x"}`).into(200, nil)
					p.do("POST", "v1/sessions/"+s.ID+"/messages", `{"text":"more"}`)
					require.Less(t, p.do("GET", "v1/sessions/"+s.ID, "").status, 300)
				}
			}
		})
	}
}

func TestANodeWhoseClockIsOffSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		time.Sleep(time.Second)
		require.True(t, h.desk.ClockAgrees())
		for _, n := range []string{"x1", "x2"} {
			at := time.Now().Add(10 * time.Minute).UTC().Format(time.RFC3339Nano)
			_, err := h.store.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "presence/" + n, Value: []byte(strings.ReplaceAll(`{"v":1,"node":"N","at":"`+at+`","beat":1,"agents":[]}`, "N", n))}}})
			require.NoError(t, err)
		}
		time.Sleep(time.Second)
		p := h.person().do("GET", "v1/healthz/ready", "").refused(503, codeUnavailable)
		require.Contains(t, p.Detail, "clock is off")
	})
}
