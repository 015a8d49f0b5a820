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
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "where the page is")
	mail := flag.String("smtp", "127.0.0.1:0", "where letters are taken")
	seed := flag.Uint64("seed", 1, "how the platforms misbehave; 0: they do not")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *addr, *mail, *seed); err != nil {
		log.Fatal(err)
	}
}

// build makes the platforms, the mail and the shop. Nothing runs yet.
func build(mail string, seed uint64) (*town, error) {
	t := &town{fakes: newFakes(seed, time.Now)}
	adapters := map[channeltest.Kind]channel.Adapter{}
	for _, kind := range kinds {
		a, err := speak(kind, reach{client: t.fakes[kind].Client()})
		if err != nil {
			return nil, err
		}
		adapters[kind] = a
	}
	var err error
	if t.post, err = newPost(mail); err != nil {
		return nil, err
	}
	cfg := desk.Config{Store: memstore.New(memstore.Config{})}
	cfg.Mailer, err = t.post.mailer()
	if err == nil {
		t.folder, err = os.MkdirTemp("", "channels")
	}
	if err == nil {
		cfg.Blobs, err = dir.New(dir.Config{Path: t.folder})
	}
	if err == nil {
		t.shop, err = open(cfg, adapters)
	}
	if err != nil {
		t.close()
		return nil, err
	}
	t.post.take = t.shop.letter
	return t, nil
}

// live runs the shop, the mail and the platforms until ctx ends.
func (t *town) live(ctx context.Context) error {
	defer t.close()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return t.shop.desk.Run(ctx) })
	g.Go(t.post.serve)
	g.Go(func() error {
		<-ctx.Done()
		t.post.close()
		return nil
	})
	g.Go(func() error {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for here := false; ; {
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
			here = here || t.shop.arrive(ctx) == nil
			for kind, fake := range t.fakes {
				fake.Post(t.shop.ways[kind])
			}
		}
	})
	return g.Wait()
}

// run serves the page until ctx ends.
func run(ctx context.Context, addr, mail string, seed uint64) error {
	t, err := build(mail, seed)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.post.close()
		return err
	}
	fmt.Printf("http://%s, letters to %s at %s\n", l.Addr(), replies, t.post.listener.Addr())
	server := &http.Server{
		Handler: t.page(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return t.live(ctx) })
	g.Go(func() error {
		<-ctx.Done()
		return server.Close()
	})
	g.Go(func() error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	return g.Wait()
}
