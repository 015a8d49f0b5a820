package chattest

import (
	"context"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// URL is where the clients of a Web find the shop.
const URL = "http://localhost"

// Web is the shop's HTTP API, and browsers of people who are signed in to the shop. The browsers
// reach it without a network, so that it works in a bubble of testing/synctest too.
type Web struct {
	*chathttp.Handler
	shop   *Shop
	routes *http.Transport
}

// Handler serves the shop over HTTP until the end of the test. Where the configuration does not say
// who asks, the clients below are believed, and nobody else is. A host that gives its own Visitor
// and Agent signs its clients in as its users do, beginning with Anonymous.
func (s *Shop) Handler(cfg chathttp.Config) *Web {
	s.t.Helper()
	if cfg.Visitor == nil {
		cfg.Visitor = signedIn(chat.RoleVisitor)
	}
	if cfg.Agent == nil {
		cfg.Agent = signedIn(chat.RoleAgent, chat.RoleSupervisor)
	}
	h, err := chathttp.New(s.Desk, cfg)
	check(s.t, "chattest", "make the handler", err)
	line := &line{hungUp: make(chan struct{}), calls: make(chan net.Conn)}
	web := &Web{h, s, &http.Transport{DialContext: line.dial}}
	server := &http.Server{Handler: h}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(line) }) // until Close
	s.t.Cleanup(func() {
		h.Close()
		web.routes.CloseIdleConnections()
		_ = server.Close()
		serving.Wait()
	})
	return web
}

// Agent is a browser in which this agent is signed in. One whom the desk has no record of is made,
// as by Shop.Agent; their status is theirs to set.
func (w *Web) Agent(login string) *http.Client {
	w.shop.t.Helper()
	w.shop.hire(settings.Agent{Login: login, Name: login, Capacity: 3, Queues: w.shop.queues})
	return w.client(chat.RoleAgent, login)
}

// Supervisor is a browser in which this supervisor is signed in. One whom the desk has no record of
// is made, who may do everything and takes no sessions.
func (w *Web) Supervisor(login string) *http.Client {
	w.shop.t.Helper()
	w.shop.hire(settings.Agent{Login: login, Name: login, Supervisor: true})
	return w.client(chat.RoleSupervisor, login)
}

// Customer is a browser in which the customer with this id, the host's own, is signed in.
func (w *Web) Customer(id string) *http.Client { return w.client(chat.RoleVisitor, id) }

// Anonymous is a browser in which nobody is signed in. It keeps cookies, as the others do.
func (w *Web) Anonymous() *http.Client { return w.client("", "") }

func (w *Web) client(as chat.Role, id string) *http.Client {
	jar, err := cookiejar.New(nil)
	check(w.shop.t, "chattest", "make a cookie jar", err)
	return &http.Client{Transport: browser{w.routes, string(as) + " " + id}, Jar: jar}
}

// signIn is the header by which a client says who is signed in.
const signIn = "Chattest-Sign-In"

// browser signs every request.
type browser struct {
	http.RoundTripper
	who string
}

func (b browser) RoundTrip(r *http.Request) (*http.Response, error) {
	if b.who != " " {
		r = r.Clone(r.Context())
		r.Header.Set(signIn, b.who)
	}
	return b.RoundTripper.RoundTrip(r)
}

// signedIn reads who is signed in, if they are of one of the roles.
func signedIn(roles ...chat.Role) func(*http.Request) (chat.Principal, error) {
	return func(r *http.Request) (chat.Principal, error) {
		as, id, _ := strings.Cut(r.Header.Get(signIn), " ")
		for _, role := range roles {
			if as == string(role) {
				return chat.Principal{Kind: role, ID: id, Verified: true}, nil
			}
		}
		return chat.Principal{}, nil
	}
}

// line connects clients and the server without a kernel: a bubble of testing/synctest knows who
// waits on it.
type line struct {
	once   sync.Once
	hungUp chan struct{}
	calls  chan net.Conn
}

func (l *line) Accept() (net.Conn, error) {
	select {
	case c := <-l.calls:
		return c, nil
	case <-l.hungUp:
		return nil, net.ErrClosed
	}
}

func (l *line) Close() error { l.once.Do(func() { close(l.hungUp) }); return nil }

// Addr says nothing: a pipe has no address.
func (l *line) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (l *line) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.calls <- theirs:
		return ours, nil
	case <-l.hungUp:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
