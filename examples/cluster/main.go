package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// options are the flags.
type options struct {
	address  string
	store    string
	members  int
	visitors int
	lasts    time.Duration
}

func main() {
	fleet.Serve() // a node is this program too
	var o options
	flag.StringVar(&o.address, "addr", "127.0.0.1:8090", "where the page and the chat are; a loopback address")
	flag.StringVar(&o.store, "store", "", "postgres://… or mysql://… (default: an etcd in this program)")
	flag.IntVar(&o.members, "members", 1, "of the etcd: 1 or 3")
	flag.IntVar(&o.visitors, "visitors", 16, "who talk at a time")
	flag.DurationVar(&o.lasts, "for", 10*time.Minute, "how long it goes on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run shows the cluster until the time is over or ctx ends. Its error is also what the books say, if that is not zero.
func run(ctx context.Context, o options) (err error) {
	listener, err := listen(o.address)
	if err != nil {
		return err
	}
	s, err := newShow(ctx, o, "http://"+listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, s.close()) }()
	server := &http.Server{Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute}
	fmt.Printf("Three nodes are up, and %d visitors and %d agents talk on them for %v.\n\n  http://%s/\n\n", o.visitors, s.people.Agents, o.lasts, listener.Addr())
	var group errgroup.Group
	group.Go(func() error { return ignore(server.Serve(listener), http.ErrServerClosed) })
	group.Go(func() error {
		defer server.Close()
		return s.play(ctx, o.lasts)
	})
	return group.Wait()
}

// listen refuses what is not loopback: nobody logs in here.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	if !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("-addr: %s is not a loopback address", address), l.Close())
	}
	return l, nil
}

func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}
