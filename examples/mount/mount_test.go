package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/chathttp"
)

const (
	origin       = "http://localhost"
	writeTimeout = 2 * time.Second
	messages     = 13
)

// shop serves a mounted chat behind a short WriteTimeout; client is a browser in front of it.
type shop struct {
	t      *testing.T
	client *http.Client
}

func open(t *testing.T, below string, in func(http.Handler) http.Handler) shop {
	t.Helper()
	d, err := newDesk()
	require.NoError(t, err)
	h, err := newHandler(d, below)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	srv := &http.Server{Handler: in(h), WriteTimeout: writeTimeout}
	srv.RegisterOnShutdown(h.Close)
	return shop{t, &http.Client{Transport: serve(t, srv), Jar: jar}}
}

func (s shop) do(method, path, body, accept string) *http.Response {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, origin+prefix+path, strings.NewReader(body))
	require.NoError(s.t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Accept", accept)
	resp, err := s.client.Do(r)
	require.NoError(s.t, err)
	return resp
}

// start begins a session and returns its path, as its Location says.
func (s shop) start() string {
	s.t.Helper()
	resp := s.do("POST", "/v1/sessions", `{"text":"hello"}`, "application/json")
	defer resp.Body.Close()
	require.Equal(s.t, 201, resp.StatusCode)
	at, err := resp.Location() // relative, whatever the mount
	require.NoError(s.t, err)
	return strings.TrimPrefix(at.Path, prefix)
}

func (s shop) say(session string, i int) {
	s.t.Helper()
	resp := s.do("POST", session+"/messages", fmt.Sprintf(`{"text":"%d"}`, i), "application/json")
	require.Equal(s.t, 201, resp.StatusCode)
	require.NoError(s.t, resp.Body.Close())
}

// texts reads the texts of messages from a stream until it has n of them or ends.
func texts(r io.Reader, n int) (got []string, err error) {
	for lines := bufio.NewReader(r); len(got) < n; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return got, err
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			var e struct {
				Data struct{ Entry struct{ Text string } }
			}
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				return got, err
			}
			if e.Data.Entry.Text != "" {
				got = append(got, e.Data.Entry.Text)
			}
		}
	}
	return got, nil
}

func TestStreamsOutliveTheWriteTimeoutInEveryRouter(t *testing.T) {
	for _, m := range mounts {
		t.Run(m.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := open(t, m.below, m.in)
				session := s.start()
				stream := s.do("GET", "/v1/events", "", "text/event-stream")
				defer stream.Body.Close()
				require.Equal(t, 200, stream.StatusCode)
				require.Equal(t, "text/event-stream", stream.Header.Get("Content-Type"))
				begun := time.Now()
				got := make(chan []string, 1)
				go func() {
					all, _ := texts(stream.Body, messages)
					got <- all
				}()
				want := []string{"hello"}
				for i := 1; i < messages; i++ {
					time.Sleep(time.Second)
					s.say(session, i)
					want = append(want, fmt.Sprint(i))
				}
				assert.Equal(t, want, <-got)
				assert.Greater(t, time.Since(begun), 5*writeTimeout)
			})
		})
	}
}

func TestTheShopGoesOnBesideTheChat(t *testing.T) {
	for _, m := range mounts {
		t.Run(m.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := open(t, m.below, m.in)
				resp, err := s.client.Get(origin + "/")
				require.NoError(t, err)
				body, err := io.ReadAll(resp.Body)
				require.NoError(t, err)
				assert.Equal(t, "the shop\n", string(body))
				resp = s.do("GET", "/v1/agent/me", "", "application/json")
				assert.Equal(t, 401, resp.StatusCode)
				assert.Equal(t, "application/problem+json", resp.Header.Get("Content-Type"))
				require.NoError(t, resp.Body.Close())
			})
		})
	}
}

// What makes streaming impossible is told, and a long-poll gets through.
func TestBehindTimeoutHandlerAStreamIsRefusedAndALongPollWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, prefix, func(h http.Handler) http.Handler { return http.TimeoutHandler(inNetHTTP(h), time.Minute, "") })
		s.start()
		resp := s.do("GET", "/v1/events", "", "text/event-stream")
		assert.Equal(t, 501, resp.StatusCode)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		assert.Contains(t, string(body), "timeoutWriter", "the wrapper at fault is named")
		resp = s.do("GET", "/v1/events?wait=1", "", "application/json")
		assert.Equal(t, 200, resp.StatusCode)
		body, err = io.ReadAll(resp.Body)
		require.NoError(t, err)
		assert.Contains(t, string(body), "hello")
	})
}

func TestEveryRouterShutsDownAtOnceWithAnOpenStream(t *testing.T) {
	for _, m := range mounts {
		t.Run(m.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, err := newDesk()
				require.NoError(t, err)
				h, err := newHandler(d, m.below)
				require.NoError(t, err)
				shutsDown(t, h, m.in(h))
			})
		})
	}
}

func shutsDown(t *testing.T, h *chathttp.Handler, in http.Handler) {
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	srv := &http.Server{Handler: in}
	srv.RegisterOnShutdown(h.Close)
	s := shop{t, &http.Client{Transport: serve(t, srv), Jar: jar}}
	s.start()
	stream := s.do("GET", "/v1/events", "", "text/event-stream")
	go func() { _, _ = io.Copy(io.Discard, stream.Body) }()
	begun := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	require.NoError(t, srv.Shutdown(ctx))
	assert.Less(t, time.Since(begun), 2*time.Second)
}

func TestNoRouterComplainsAboutAStream(t *testing.T) {
	for _, m := range mounts {
		t.Run(m.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var complaints bytes.Buffer
				d, err := newDesk()
				require.NoError(t, err)
				h, err := newHandler(d, m.below)
				require.NoError(t, err)
				jar, err := cookiejar.New(nil)
				require.NoError(t, err)
				srv := &http.Server{Handler: m.in(h), ErrorLog: log.New(&complaints, "", 0)}
				srv.RegisterOnShutdown(h.Close)
				s := shop{t, &http.Client{Transport: serve(t, srv), Jar: jar}}
				s.start()
				stream := s.do("GET", "/v1/events", "", "text/event-stream")
				_, err = texts(stream.Body, 1)
				require.NoError(t, err)
				require.NoError(t, stream.Body.Close())
				synctest.Wait()
				assert.Empty(t, complaints.String())
			})
		})
	}
}
