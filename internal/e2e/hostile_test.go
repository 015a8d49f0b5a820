package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// evils are what a visitor's browser, or an older release, may have left anywhere.
var evils = []string{
	"", "_", "XX", "__proto__", "n-3", "9999-99-99T99:99:99Z", "https://[",
	" ", "constructor", "hasOwnProperty", "m:3", "c:3", "Mars/Olympus", "x-private", "en_US@x", "1e999", "javascript:alert(1)",
	"{name} {count} $& $1", "<img src=x onerror=alert(1)>", "\u202e\u0000\ufeff😀", strings.Repeat("W", 5000),
}

// poison writes something else in the place of every value but those under the keys that are kept: one of the evils, for each
// key another, and in each round another.
type poison struct {
	round   int
	number  float64 // 0: numbers stay
	keep    []string
	visited atomic.Int64 // streams and answers are written side by side
}

func (p *poison) in(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			v[k] = p.in(k, inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = p.in(key, inner)
		}
	case string:
		if !slices.Contains(p.keep, key) {
			p.visited.Add(1)
			return evils[(int(crc32.ChecksumIEEE([]byte(key)))+7*p.round)%len(evils)]
		}
	case float64:
		if p.number != 0 && !slices.Contains(p.keep, key) {
			return p.number
		}
	}
	return v
}

func (p *poison) body(text []byte) []byte {
	var v any
	if json.Unmarshal(text, &v) != nil {
		return text
	}
	out, _ := json.Marshal(p.in("", v))
	return out
}

// poisoned writes answers and events with the poison in them.
type poisoned struct {
	http.ResponseWriter
	poison *poison
	rest   []byte
}

func (w *poisoned) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *poisoned) WriteHeader(status int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(status)
}

func (w *poisoned) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// Write takes one document, or events of which each ends with its line.
func (w *poisoned) Write(b []byte) (int, error) {
	w.rest = append(w.rest, b...)
	if !strings.Contains(w.Header().Get("Content-Type"), "event-stream") {
		if json.Valid(w.rest) {
			_, err := w.ResponseWriter.Write(w.poison.body(w.rest))
			w.rest = nil
			return len(b), err
		}
		return len(b), nil
	}
	for {
		text, rest, ok := bytes.Cut(w.rest, []byte("\n"))
		if !ok {
			return len(b), nil
		}
		w.rest = rest
		if data, ok := bytes.CutPrefix(text, []byte("data: ")); ok {
			text = append([]byte("data: "), w.poison.body(data)...)
		}
		if _, err := w.ResponseWriter.Write(append(text, '\n')); err != nil {
			return 0, err
		}
	}
}

// drink makes every answer of the API poisoned.
func (c *counter) drink(p *poison) {
	c.fails(func(w http.ResponseWriter, r *http.Request) {
		c.api.ServeHTTP(&poisoned{ResponseWriter: w, poison: p}, r)
	})
}

// The keys whose values lead from one request to the next, and those whose words are the server's own.
var (
	leads  = []string{"id", "session_id", "type", "n", "next", "more", "up_to", "read_up_to", "seen_up_to", "entries", "cursor", "next_in_seconds", "uid", "agent"}
	server = append(slices.Clone(leads), "kind", "state", "mode", "role", "site", "queue", "status", "at", "deadline", "from", "until", "code", "server_time", "timestamp",
		"created_at", "queued_at", "state_at", "assigned_at", "answered_at", "visitor_at", "agent_at", "last_at", "mode_at", "ended_at", "first_at")
)

// hostile is a chat in which somebody put whatever they could.
func (c *counter) hostile(p *person) *chattest.Visitor {
	v := c.Visitor("Mallory")
	v.Ask(desk.StartRequest{Name: "Mallory", Text: "I am Mallory", Locale: "en", Pages: []desk.PageView{{URL: "/a", Title: "A"}, {URL: "https://evil.example/", Title: "Order 17"}},
		Cart: &desk.Cart{Value: 100, Currency: "EUR", Items: []desk.CartItem{{Name: "Tent", Quantity: 1, Value: 100, URL: "/p"}}}})
	p.click(".offer button", "Accept")
	p.see(".talk h2", "Mallory")
	return v
}

func TestNoKeyOfAVisitorStopsTheAgentsLog(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari")
	mallory := c.hostile(mari)
	for _, n := range []int{1, 2, 3, 4, 52, 53, 54, 55} { // numbers of entries before, and of those to come
		for _, name := range []string{"n-%d", "m-%d", "s-%d", "c-%d", "%d"} {
			_, err := mallory.Send(t.Context(), mallory.Session, desk.MessageRequest{Command: chat.CommandID(fmt.Sprintf(name, n)), Text: fmt.Sprintf(name, n)})
			require.NoError(t, err)
		}
	}
	for _, name := range []chat.CommandID{"__proto__", "constructor", "toString"} {
		_, err := mallory.Send(t.Context(), mallory.Session, desk.MessageRequest{Command: name, Text: string(name)})
		require.NoError(t, err)
	}
	mari.see(".msg", "toString")
	for range 6 { // lines of the desk between them, with numbers that are keys too
		mari.click("[data-act=hold]", "")
		mari.see("[data-act=resume]", "")
		mari.click("[data-act=resume]", "")
		mari.see("[data-act=hold]", "")
	}
	mari.say("What is it about?")
	mari.see(".msg.own", "What is it about?")
	mallory.Say("PLEASE CANCEL MY ORDER")
	mari.see(".msg", "PLEASE CANCEL MY ORDER")
	texts := mari.messages()
	assert.Len(t, texts, 1+8*5+3+2)
	assert.Equal(t, "PLEASE CANCEL MY ORDER", texts[len(texts)-1], "in its place")
	assert.Empty(t, mari.complaints())
}

// heard waits until the page has shown n answers since, whatever it made of them, and did not complain.
func (p *person) heard(what string, sel string) {
	p.t.Helper()
	p.see(sel, "")
	p.settle()
	assert.Empty(p.t, p.complaints(), what)
	p.mu.Lock()
	p.faults = nil
	p.mu.Unlock()
}

func TestNoValueOfAVisitorStopsAnyPage(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	mari, liis, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Liis"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	mallory := c.hostile(mari)
	c.at(liis, "liis")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "I am Eve")
	eve.click(".form button", "Start chat")
	mari.click(".offer[aria-label*=Eve] button", "Accept")
	mari.see(".talk h2", "Eve")
	mari.say("Hello Eve")
	eve.see(".msg", "Hello Eve")
	c.Visitor("Fred").Start("I wait") // is offered, and in line
	mari.see(".offer", "Fred")

	rounds := 2
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		rounds = len(evils) // every evil under every key
	}
	for i := range rounds {
		for _, p := range []*poison{{round: i, keep: server}, {round: i, number: []float64{1e308, -1, 0.5, 1e15}[i%4], keep: leads}} {
			name := fmt.Sprintf("%.20q, round %d, numbers %v", evils[i], i, p.number)
			talk, panel := ".talk .msg", ".panel .msg"
			if p.number != 0 {
				talk, panel = ".talk .log", ".panel" // nothing in them is known to be a message
			}
			c.drink(p)
			mari.goTo(c.url("/chat/console"))
			mari.click("[data-list=sessions] .row", "")
			mari.heard(name, talk)
			mallory.Say("PLEASE CANCEL " + name) // by the stream
			liis.goTo(c.url("/chat/board"))
			liis.heard(name, ".agents li")
			eve.goTo(c.url("/page/1"))
			eve.heard(name, panel)
			mari.heard(name, talk)
			assert.Positive(t, p.visited.Load())
		}
	}
	c.works()
	mari.goTo(c.url("/chat/console"))
	mari.click(".row", "Mallory")
	mari.see(".msg", "PLEASE CANCEL")
	mari.see(".card", "evil.example · Order 17") // another site than its title says
	assert.Empty(t, mari.complaints())
}

func TestNoAttributeOfAHostStopsTheWidget(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	for _, attributes := range []string{
		"locale=_ known=null cart=5", "locale=en_GB known=5 cart=null", "locale=x-private known=[] cart=[]", `known="{" cart="{"`, `known='{"name":5,"constructor":"x"}' cart='"x"'`,
	} {
		eve.goTo(c.url("/page/1?attributes=" + strings.NewReplacer(" ", "+", `"`, "%22", "'", "%27").Replace(attributes)))
		eve.click(".launcher", "")
		eve.see(".form button", "Start chat")
		assert.Empty(t, eve.complaints(), attributes)
		eve.press("Escape")
		eve.see(".launcher", "")
	}
}
