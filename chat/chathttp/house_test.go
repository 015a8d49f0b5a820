package chathttp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// house is a desk that runs, and its handler on a server. It lives in a synctest bubble.
type house struct {
	content desk.Content
	t       *testing.T
	store   store.Store
	desk    *desk.Desk
	handler *Handler
	client  *http.Client
}

var houseSeed = settings.Team{
	Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"orders", "returns"}, Never: []string{"/checkout"}}},
	Queues: []settings.Queue{{ID: "orders", Name: "Orders", NoAgent: settings.NoAgentWait}, {ID: "returns", Name: "Returns", NoAgent: settings.NoAgentWait}},
	Agents: []settings.Agent{
		{Login: "ana", Name: "Ana", Queues: []chat.Serves{{Queue: "orders"}}, Capacity: 2},
		{Login: "ben", Name: "Ben", Queues: []chat.Serves{{Queue: "returns"}}, Capacity: 2},
		{Login: "sue", Name: "Sue", Supervisor: true, Capacity: 1},
	},
}

// login is the host's: a header names who is signed in.
func login(r *http.Request, header string, roles map[string]chat.Role) (chat.Principal, error) {
	id := r.Header.Get(header)
	if id == "" {
		return chat.Principal{}, nil
	}
	return chat.Principal{Kind: roles[id], ID: id, Verified: true}, nil
}

func open(t *testing.T, cfg Config) *house { t.Helper(); return openWith(t, cfg, houseSeed) }

func openWith(t *testing.T, cfg Config, seed settings.Team) *house {
	t.Helper()
	return (&house{t: t, store: memstore.New(memstore.Config{})}).opened(cfg, "n1", seed, func(s store.Store) store.Store { return s })
}

// openOn is open on a store that is something more than one in memory.
func openOn(t *testing.T, cfg Config, wrap func(store.Store) store.Store) *house {
	t.Helper()
	return (&house{t: t, store: memstore.New(memstore.Config{})}).opened(cfg, "n1", houseSeed, wrap)
}

// second is another node of a house.
func second(t *testing.T, of *house, cfg Config) *house {
	t.Helper()
	return (&house{t: t, store: of.store}).opened(cfg, "n2", houseSeed, func(s store.Store) store.Store { return s })
}

func (h *house) opened(cfg Config, node string, seed settings.Team, wrap func(store.Store) store.Store) *house {
	t := h.t
	t.Helper()
	var err error
	h.desk, err = desk.New(desk.Config{
		Store: wrap(h.store), Seed: seed, Node: node, Content: h.content,
	})
	require.NoError(t, err)
	if cfg.Visitor == nil {
		cfg.Visitor = func(r *http.Request) (chat.Principal, error) {
			return login(r, "X-Customer", map[string]chat.Role{"c1": chat.RoleVisitor, "c2": chat.RoleVisitor})
		}
	}
	if cfg.Agent == nil {
		cfg.Agent = func(r *http.Request) (chat.Principal, error) {
			return login(r, "X-Staff", map[string]chat.Role{"ana": chat.RoleAgent, "ben": chat.RoleAgent, "sue": chat.RoleSupervisor, "sam": chat.RoleSupervisor})
		}
	}
	h.handler, err = New(h.desk, cfg)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.desk.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
	h.client = serve(t, &http.Server{Handler: h.handler, WriteTimeout: 5 * time.Second})
	return h
}

// person is a browser: its cookies, and the headers of its logins.
type person struct {
	h       *house
	client  http.Client
	headers map[string]string
}

func (h *house) person(headers ...string) *person {
	jar, err := cookiejar.New(nil)
	require.NoError(h.t, err)
	p := &person{h: h, client: *h.client, headers: map[string]string{}}
	p.client.Jar = jar
	for i := 0; i+1 < len(headers); i += 2 {
		p.headers[headers[i]] = headers[i+1]
	}
	return p
}

// answered is an answer, read to its end.
type answered struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

func (p *person) request(ctx context.Context, method, path, body string, headers ...string) *http.Request {
	r, err := http.NewRequestWithContext(ctx, method, "http://localhost/"+path, strings.NewReader(body))
	require.NoError(p.h.t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, v := range p.headers {
		r.Header.Set(k, v)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func (p *person) do(method, path, body string, headers ...string) answered {
	p.h.t.Helper()
	resp, err := p.client.Do(p.request(context.Background(), method, path, body, headers...))
	require.NoError(p.h.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(p.h.t, err)
	return answered{p.h.t, resp.StatusCode, resp.Header, b}
}

// into reads the answer, which must have the status.
func (a answered) into(status int, v any) {
	a.t.Helper()
	require.Equal(a.t, status, a.status, "%s", a.body)
	if v != nil {
		require.NoError(a.t, json.Unmarshal(a.body, v), "%s", a.body)
	}
}

// refused wants a problem document with a code.
func (a answered) refused(status int, c code) problem {
	a.t.Helper()
	var p problem
	a.into(status, &p)
	assert.Equal(a.t, c, p.Code)
	assert.Equal(a.t, "application/problem+json", a.header.Get("Content-Type"))
	assert.Equal(a.t, status, p.Status)
	assert.Len(a.t, p.TraceID, 32)
	return p
}

// stream is an open stream of somebody's.
type stream struct {
	t    *testing.T
	body io.Closer
	read *bufio.Reader
}

func (p *person) stream(path string, headers ...string) *stream {
	p.h.t.Helper()
	resp, err := p.client.Do(p.request(context.Background(), "GET", path, "", append(headers, "Accept", "text/event-stream")...))
	require.NoError(p.h.t, err)
	require.Equal(p.h.t, 200, resp.StatusCode)
	s := &stream{p.h.t, resp.Body, bufio.NewReader(resp.Body)}
	p.h.t.Cleanup(func() { _ = s.body.Close() })
	return s
}

// until reads events until one of a type, and returns it with its data.
func (s *stream) until(kind string) (heard, eventData) {
	s.t.Helper()
	for {
		h, err := next(s.read)
		require.NoError(s.t, err, "waiting for %s", kind)
		if h.event == kind {
			var e eventView
			require.NoError(s.t, json.NewDecoder(bytes.NewReader([]byte(h.data))).Decode(&e))
			return h, e.Data
		}
	}
}
