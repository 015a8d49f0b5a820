package chathttp

import (
	"context"
	"net/http"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// street is a handler of two shops, by the header X-Shop.
func street(t *testing.T, cfg Config) *house {
	t.Helper()
	shops := map[string]*desk.Desk{}
	var all desk.Desks
	for _, name := range []string{"red", "blue"} {
		d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: houseSeed})
		require.NoError(t, err)
		shops[name] = d
		all.Add(d)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- all.Run(ctx) }()
	t.Cleanup(func() { stop(); require.NoError(t, <-ended) })
	cfg.Desk = func(r *http.Request) (*desk.Desk, error) {
		if r.Header.Get("X-Shop") == "down" {
			return nil, assert.AnError
		}
		return shops[r.Header.Get("X-Shop")], nil
	}
	cfg.Visitor = func(r *http.Request) (chat.Principal, error) {
		return login(r, "X-Customer", map[string]chat.Role{"c1": chat.RoleVisitor})
	}
	cfg.Agent = func(r *http.Request) (chat.Principal, error) {
		return login(r, "X-Staff", map[string]chat.Role{"ana": chat.RoleAgent})
	}
	h, err := New(nil, cfg)
	require.NoError(t, err)
	x := &house{t: t, handler: h}
	x.client = serve(t, &http.Server{Handler: h, WriteTimeout: 5 * time.Second})
	return x
}

func TestOneHandlerServesManyDesksAndKeepsThemApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := street(t, Config{Limits: Limits{Visitor: Rate{1, 2}}})
		red := h.person("X-Shop", "red", "X-Customer", "c1")
		blue := h.person("X-Shop", "blue", "X-Customer", "c1")
		start := `{"name":"Eve","text":"Hello"}`
		require.Equal(t, 201, red.do("POST", "v1/sessions", start).status)
		other := blue.do("GET", "v1/sessions/current", "").body
		assert.NotContains(t, string(other), "ses_", "the other shop's customer of that id")
		require.Equal(t, 201, blue.do("POST", "v1/sessions", start).status)
		visit := `{"url":"https://shop.example/"}`
		require.Less(t, red.do("POST", "v1/visits", visit).status, 300)
		assert.Equal(t, 429, red.do("POST", "v1/visits", visit).status)
		assert.Less(t, blue.do("POST", "v1/visits", visit).status, 300, "limits are of one desk")
	})
}

func TestATokenOfOneDeskIsWorthNothingAtAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := street(t, Config{})
		eve := h.person("X-Shop", "red")
		require.Equal(t, 201, eve.do("POST", "v1/sessions", `{"name":"Eve","text":"Hello"}`).status)
		require.Equal(t, 200, eve.do("GET", "v1/sessions/current", "").status)
		eve.headers["X-Shop"] = "blue"
		assert.NotContains(t, string(eve.do("GET", "v1/sessions/current", "").body), "ses_")
		assert.Equal(t, 401, eve.do("GET", "v1/events", "").status)
	})
}

func TestARequestForNoDeskIsToldSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := street(t, Config{})
		for shop, want := range map[string]int{"green": 404, "down": 503, "red": 200} {
			p := h.person("X-Shop", shop)
			assert.Equal(t, want, p.do("GET", "v1/config", "").status, shop)
			visit := p.do("POST", "v1/visits", `{"url":"https://shop.example/"}`)
			assert.Equal(t, want, visit.status, shop)
			p.headers["X-Staff"] = "ana"
			assert.Equal(t, want, p.do("GET", "v1/agent/me", "").status, shop)
			if shop != "red" {
				assert.Equal(t, want, p.do("GET", "v1/healthz/ready", "").status, shop)
			}
			assert.Equal(t, 204, p.do("GET", "v1/healthz/live", "").status, "the process lives")
			assert.Equal(t, 200, p.do("GET", "v1/openapi.yaml", "").status)
		}
	})
}

func TestADeskThatIsLetGoOfIsForgotten(t *testing.T) {
	var all tenants
	for range 3 {
		d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{})})
		require.NoError(t, err)
		require.Same(t, all.at(d), all.at(d))
	}
	require.Eventually(t, func() bool {
		runtime.GC()
		all.mu.Lock()
		defer all.mu.Unlock()
		return len(all.of) == 0
	}, time.Minute, time.Millisecond)
}

func TestAHandlerOfManyDesksHasNoKeyOfItsOwn(t *testing.T) {
	find := func(*http.Request) (*desk.Desk, error) { return nil, nil }
	key := make([]byte, 32)
	_, err := New(nil, Config{Desk: find, Key: key, AssertionKeys: map[string][]byte{"a": key}})
	require.ErrorContains(t, err, "Key: given beside Desk")
	require.ErrorContains(t, err, "AssertionKeys: given beside Desk")
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{})})
	require.NoError(t, err)
	_, err = New(d, Config{Desk: find})
	require.Error(t, err)
	_, err = New(nil, Config{})
	require.Error(t, err)
}
