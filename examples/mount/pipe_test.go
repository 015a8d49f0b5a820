package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// pipes is a network without a kernel, whose deadlines run on the clock of a synctest bubble.
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

// serve runs srv until the test ends and returns a transport to it.
func serve(t *testing.T, srv *http.Server) *http.Transport {
	t.Helper()
	p := &pipes{done: make(chan struct{}), in: make(chan net.Conn)}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(p) }()
	tr := &http.Transport{DialContext: p.dial}
	t.Cleanup(func() {
		tr.CloseIdleConnections()
		require.NoError(t, srv.Close())
		require.ErrorIs(t, <-ended, http.ErrServerClosed)
	})
	return tr
}
