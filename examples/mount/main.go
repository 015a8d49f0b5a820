package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	router := flag.String("router", "chi", "one of: net/http, chi, gin, echo v4, echo v5")
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen; port 0 is a free one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *router, *addr); err != nil {
		log.Fatal(err)
	}
}

// run serves until ctx ends, and then lets requests finish.
func run(ctx context.Context, router, addr string) error {
	m, err := find(router)
	if err != nil {
		return err
	}
	d, err := newDesk()
	if err != nil {
		return err
	}
	h, err := newHandler(d, m.below)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("%s: http://%s%s/v1/config\n", m.name, l.Addr(), prefix)
	srv := &http.Server{Handler: m.in(h), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	srv.RegisterOnShutdown(h.Close) // or Shutdown waits for every open stream
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.Run(ctx) })
	g.Go(func() error { return srv.Serve(l) })
	g.Go(func() error {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return srv.Shutdown(end)
	})
	if err := g.Wait(); err != nil && !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func find(name string) (mount, error) {
	var names []string
	for _, m := range mounts {
		if m.name == name {
			return m, nil
		}
		names = append(names, m.name)
	}
	return mount{}, fmt.Errorf("mount: -router %q: want one of %s", name, strings.Join(names, ", "))
}
