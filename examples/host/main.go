package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	address := flag.String("addr", "127.0.0.1:8080", "where to listen; port 0 is any free one")
	folder := flag.String("data", ".", "the folder of the two SQLite files")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("the shop is at http://%s/; sign in as vera@shop.example or ann@shop.example, password demo\n", listener.Addr())
	if err := run(ctx, listener, *folder); err != nil {
		log.Fatal(err)
	}
}

// run serves the shop until ctx ends.
func run(ctx context.Context, listener net.Listener, folder string) error {
	shop, err := openShop(ctx, folder+"/shop.db")
	if err != nil {
		return err
	}
	defer shop.db.Close()
	chat, err := openChat(ctx, shop, folder+"/chat.db")
	if err != nil {
		return err
	}
	defer chat.store.Close()
	mux := http.NewServeMux()
	shop.mount(mux)
	chat.mount(mux)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	server.RegisterOnShutdown(chat.api.Close)
	ended := make(chan error, 1)
	go func() { ended <- chat.run(ctx) }()
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.WithoutCancel(ctx))
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}
