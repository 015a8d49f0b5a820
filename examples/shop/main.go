package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
	_ "time/tzdata" // the shop's hours are in Tallinn, wherever it runs

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

func main() {
	var o options
	flag.StringVar(&o.address, "addr", "127.0.0.1:8080", "where to listen")
	data := filepath.Join(os.TempDir(), "switchboard-shop")
	flag.StringVar(&o.data, "data", data, "folder of the database")
	flag.DurationVar(&o.offer, "offer", 20*time.Second,
		"how long an agent has to accept a chat; for a new database")
	flag.BoolVar(&o.record, "record", false,
		"note visits in visits.jsonl of that folder, for rules backtest")
	flag.StringVar(&o.mail, "mail", "127.0.0.1:0", "where the shop's mail server listens")
	flag.BoolVar(&o.phrasebook, "phrasebook", true,
		"translate the sentences of phrases.json in chats; for a new database")
	week := flag.Bool("week", false, "play a week with shifts in a moment, and print its diary")
	seed := flag.Uint64("seed", 7, "what decides that week")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if *week {
		if err := playWeek(ctx, os.Stdout, *seed); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	address, mail, data string
	offer               time.Duration
	record, phrasebook  bool
}

// run serves the shop until ctx ends.
func run(ctx context.Context, o options) error {
	data := o.data
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	cookies, err := newSigner(filepath.Join(data, "key"))
	if err != nil {
		return err
	}
	db, err := sqlitestore.Open(ctx, sqlitestore.Config{Path: filepath.Join(data, "shop.db")})
	if err != nil {
		return err
	}
	defer db.Close()
	begin, err := team(o.offer)
	if err != nil {
		return err
	}
	office, err := newPostOffice(filepath.Join(data, "mails"), o.mail)
	if err != nil {
		return err
	}
	defer office.close()
	mailer, err := office.mailer()
	if err != nil {
		return err
	}
	kept, err := dir.New(dir.Config{Path: filepath.Join(data, "files")})
	if err != nil {
		return err
	}
	defer kept.Close()
	listener, err := net.Listen("tcp", o.address)
	if err != nil {
		return err
	}
	defer listener.Close()
	at := "http://" + listener.Addr().String()
	if chat.OriginOf(at) != "" {
		begin.Sites[0].Origins = []string{at}
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	config := desk.Config{
		Store: db, Logger: log, Seed: begin, Mailer: mailer, Handoff: handoffs(office.out),
		Profile: profile{at: at},
		Content: desk.Content{Blobs: kept},
	}
	if o.phrasebook {
		book, err := newPhrasebook()
		if err != nil {
			return err
		}
		config.Seed.Sites[0].Translation, config.Translator = translating, book
	}
	if o.record {
		v, err := newVisits(filepath.Join(data, "visits.jsonl"), log)
		if err != nil {
			return err
		}
		defer v.close()
		config.Recorder, config.Observer = v, v
	}
	d, err := desk.New(config)
	if err != nil {
		return err
	}
	s := &shop{desk: d, cookies: cookies, mails: office.out}
	routes, closeChats, err := s.routes(log)
	if err != nil {
		return err
	}
	server := newServer(routes)
	server.RegisterOnShutdown(closeChats) // or Shutdown waits for every open stream
	greet(listener.Addr().String(), office.address().String())
	group, ctx := errgroup.WithContext(ctx)
	group.Go(office.serve)
	group.Go(func() error { return office.carry(ctx, d.Host(), log) })
	group.Go(func() error {
		defer office.close()
		return serve(ctx, d, server, listener)
	})
	return group.Wait()
}

// newServer gives every request, its body and its answer an end. Streams are not cut: the chat extends the deadline of each of
// their writes.
func newServer(routes http.Handler) *http.Server {
	return &http.Server{
		Handler: routes, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
	}
}

// serve runs the desk and the server side by side, and ends both cleanly.
func serve(ctx context.Context, d *desk.Desk, server *http.Server, listener net.Listener) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.Run(ctx) })
	group.Go(func() error { return server.Serve(listener) })
	group.Go(func() error {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return server.Shutdown(end)
	})
	if err := group.Wait(); err != nil && !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func greet(address, mail string) {
	fmt.Printf("Northlight is open.\n\n  store front    http://%[1]s/\n  agent console  http://%[1]s/chat/console   (mari or jaan, password %[2]s)\n  board          http://%[1]s/chat/board     (liis, password %[2]s)\n  mail server    smtp://%[3]s/                (answers to the shop's letters)\n\nSign in at the console and accept chats; then look at a product for a few seconds.\n", address, password, mail)
}
