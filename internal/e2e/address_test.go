package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusals are what the API refuses from now on, with what was asked.
func (c *counter) refusals() func() []string {
	var mu sync.Mutex
	var all []string
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			c.api.ServeHTTP(w, r)
			return
		}
		asked, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(strings.NewReader(string(asked)))
		said := httptest.NewRecorder()
		c.api.ServeHTTP(said, r)
		if said.Code >= 400 {
			mu.Lock()
			all = append(all, r.URL.Path+": "+said.Body.String())
			mu.Unlock()
		}
		for name, values := range said.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(said.Code)
		_, _ = w.Write(said.Body.Bytes())
	})
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string{}, all...)
	}
}

// cartOf60 is a basket of more items than the shop takes, with a name and an address too long.
const cartOf60 = `JSON.stringify({value: 100, currency: "EUR", items: Array.from({length: 60},
	(_, n) => ({name: "Boot\n" + n + "x".repeat(400), quantity: 1, value: 1, url: "/p?q=" + "é".repeat(1500)}))})`

func TestNoAddressOfAPageKeepsAVisitorFromAChat(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	refused := c.refusals()
	for name, at := range map[string]string{
		"a long query":       `"/page/1?q=" + "é".repeat(900)`,
		"a long path":        `"/page/" + "a%C3%A9".repeat(400)`,
		"a long route":       `"/page/1#/" + "шаг".repeat(500)`,
		"a stray percent":    `"/page/100%"`,
		"a percent in a way": `"/page/1#/100%/off"`,
		"two slashes":        `location.origin + "//page/1"`,
		"a broken host":      `location.origin + "//[page/1"`,
	} {
		t.Run(name, func(t *testing.T) {
			eve := meet(t, chrome, "Eve")
			eve.goTo(c.url("/page/1"))
			eve.see(".launcher", "Write to us")
			eve.does(`document.querySelector("live-chat").setAttribute("cart", ` + cartOf60 + `)`)
			eve.does(`history.pushState(null, "", ` + at + `)`)
			eve.click(".launcher", "")
			eve.write("#f-name", "Eve")
			eve.write("#f-text", "Do you hear me?")
			eve.click(".form button", "Start chat")
			eve.numbered("Do you hear me?")
			assert.Empty(t, eve.complaints())
		})
	}
	assert.Empty(t, refused())
	c.works()
	mari := c.Agent("mari")
	mari.Available()
	card, err := mari.Agent.VisitorCard(t.Context(), mari.Accept())
	require.NoError(t, err)
	require.NotEmpty(t, card.Cart.Items)
	assert.LessOrEqual(t, len(card.Cart.Items), 50)
	assert.Equal(t, "Boot0", card.Cart.Items[0].Name[:5])
	require.NotEmpty(t, card.Pages)
}
