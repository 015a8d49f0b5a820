package chathttp

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShutdownEndsStreamsAndPollsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		srv := &http.Server{Handler: h.handler}
		srv.RegisterOnShutdown(h.handler.Close)
		h.client = serve(t, srv)
		eve := h.person()
		eve.starts("hello")
		time.Sleep(2 * time.Second) // until the place in line is known
		resp, err := eve.client.Do(eve.request(t.Context(), "GET", "v1/events", "", "Accept", "text/event-stream"))
		require.NoError(t, err)
		read := make(chan error, 1)
		go func() {
			_, err := listen(bufio.NewReader(resp.Body))
			read <- err
		}()
		cursor, _, _ := eve.polls("v1/events", "", "25")
		polled := make(chan []string, 1)
		go func() {
			_, types, _ := eve.polls("v1/events", cursor, "25")
			polled <- types
		}()
		synctest.Wait()
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.NoError(t, srv.Shutdown(ctx))
		assert.Less(t, time.Since(begun), time.Second)
		assert.ErrorIs(t, <-read, io.EOF, "a clean end")
		assert.Empty(t, <-polled)
	})
}

func TestAClosedHandlerOpensNoStreamButServesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve := h.person()
		id := eve.starts("hello")
		eve.do("GET", "healthz/ready", "").into(204, nil)
		h.handler.Close()
		a := eve.do("GET", "v1/events", "")
		a.refused(503, codeUnavailable)
		assert.NotEmpty(t, a.header.Get("Retry-After"))
		eve.do("GET", "healthz/ready", "").refused(503, codeUnavailable)
		eve.do("GET", "healthz/live", "").into(204, nil)
		eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"still here"}`).into(201, nil)
	})
}

func TestAVisitorHasOnlySoManyStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{MaxStreamsPerVisitor: 2})
		eve := h.person()
		eve.starts("hello")
		one, two := eve.stream("v1/events"), eve.stream("v1/events")
		one.until("stream.hello")
		two.until("stream.hello")
		a := eve.do("GET", "v1/events", "")
		a.refused(429, codeRateLimited)
		assert.NotEmpty(t, a.header.Get("Retry-After"))
		h.person().starts("another visitor")
		require.NoError(t, one.body.Close())
		synctest.Wait()
		eve.stream("v1/events").until("stream.hello")
	})
}

func TestAReaderWhoStallsHindersNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Limits: Limits{Visitor: Rate{PerMinute: -1}}})
		eve := h.person()
		id := eve.starts("0")
		resp, err := eve.client.Do(eve.request(t.Context(), "GET", "v1/events", "", "Accept", "text/event-stream"))
		require.NoError(t, err)
		defer resp.Body.Close() // and nobody reads it
		s := eve.stream("v1/events")
		for i := range 50 {
			begun := time.Now()
			eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"more"}`).into(201, nil)
			for text := ""; text != "more"; {
				_, e := s.until("message.created")
				text = e.Entry.Text
			}
			require.Less(t, time.Since(begun), time.Second, "message %d", i)
		}
		go func() { _, _ = listen(s.read) }()
		time.Sleep(2 * writeWithin)
		h.handler.streams.mu.Lock()
		defer h.handler.streams.mu.Unlock()
		assert.Len(t, h.handler.streams.open, 1, "the stalled one is gone")
	})
}
