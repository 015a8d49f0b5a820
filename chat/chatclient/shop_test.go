package chatclient_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chatclient"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// shop is a desk behind its API, whose agents are known by a header.
type shop struct {
	*chattest.Shop
	t      *testing.T
	server *httptest.Server
	asked  atomic.Int64 // requests
	// amid stands between the client and the API while it is set.
	amid atomic.Pointer[func(http.Handler, http.ResponseWriter, *http.Request)]
}

func open(t *testing.T) *shop {
	s := &shop{t: t, Shop: chattest.Open(t, desk.Config{Seed: settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}},
		Queues: []settings.Queue{{ID: "help", Name: "Help", NoAgent: settings.NoAgentWait}},
		Agents: []settings.Agent{
			{Login: "mari", Name: "Mari", Queues: []chat.Serves{{Queue: "help"}}},
			{Login: "liis", Name: "Liis", Supervisor: true, Queues: []chat.Serves{{Queue: "help"}}},
		},
	}})}
	login := func(r *http.Request) (chat.Principal, error) {
		id, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			return chat.Principal{}, nil
		}
		role := map[bool]chat.Role{true: chat.RoleSupervisor, false: chat.RoleAgent}[id == "liis"]
		return chat.Principal{Kind: role, ID: id, Verified: true}, nil
	}
	h, err := chathttp.New(s.Desk, chathttp.Config{Prefix: "/chat", Agent: login})
	require.NoError(t, err)
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		if amid := s.amid.Load(); amid != nil {
			(*amid)(h, w, r)
			return
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		h.Close()
		s.server.Close()
	})
	return s
}

// as is a client of somebody who signs in by a header, or of a visitor with a browser of their own.
func (s *shop) as(login string) *chatclient.Client {
	cfg := chatclient.Config{Base: s.server.URL + "/chat/", Pause: time.Millisecond}
	if login != "" {
		cfg.Sign = func(r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+login)
			return nil
		}
	}
	c, err := chatclient.New(cfg)
	require.NoError(s.t, err)
	return c
}

// once lets something happen to the next request alone.
func (s *shop) once(f func(http.Handler, http.ResponseWriter, *http.Request)) {
	var over atomic.Bool
	amid := func(h http.Handler, w http.ResponseWriter, r *http.Request) {
		if over.Swap(true) {
			h.ServeHTTP(w, r)
			return
		}
		f(h, w, r)
	}
	s.amid.Store(&amid)
}

// cut does what was asked, and loses the answer.
func cut(h http.Handler, _ http.ResponseWriter, r *http.Request) {
	h.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}
