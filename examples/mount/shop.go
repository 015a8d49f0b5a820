package main

import (
	"net/http"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// prefix is where the chat lives in the shop.
const prefix = "/chat"

// newDesk is a desk in memory with one queue and one agent.
func newDesk() (*desk.Desk, error) {
	return desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}},
		Queues: []settings.Queue{{ID: "help", Name: "Help", NoAgent: settings.NoAgentWait}}, // nobody has to sign in to see it work
		Agents: []settings.Agent{{Login: "ana", Name: "Ana", Queues: []chat.Serves{{Queue: "help"}}, Capacity: 3}},
	}})
}

// newHandler is the chat of a desk. below is the part of the path that the router leaves in place.
func newHandler(d *desk.Desk, below string) (*chathttp.Handler, error) {
	return chathttp.New(d, chathttp.Config{Prefix: below, Agent: agentOf})
}

// agentOf is the shop's own login; here the simplest there is.
func agentOf(r *http.Request) (chat.Principal, error) {
	if name, password, ok := r.BasicAuth(); ok && name == "ana" && password == "demo" {
		return chat.Principal{Kind: chat.RoleAgent, ID: name, Verified: true}, nil
	}
	return chat.Principal{}, nil
}

// hello is a page of the shop, to show that the shop goes on beside the chat.
func hello(w http.ResponseWriter, _ *http.Request) {
	_, _ = w.Write([]byte("the shop\n"))
}
