// Command server is a shop's own server with a chat in it.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chatui"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, ":8080"); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, address string) error {
	db, err := sqlitestore.Open(ctx, sqlitestore.Config{Path: "chat.db"}) // or pgstore, mysqlstore, etcdstore, memstore, your own
	if err != nil {
		return err
	}
	defer db.Close()
	d, err := desk.New(desk.Config{Store: db, Seed: settings.Team{ // the seed is for an empty store; change settings later
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}, Never: []string{"/checkout"}}},
		Queues: []settings.Queue{{ID: "help", Name: "Help"}}, // nobody signed in: visitors may leave a message
		Agents: []settings.Agent{{Login: "anna", Name: "Anna", Queues: []chat.Serves{{Queue: "help"}}, Capacity: 3}},
	}})
	if err != nil {
		return err
	}
	api, err := chathttp.New(d, chathttp.Config{Prefix: "/chat", Visitor: customer, Agent: agent})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()              // your own routes stand beside these two
	mux.Handle("/chat/v1/", api)           // the API; also v1/openapi.yaml, v1/healthz/live and v1/healthz/ready
	mux.Handle("/chat/", chatui.Handler()) // widget, console and board; each file can be replaced
	server := &http.Server{Addr: address, Handler: mux, ReadTimeout: 15 * time.Second}
	server.RegisterOnShutdown(api.Close) // or Shutdown waits for every open stream

	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	go func() {
		<-ctx.Done()
		server.Shutdown(context.WithoutCancel(ctx))
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended // Run gives its lease up before it ends, so that other nodes need not wait
}

// customer tells who is signed in to your shop. The zero Principal is nobody in particular, and may chat too.
func customer(r *http.Request) (chat.Principal, error) { return chat.Principal{}, nil }

// agent tells which of your staff asks, by your own login. The zero Principal is nobody, and is told to sign in.
func agent(r *http.Request) (chat.Principal, error) {
	return chat.Principal{Kind: chat.RoleAgent, ID: "anna", Verified: true}, nil // everybody is Anna: replace this
}
