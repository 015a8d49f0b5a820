package http

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ask sends one request and answers with the cookie it was given, if any, and the body.
func (s server) ask(tb testing.TB, method, path, body string, headers ...string) (cookie, answer string) {
	tb.Helper()
	r, err := http.NewRequest(method, "http://"+s.addr+path, strings.NewReader(body))
	require.NoError(tb, err)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	require.NoError(tb, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(tb, err)
	require.Less(tb, resp.StatusCode, 300, "%s %s: %s", method, path, b)
	cookie, _, _ = strings.Cut(resp.Header.Get("Set-Cookie"), ";")
	return cookie, string(b)
}

// session begins one in a queue.
func (s server) session(tb testing.TB, queue string) (cookie, id string) {
	tb.Helper()
	cookie, answer := s.ask(tb, "POST", "/v1/sessions", fmt.Sprintf(`{"queue":%q,"text":"hello"}`, queue))
	var v struct{ ID string }
	require.NoError(tb, json.Unmarshal([]byte(answer), &v))
	return cookie, v.ID
}

// stream opens one on a connection of its own, and reads until it has begun.
func (s server) stream(tb testing.TB, path, header string) *bufio.Reader {
	tb.Helper()
	hello := "event: stream.hello"
	switch s.kind {
	case "socket.io":
		return s.socket(tb, header)
	case "centrifuge":
		path, hello = path+"?cf_connect="+url.QueryEscape(`{"id":1,"connect":{}}`), `"connect"`
	}
	conn, err := net.Dial("tcp", s.addr)
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n\r\n", path, header)
	require.NoError(tb, err)
	r := bufio.NewReaderSize(conn, 1024)
	// A refusal has no hello, and its connection stays open: who waits for one would wait for ever.
	status, err := r.ReadString('\n')
	require.NoError(tb, err)
	require.Contains(tb, status, " 200 ", path)
	until(tb, r, hello)
	return r
}

// until reads lines until one has the text in it, and returns it.
func until(tb testing.TB, r *bufio.Reader, text string) string {
	tb.Helper()
	for {
		line, err := r.ReadString('\n')
		require.NoError(tb, err)
		if strings.Contains(line, text) {
			return line
		}
	}
}

// crowd is visitors who wait in a queue that nobody serves, each with a stream open.
func (s server) crowd(tb testing.TB, n int) {
	tb.Helper()
	each(n, func(int) {
		cookie, _ := s.session(tb, "idle")
		r := s.stream(tb, "/v1/events", "Cookie: "+cookie)
		go func() { _, _ = io.Copy(io.Discard, r) }()
	})
}
