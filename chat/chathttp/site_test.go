package chathttp

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestWithoutASiteTheFirstByItsIDIsMeant(t *testing.T) {
	queues := []settings.Queue{{ID: "help", Name: "Help"}}
	sites := []settings.Site{{ID: "us", Queues: []chat.QueueID{"help"}}, {ID: "eu", Queues: []chat.QueueID{"help"}}}
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{Sites: sites, Queues: queues}})
	require.NoError(t, err)
	h, err := New(d, Config{})
	require.NoError(t, err)
	t.Cleanup(h.Close)
	ask := func(method, path, body string, status int) (answer struct{ Site chat.SiteID }) {
		t.Helper()
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		} else {
			r.Body = http.NoBody
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, status, w.Code, "%s %s: %s", method, path, w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer))
		return answer
	}
	assert.EqualValues(t, "eu", ask("GET", "/v1/config", "", 200).Site)
	assert.EqualValues(t, "us", ask("GET", "/v1/config?site=us", "", 200).Site)
	ask("GET", "/v1/config?site=main", "", 404)
	ask("POST", "/v1/visits", `{"url":"/"}`, 200)
	assert.EqualValues(t, "eu", ask("POST", "/v1/sessions", `{"name":"Eve","text":"Hello"}`, 201).Site)
}
