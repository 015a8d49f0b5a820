package chathttp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func ExampleNew() {
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}},
		Queues: []settings.Queue{{ID: "help", Name: "Help"}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err := chathttp.New(d, chathttp.Config{Prefix: "/chat"})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/chat/v1/", h)

	r := httptest.NewRequest("POST", "/chat/v1/sessions", strings.NewReader(`{"name":"Eve","text":"Where is my order?"}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	fmt.Println(w.Code, strings.HasPrefix(w.Header().Get("Location"), "sessions/ses_"), w.Result().Cookies()[0].HttpOnly)

	w = httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/chat/v1/agent/inbox", nil))
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	// Output:
	// 201 true true
	// 401 application/problem+json
}
