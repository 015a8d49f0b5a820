package channeltest

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strconv"
	"strings"
	"time"
)

// errReset is a connection that broke off.
var errReset = errors.New("connection reset by peer")

// Client is an http.Client whose requests, to whatever address, this platform answers. It is the
// Client of an adapter's config.
func (p *Platform) Client() *http.Client { return &http.Client{Transport: transport{p}} }

type transport struct{ p *Platform }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	if x := httptrace.ContextClientTrace(r.Context()); x != nil && x.GotConn != nil {
		x.GotConn(httptrace.GotConnInfo{})
	}
	a, reset := t.p.serve(r, body)
	if reset {
		return nil, errReset
	}
	w := httptest.NewRecorder()
	a.write(w)
	resp := w.Result()
	resp.Request = r
	if a.cut {
		resp.Body = cutBody(a.body)
	}
	return resp, nil
}

// ServeHTTP implements http.Handler: the platform as a server, for hosts that run in a process of
// their own.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	a, reset := p.serve(r, body)
	if reset {
		panic(http.ErrAbortHandler) // as net/http has a handler break off a connection
	}
	a.write(w)
}

func (a answer) write(w http.ResponseWriter) {
	if a.after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(a.after))
	}
	if a.to != "" {
		w.Header().Set("Location", a.to)
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

// serve takes a message, or refuses it. Reset says that the sender gets no answer.
func (p *Platform) serve(r *http.Request, body []byte) (a answer, reset bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a, ok := p.gives(r, body); ok {
		return a, false
	}
	if a, ok := p.lists(r); ok {
		return a, false
	}
	if a, ok := p.keeps(r, body); ok {
		return a, false
	}
	inPath := strings.Contains(r.URL.Path, Token)
	switch {
	case !p.at(r.URL.Path):
		p.fault("a request to %s", r.URL.Path)
		return answer{status: http.StatusNotFound}, false
	case !inPath && r.Header.Get("Authorization") != "Bearer "+Token:
		return p.form.refusals[token], false
	}
	s, now := p.reads(r, body), p.cfg.Now()
	why := p.fills(&s)
	if why == "" {
		why = p.refuses(s, now)
	}
	if why != "" {
		return p.form.refusals[why], false
	}
	switch {
	case p.throttles(s.Peer, now):
		return p.throttle(s.Peer, now), false
	case p.odds(20):
		return p.form.refusals[failed], false
	case p.odds(25): // it never got there
		p.unknown[s.name()] = true
		return answer{}, true
	}
	id := p.take(s, now)
	if p.odds(12) { // it did, and the answer did not
		p.unknown[s.name()] = true
		if p.odds(2) {
			return answer{status: http.StatusBadGateway, body: "<html>Bad Gateway</html>"}, false
		}
		return answer{}, true
	}
	return answer{status: http.StatusOK, body: p.form.answer(id)}, false
}

// throttles reports whether the platform takes nothing now. Whoever does not wait for as long as it
// said is hasty.
func (p *Platform) throttles(peer string, now time.Time) bool {
	for _, whom := range []string{"", peer} {
		if now.Before(p.quiet[whom]) {
			p.hasty++
			return true
		}
	}
	return p.odds(20)
}

// throttle has the platform take nothing for some seconds, and says so.
func (p *Platform) throttle(peer string, now time.Time) answer {
	a := p.form.refusals[busy]
	a.after = 2
	if p.form.whole {
		peer = ""
	}
	p.quiet[peer] = now.Add(time.Duration(a.after) * time.Second)
	return a
}

// refuses says why a platform refuses a message; empty: it does not.
func (p *Platform) refuses(s sent, now time.Time) refusal {
	c := p.customer(s.Peer)
	age := now.Sub(c.last)
	late := p.form.window > 0 && age >= p.form.window
	switch {
	case s.Peer == "" || s.name() == "":
		p.fault("a message without words to %q", s.Peer)
		return long
	case s.File != nil && !p.fits(*s.File):
		return long
	case p.form.unit(s.Text) > p.form.most:
		p.fault("a text of %d units", p.form.unit(s.Text))
		return long
	case s.Tagged && strings.HasPrefix(s.Text, Robot):
		p.fault("a robot used the tag of people")
		return window
	case c.last.IsZero() && p.form.window == 0: // there is no such chat
		return blocked
	case s.Template == "" && (c.last.IsZero() || late && !(s.Tagged && age < p.form.tagged)):
		p.fault("a message outside the window")
		return window
	case now.Sub(c.heard) < p.form.pace:
		p.fault("too many messages to one customer")
		return busy
	case c.blocked:
		return blocked
	}
	return ""
}

// Robot begins the texts that a robot writes, in tests: so the fake knows the author.
const Robot = "bot: "

// take keeps a message, and has what is told of it posted: an echo before or after the answer, or
// late, and statuses in any order.
func (p *Platform) take(s sent, now time.Time) string {
	id := p.id(s.Peer)
	p.customer(s.Peer).heard = now
	l := Line{Peer: s.Peer, Shop: true, ID: id, Own: s.Own, Text: s.Text, At: now}
	if s.File != nil {
		l.File = s.File.Name
	}
	p.lines = append(p.lines, l)
	if p.form.told == nil {
		return id
	}
	tell := func(state string, within int) {
		due := now
		if !p.cfg.Calm {
			due = now.Add(time.Duration(p.random.IntN(within)) * time.Second)
		}
		at := now
		if p.form.mails { // it comes back when it is told
			at = due
		}
		x := item{peer: s.Peer, body: p.form.told(s, id, state, at), due: due}
		if state == stateFailed && p.form.mails && lossOf(id) != "full" {
			x.gone = at
		}
		if x.body != "" {
			p.pending = append(p.pending, x)
		}
	}
	if !p.odds(8) { // an echo that never comes
		tell("", 20)
	}
	if p.form.fails && p.odds(12) {
		p.lines[len(p.lines)-1].Lost = true
		tell(stateFailed, 90)
		return id
	}
	for _, state := range p.form.states {
		if p.odds(4) {
			continue
		}
		if p.form.marks && p.odds(3) {
			state = stateMark + state
		}
		tell(state, 90)
	}
	return id
}
