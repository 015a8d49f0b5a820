package chatclient_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chatclient"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func Example() {
	ctx := context.Background()
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}},
		Queues: []settings.Queue{{ID: "help", Name: "Help", NoAgent: settings.NoAgentWait}},
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
	mux.Handle("/chat/", h)
	server := httptest.NewServer(mux)
	defer server.Close()

	c, err := chatclient.New(chatclient.Config{Base: server.URL + "/chat"})
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := c.Visitor().Start(ctx, "", chatclient.Start{Name: "Eve", Text: "Where is my order?"})
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := c.Visitor().Session(s.ID).Messages(ctx, chatclient.MessagesQuery{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range page.Entries {
		if e.Text != "" {
			fmt.Println(e.Author.Name, "says:", e.Text)
		}
	}
	// Output: Eve says: Where is my order?
}
