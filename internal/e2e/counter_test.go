package e2e

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/chatui"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// counter is a shop of one page in this process: quicker than the example, and its API can be made to fail.
type counter struct {
	*chattest.Shop
	*street
	t    *testing.T
	api  *chathttp.Handler
	down atomic.Pointer[http.HandlerFunc] // answers the API's requests while it is set
}

// street is the one address at which every counter of a booth opens, one after the other: browsers know its files by then.
type street struct {
	server *httptest.Server
	far    *httptest.Server // another origin, whose one page has the widget of this one
	open   atomic.Pointer[http.ServeMux]
}

// fresh keeps browsers from taking what the counter before said of its door, which may be kept for half a minute, for this one's.
type fresh struct {
	http.ResponseWriter
	begun bool
}

func (f *fresh) Unwrap() http.ResponseWriter { return f.ResponseWriter }

func (f *fresh) WriteHeader(status int) {
	f.begun = true
	f.Header().Set("Cache-Control", "no-store")
	f.ResponseWriter.WriteHeader(status)
}

func (f *fresh) Write(b []byte) (int, error) {
	if !f.begun {
		f.WriteHeader(http.StatusOK)
	}
	return f.ResponseWriter.Write(b)
}

var faces = sync.OnceValue(chatui.Handler)

// deskFaces are those of a host whose agents are known by a header.
var deskFaces = sync.OnceValues(func() (http.Handler, error) {
	return chatui.New(chatui.Config{Prefix: "/desk", API: "/chat/v1/", Headers: "/headers.js", SignOut: "/signed-out"})
})

// vouching is the key under which the counter's own server says who a customer is.
var vouching = bytes.Repeat([]byte{7}, 32)

// bearer is who a request says it is by a header, as a kind and an id.
func bearer(r *http.Request, kind chat.Role) (chat.Principal, bool) {
	id, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "+string(kind)+" ")
	return chat.Principal{Kind: kind, ID: id, Verified: true}, found
}

// moveIn puts a counter's pages at the address, until the test is over.
func (s *street) moveIn(t *testing.T, mux *http.ServeMux) {
	require.True(t, s.open.CompareAndSwap(nil, mux), "one counter at a time")
	t.Cleanup(func() {
		s.open.Store(nil)
		s.server.CloseClientConnections()
	})
}

// streetOf is the one of the test's booth.
func streetOf(t *testing.T) *street {
	b := boothOf(t)
	if b.counter == nil {
		b.counter = pave()
	}
	return b.counter
}

// pave makes the address.
func pave() *street {
	s := &street{}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/v1/config") {
			w = &fresh{ResponseWriter: w}
		}
		if mux := s.open.Load(); mux != nil {
			mux.ServeHTTP(w, r)
			return
		}
		faces().ServeHTTP(w, r)
	}))
	s.far = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Far away</title><main><h1>Far away</h1></main><script>%s</script>
			<script type="module" src="%s/chat/widget.js"></script><live-chat></live-chat></html>`, r.FormValue("script"), s.server.URL)
	}))
	return s
}

// team is three colleagues and a supervisor, two queues, and some canned replies.
func team() settings.Team {
	advice, orders := chat.Serves{Queue: "advice"}, chat.Serves{Queue: "orders"}
	policy := chat.Policy{Grace: time.Minute, WrapUp: -1}
	return settings.Team{
		Sites: []settings.Site{{ID: "eu", Name: "Counter", Queues: []chat.QueueID{"advice", "orders"}}},
		Queues: []settings.Queue{
			{ID: "advice", Name: "Buying advice", OfferFor: 5 * time.Minute, NoAgent: settings.NoAgentWait, Policy: policy},
			{ID: "orders", Name: "Orders and returns", OfferFor: 5 * time.Minute, NoAgent: settings.NoAgentWait, Policy: policy},
		},
		Agents: []settings.Agent{
			{Login: "mari", Name: "Mari", Capacity: 4, Queues: []chat.Serves{advice}},
			{Login: "jaan", Name: "Jaan", Capacity: 4, Queues: []chat.Serves{advice, orders}},
			{Login: "wei", Name: "Wei", Capacity: 4, Queues: []chat.Serves{orders}},
			{Login: "liis", Name: "Liis", Supervisor: true, Capacity: 4, Queues: []chat.Serves{advice, orders}},
		},
		Canned: []settings.Canned{
			{ID: "bye", Title: "Goodbye", Text: map[string]string{"en": "Have a good trip!"}},
			{ID: "greet", Title: "Greeting", Text: map[string]string{"en": "Dear {name}, this is {agent} of {queue}."}},
			{ID: "hello", Title: "Hello", Text: map[string]string{"en": "Hello! Give me a moment."}},
			{ID: "size", Title: "Sizes", Text: map[string]string{"en": "Take the larger one."}},
		},
	}
}

func openCounter(t *testing.T, seed settings.Team) *counter {
	return openCounterOn(t, desk.Config{Seed: seed})
}

// colleagues take over what goes on elsewhere.
type colleagues struct{}

func (colleagues) Take(context.Context, hook.Handover) (string, error) { return "taken", nil }

func openCounterOn(t *testing.T, cfg desk.Config) *counter {
	if cfg.Handoff == nil {
		cfg.Handoff = colleagues{}
	}
	c := &counter{t: t, street: streetOf(t), Shop: chattest.Open(t, cfg)}
	login := func(r *http.Request) (chat.Principal, error) {
		if who, found := bearer(r, chat.RoleAgent); found {
			return who, nil
		}
		in, err := r.Cookie("login")
		if err != nil {
			return chat.Principal{}, nil
		}
		role := map[bool]chat.Role{true: chat.RoleSupervisor, false: chat.RoleAgent}[in.Value == "liis"]
		return chat.Principal{Kind: role, ID: in.Value, Verified: true}, nil
	}
	customer := func(r *http.Request) (chat.Principal, error) {
		who, found := bearer(r, chat.RoleVisitor)
		if !found {
			return chat.Principal{}, nil
		}
		return who, nil
	}
	api, err := chathttp.New(c.Desk, chathttp.Config{
		Prefix: "/chat", Agent: login, Visitor: customer, AssertionKeys: map[string][]byte{"k1": vouching},
		TrustedOrigins: []string{c.far.URL, c.elsewhere()},
	})
	require.NoError(t, err)
	desks, err := deskFaces()
	require.NoError(t, err)
	c.api = api
	mux := http.NewServeMux()
	mux.Handle("/chat/", faces())
	mux.Handle("/desk/", desks)
	mux.HandleFunc("GET /headers.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, `export default async () => ({ Authorization: "Bearer agent mari" });`)
	})
	mux.HandleFunc("/chat/v1/", func(w http.ResponseWriter, r *http.Request) {
		if fail := c.down.Load(); fail != nil {
			(*fail)(w, r)
			return
		}
		api.ServeHTTP(w, r)
	})
	mux.HandleFunc("POST /signed-out", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>Bye</title><main><h1>Good evening</h1></main></html>`)
	})
	mux.HandleFunc("GET /portrait.svg", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		fmt.Fprint(w, portraitOfMari)
	})
	mux.HandleFunc("GET /as/{login}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "login", Value: r.PathValue("login"), Path: "/"})
		http.Redirect(w, r, cmp.Or(r.FormValue("to"), "/chat/console"), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /page/{n...}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Page %[1]s</title><main><h1>Page %[1]s</h1><a href="/page/2">A product</a></main>
			<script type="module" src="/chat/widget.js"></script><live-chat %[2]s></live-chat></html>`, r.PathValue("n"), r.FormValue("attributes"))
	})
	c.moveIn(t, mux)
	t.Cleanup(api.Close)
	return c
}

// elsewhere is the far page on another site: cookies do not go from there to this one.
func (s *street) elsewhere() string { return strings.Replace(s.far.URL, "127.0.0.1", "localhost", 1) }

func (c *counter) url(path string) string { return c.server.URL + path }

// answers makes every new request to the API be answered in this way, until works. Streams go on.
func (c *counter) answers(how http.HandlerFunc) { c.down.Store(&how) }

// fails does so and cuts the streams and all other connections.
func (c *counter) fails(how http.HandlerFunc) {
	c.answers(how)
	c.server.CloseClientConnections()
}

func (c *counter) works() { c.down.Store(nil) }

// at brings an agent to the console.
func (c *counter) at(p *person, login string) {
	p.t.Helper()
	p.goTo(c.url("/as/" + login))
	p.see(".status .me", p.name)
}

// heard waits until the shop has an agent available: the page shows the wish before.
func (c *counter) heard(p *person) {
	p.t.Helper()
	p.eventually(func() bool {
		all, err := c.Host().Agents(p.t.Context())
		return err == nil && slices.ContainsFunc(all, func(a desk.AgentView) bool {
			return a.Name == p.name && a.Mode == chat.Available
		})
	}, "is available")
}

// serve brings an agent to the console, accepting chats, who has then taken one of each customer.
func (c *counter) serve(p *person, login string, customers ...string) map[string]*chattest.Visitor {
	p.t.Helper()
	c.at(p, login)
	p.choose("select.mode", "available")
	p.see(".mode[data-mode=available]", "")
	c.heard(p)
	there := map[string]*chattest.Visitor{}
	for _, name := range customers {
		there[name] = c.Visitor(name)
		there[name].Start("I am " + name)
		p.click(fmt.Sprintf(".offer[aria-label*=%s] button", name), "Accept")
		p.see(".talk h2", name)
		p.see(".msg", "I am "+name)
		p.see(line+":focus", "") // the console has come to rest with it
	}
	return there
}
