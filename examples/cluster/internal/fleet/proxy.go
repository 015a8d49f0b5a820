package fleet

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"sync/atomic"
	"time"
)

// proxy gives each request to the next node. One that cannot be reached is passed over: nothing was sent to it; and so is one
// that has kept others waiting for longer than mute, until it answers them. Where something was sent and no answer came the
// client hears 502, and knows as little as the proxy.
type proxy struct {
	httputil.ReverseProxy
	addresses []atomic.Pointer[string]
	served    []atomic.Int64
	owing     []debt
	turn      atomic.Uint64
	transport http.Transport
}

func newProxy(nodes int) *proxy {
	p := &proxy{addresses: make([]atomic.Pointer[string], nodes), served: make([]atomic.Int64, nodes), owing: make([]debt, nodes)}
	p.transport = http.Transport{DialContext: (&net.Dialer{Timeout: time.Second}).DialContext, MaxIdleConnsPerHost: 512, MaxConnsPerHost: 512}
	p.ReverseProxy = httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.Host = "http", r.In.Host },
		Transport:     p,
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0),
	}
	return p
}

// Handler is the proxy. Every path of it is a node's.
func (f *Fleet) Handler() http.Handler { return f.proxy }

// Transport is the proxy without a way to it: for whoever is in this process.
func (f *Fleet) Transport() http.RoundTripper { return f.proxy }

// Blind is a proxy that gives each request to the next node, whether that can be reached or not, as a name with several
// addresses does.
func (f *Fleet) Blind() http.RoundTripper { return blind{f.proxy} }

type blind struct{ *proxy }

func (b blind) RoundTrip(r *http.Request) (*http.Response, error) {
	return direct{b.proxy, int(b.turn.Add(1) % uint64(len(b.addresses)))}.RoundTrip(r)
}

// Node is the way to one node, and no other.
func (f *Fleet) Node(i int) http.RoundTripper { return direct{f.proxy, i} }

type direct struct {
	proxy *proxy
	node  int
}

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	out := r.Clone(r.Context())
	out.URL.Host = *d.proxy.addresses[d.node].Load()
	return d.proxy.transport.RoundTrip(out)
}

func (p *proxy) set(i int, address string) { p.addresses[i].Store(&address) }

// CloseIdleConnections closes those that nobody uses.
func (p *proxy) CloseIdleConnections() { p.transport.CloseIdleConnections() }

// RoundTrip asks one node after the other until one can be reached. Bodies are small, and kept for the next.
func (p *proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := drain(r.Body)
	if err != nil {
		return nil, err
	}
	for _, i := range p.order() {
		address := p.addresses[i].Load()
		if address == nil {
			continue
		}
		out := r.Clone(r.Context())
		out.URL.Host = *address
		out.GetBody = func() (io.ReadCloser, error) { return fill(body), nil }
		out.Body = fill(body)
		p.owing[i].asked()
		var answer *http.Response
		answer, err = p.transport.RoundTrip(out)
		p.owing[i].answered(err == nil)
		if err == nil {
			p.served[i].Add(1)
			return answer, nil
		}
		if op := (*net.OpError)(nil); !errors.As(err, &op) || op.Op != "dial" {
			return nil, err
		}
	}
	return nil, errors.Join(errors.New("fleet: no node can be reached"), err)
}

// order is the nodes from the next one on, those that are mute last.
func (p *proxy) order() []int {
	n := len(p.addresses)
	first := int(p.turn.Add(1) % uint64(n))
	var speaking, silent []int
	for try := range n {
		i := (first + try) % n
		if p.owing[i].mute(time.Now()) {
			silent = append(silent, i)
		} else {
			speaking = append(speaking, i)
		}
	}
	return append(speaking, silent...)
}

func drain(r io.ReadCloser) ([]byte, error) {
	if r == nil {
		return nil, nil
	}
	defer r.Close()
	return io.ReadAll(r)
}

func fill(body []byte) io.ReadCloser {
	if len(body) == 0 {
		return http.NoBody
	}
	return io.NopCloser(bytes.NewReader(body))
}
