package e2e

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryClickOnAnAgentsPlacesCounts(t *testing.T) {
	c := openCounter(t, team())
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.see(".status a", "Board")
	liis.goTo(c.url("/chat/board"))
	liis.see(".agents li", "0 / 4")
	liis.see(".agents li", "Buying advice, Orders and returns")
	shows := func(load string) {
		t.Helper()
		liis.eventually(func() bool {
			now, ok := ask[string](liis, ".agents li", "Mari", `el => el.querySelector(".num").textContent`)
			return ok && now == load
		}, "sees Mari with %s", load)
	}
	const clicks = `el => { for (let n = 0; n < 4; n++) el.click(); }`
	ask[any](liis, ".less", "One place less for Mari", clicks) // faster than any answer
	shows("0 / 1")                                             // nobody can have less
	me := c.Agent("mari")
	liis.eventually(func() bool {
		view, err := me.Me(t.Context())
		return err == nil && view.Capacity == 1
	}, "has left one place")
	ask[any](liis, ".more", "One place more for Mari", clicks)
	shows("0 / 5")
	liis.eventually(func() bool {
		view, err := me.Me(t.Context())
		return err == nil && view.Capacity == 5
	}, "has given more")

	c.fails(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut {
			c.api.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"status":403,"code":"forbidden","detail":"no"}`))
	})
	ask[any](liis, ".more", "One place more for Mari", `el => el.click()`)
	liis.see(".box .bad", "You are not allowed to do that")
	shows("0 / 5")
	c.works()
	assert.Empty(t, liis.complaints())
}

func TestTheBoardShowsTheTruthAfterALostAnswer(t *testing.T) {
	c := openCounter(t, team())
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".agents li", "0 / 4")
	var lost atomic.Bool
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodPut:
			c.api.ServeHTTP(w, r)
		case !strings.HasSuffix(r.URL.Path, "/capacity") || lost.Load():
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"status":403,"code":"forbidden","detail":"no"}`))
		default:
			body, err := io.ReadAll(r.Body)
			assert.NoError(t, err)
			r.Body = io.NopCloser(bytes.NewReader(body))
			answer := httptest.NewRecorder()
			c.api.ServeHTTP(answer, r)
			if !bytes.Contains(body, []byte("7")) { // all but the last is answered
				w.WriteHeader(answer.Code)
				return
			}
			lost.Store(true)
			panic(http.ErrAbortHandler)
		}
	})
	ask[any](liis, ".more", "One place more for Mari", `el => { for (let n = 0; n < 3; n++) el.click(); }`)
	liis.see(".box .bad", "") // a browser may send a request again whose connection was cut: it is refused then
	liis.eventually(func() bool {
		now, ok := ask[string](liis, ".agents li", "Mari", `el => el.querySelector(".num").textContent`)
		return ok && now == "0 / 7"
	}, "sees what the shop has")
}

func TestAConsoleOnAPhoneIsAccessible(t *testing.T) {
	c := openCounter(t, team())
	d := &day{t: t, axe: axe(t)}
	mari := meet(t, browser(t), "Mari")
	mari.size(390, 844)
	c.at(mari, "mari")
	mari.choose("select.mode", "available")
	d.accessible(mari, "console list on a phone")
	c.Visitor("Ada").Start("I am Ada")
	mari.see(".offer", "Ada")
	d.accessible(mari, "offer on a phone")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "I am Ada")
	d.accessible(mari, "chat on a phone")
	mari.write(line, "/")
	mari.see(".canned li", "Sizes")
	d.accessible(mari, "ready replies on a phone")
	mari.press("Escape")
	mari.press("Escape")
	mari.press("?")
	mari.see("dialog[open]", "Keys")
	d.accessible(mari, "keys on a phone")
}
