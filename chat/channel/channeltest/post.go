package channeltest

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"
)

// Post posts what is due to the shop, as one request or a few, and again later what the shop did
// not take. It returns how many events are left, those that are not due too.
func (p *Platform) Post(shop http.Handler) int {
	p.posting.Lock()
	defer p.posting.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	due := p.due()
	if len(due) == 0 {
		return len(p.pending)
	}
	var bodies []string
	for _, i := range due {
		bodies = append(bodies, p.pending[i].body)
	}
	body := p.form.wrap(Account, slices.Clone(bodies))
	if p.form.mime == "" && p.odds(2) {
		body = escape(body)
	}
	p.tease(shop, body)
	code := p.request(shop, p.sealed(body, 0), p.form.prove)
	if code/100 != 2 { // it tries again
		for _, i := range due {
			p.pending[i].due = p.cfg.Now().Add(time.Second)
		}
		return len(p.pending)
	}
	var again []item
	for _, i := range due {
		x := p.pending[i]
		if c := p.customer(x.peer); !x.gone.IsZero() && !x.gone.Before(c.last) {
			c.gone = true
		}
		if x.sent++; p.odds(6) && x.sent < 3 {
			x.due, x.first = p.cfg.Now().Add(time.Duration(p.random.IntN(40))*time.Second), false
			again = append(again, x)
		}
	}
	for k := len(due) - 1; k >= 0; k-- {
		p.pending = slices.Delete(p.pending, due[k], due[k]+1)
	}
	p.pending = append(p.pending, again...)
	return len(p.pending)
}

// due are the places of the events of the next request, in ascending order. A customer's words
// never overtake each other; everything else does.
func (p *Platform) due() (at []int) {
	most := 1
	if p.form.batches && !p.cfg.Calm {
		most += p.random.IntN(3)
	}
	waits := map[string]bool{} // customers with words that are not taken yet
	for i, x := range p.pending {
		if x.first && waits[x.peer] {
			continue
		}
		waits[x.peer] = waits[x.peer] || x.first
		if !x.due.After(p.cfg.Now()) && (len(at) > 0 || !p.odds(3)) {
			at = append(at, i)
			waits[x.peer] = waits[x.peer] && !x.first // the next one may ride along
		}
		if len(at) == most {
			break
		}
	}
	return at
}

// tease posts what must not be taken.
func (p *Platform) tease(shop http.Handler, body string) {
	refused := func(what string, code int) {
		if code/100 == 2 {
			p.fault("the shop took %s", what)
		}
	}
	if p.odds(10) {
		refused("what is not signed", p.request(shop, body, func(http.Header, string) {}))
	}
	if p.odds(10) && p.form.seal != nil {
		old := p.sealed(body, time.Hour)
		refused("an old proof", p.request(shop, old, p.form.prove))
	}
	if p.odds(10) {
		refused("what another signed", p.request(shop, body, func(h http.Header, s string) {
			p.form.prove(h, s)
			for name := range h {
				h.Set(name, strings.ToUpper(h.Get(name))+"0")
			}
		}))
	}
	if p.odds(10) && p.form.batches { // Telegram does not sign the body
		refused("a body that was cut", p.request(shop, body[:len(body)/2],
			func(h http.Header, _ string) {
				p.form.prove(h, body)
			}))
	}
	if p.odds(10) {
		other := p.form.wrap("999", []string{p.form.message("7", p.id("7"), "lost", p.cfg.Now())})
		if code := p.request(shop, p.sealed(other, 0), p.form.prove); code/100 != 2 {
			p.fault("another account's event was answered %d", code)
		}
	}
}

// sealed is a body with its proof of so long ago, where a platform puts that within it.
func (p *Platform) sealed(body string, ago time.Duration) string {
	if p.form.seal == nil {
		return body
	}
	p.next++
	return p.form.seal(body, p.next, p.cfg.Now().Add(-ago))
}

// request posts once. Meanwhile the shop may send: what waits to be posted only grows.
func (p *Platform) request(shop http.Handler, body string, prove func(http.Header, string)) int {
	r := httptest.NewRequest(http.MethodPost, "/hook", strings.NewReader(body))
	r.Header.Set("Content-Type", cmp.Or(p.form.mime, "application/json"))
	prove(r.Header, body)
	w := httptest.NewRecorder()
	p.mu.Unlock()
	defer p.mu.Lock()
	shop.ServeHTTP(w, r)
	return w.Code
}

// escape writes JSON as Meta does: letters outside ASCII, and slashes, by their escapes.
func escape(body string) string {
	var b strings.Builder
	for _, r := range body {
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		case r >= 0x80:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
