package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// Mount is where every node, and the proxy, serve the chat.
const Mount = "/chat"

// Login is the header in which agents of this demonstration say who they are. A shop has its own login.
const Login = "X-Demo-Agent"

const environment = "SWITCHBOARD_CLUSTER_NODE"

// order is what a node is started with.
type order struct {
	Name      string
	Store     string
	Namespace string
	Lease     time.Duration
	Defaults  bool
	Clocks    bool
	Seed      settings.Team
	Logins    []string // of the seed's agents: settings do not keep them
}

// Serve is a node's life, or that of a member of etcd, if this process is one; then it does not return. Otherwise it does
// nothing.
func Serve() {
	role, given := serve, os.Getenv(environment)
	if given == "" {
		role, given = serveMember, os.Getenv(memberEnvironment)
	}
	if given == "" {
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ctx, orphaned := context.WithCancel(ctx)
	go func() {
		clock.hear(os.Stdin) // it ends with whoever started this
		orphaned()
	}()
	if err := role(ctx, given); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serve(ctx context.Context, given string) error {
	var o order
	if err := json.Unmarshal([]byte(given), &o); err != nil {
		return err
	}
	for i := range o.Seed.Agents {
		o.Seed.Agents[i].Login = o.Logins[i]
	}
	open, now := Open, (func() time.Time)(nil)
	if o.Defaults {
		open = OpenDefault
	}
	if o.Clocks {
		now = clock.now
	}
	s, err := open(ctx, o.Store, o.Namespace)
	if err != nil {
		return err
	}
	defer s.Close()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil)).With("node", o.Name)
	bus, hangUp, err := openBus(ctx, o.Store, o.Namespace, o.Name)
	if err != nil {
		return err
	}
	defer hangUp()
	d, err := desk.New(desk.Config{Store: s, Bus: bus, Node: o.Name, Lease: o.Lease, Seed: o.Seed, Logger: log, Now: now})
	if err != nil {
		return err
	}
	none := chathttp.Rate{PerMinute: -1}
	api, err := chathttp.New(d, chathttp.Config{
		Prefix: Mount, Agent: agent, Heartbeat: time.Second, Logger: log, Now: now,
		Limits: chathttp.Limits{Visitor: none, Network: none, Newcomers: none}, // a handful of programs play all visitors
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: api, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute}
	server.RegisterOnShutdown(api.Close) // or Shutdown waits for every open stream
	fmt.Println(listener.Addr())
	return run(ctx, d, server, listener)
}

// run serves until ctx ends, then answers what was asked before it lets the desk go.
func run(ctx context.Context, d *desk.Desk, server *http.Server, listener net.Listener) error {
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	var group errgroup.Group
	group.Go(func() error { return d.Run(life) })
	group.Go(func() error {
		<-ctx.Done()
		defer end()
		patience, cancel := context.WithTimeout(life, 5*time.Second)
		defer cancel()
		return server.Shutdown(patience)
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return group.Wait()
}

func agent(r *http.Request) (chat.Principal, error) {
	login := r.Header.Get(Login)
	if login == "" {
		return chat.Principal{}, nil
	}
	return chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true}, nil
}
