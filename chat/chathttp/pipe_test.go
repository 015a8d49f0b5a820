package chathttp

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pipes is a network without a kernel: unbuffered, and its deadlines run on the clock of a synctest bubble.
type pipes struct {
	once sync.Once
	done chan struct{}
	in   chan net.Conn
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.in:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	a, b := net.Pipe()
	select {
	case p.in <- a:
		return b, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

// serve runs srv on pipes until the test ends and returns a client of it.
func serve(t *testing.T, srv *http.Server) *http.Client {
	t.Helper()
	p := &pipes{done: make(chan struct{}), in: make(chan net.Conn)}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(p) }()
	tr := &http.Transport{DialContext: p.dial, Protocols: srv.Protocols}
	t.Cleanup(func() {
		tr.CloseIdleConnections()
		require.NoError(t, srv.Close())
		require.ErrorIs(t, <-ended, http.ErrServerClosed)
	})
	return &http.Client{Transport: tr}
}

// heard is one event, or a comment with nothing but its text.
type heard struct {
	id, event, data, comment string
	at                       time.Time
}

// listen reads a stream to its end.
func listen(r *bufio.Reader) (all []heard, err error) {
	for {
		h, err := next(r)
		if err != nil {
			return all, err
		}
		all = append(all, h)
	}
}

// next reads one event, or one comment.
func next(r *bufio.Reader) (h heard, err error) {
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return h, err
		}
		line = strings.TrimSuffix(line, "\n")
		name, value, _ := strings.Cut(line, ": ")
		switch {
		case line == "" && h != (heard{}):
			h.at = time.Now()
			return h, nil
		case name == "" && line != "":
			h.comment = value
		case name == "id":
			h.id = value
		case name == "event":
			h.event = value
		case name == "data":
			h.data = value
		}
	}
}
