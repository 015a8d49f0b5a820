package http

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// The environment that makes this binary a server: the store's file, "mem", or the address of a
// PostgreSQL; and which of the servers it is.
const (
	serverEnv = "SWITCHBOARD_BENCH_STORE"
	kindEnv   = "SWITCHBOARD_BENCH_KIND"
	// profileEnv is where servers write where their processor time goes, if anywhere.
	profileEnv = "SWITCHBOARD_BENCH_PROFILE"
)

func TestMain(m *testing.M) {
	if at := os.Getenv(serverEnv); at != "" {
		if err := serverKinds[os.Getenv(kindEnv)](at); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serverKinds are the servers that this program can be.
var serverKinds = map[string]func(at string) error{
	"switchboard": serve, "plain": servePlain, "centrifuge": serveCentrifuge,
}

// serve serves a desk until its input ends, and says where.
func serve(at string) error {
	s, end, err := openStore(at)
	if err != nil {
		return err
	}
	defer end()
	d, err := desk.New(desk.Config{Store: s, Seed: team()})
	if err != nil {
		return err
	}
	free := chathttp.Rate{PerMinute: -1}
	h, err := chathttp.New(d, chathttp.Config{Limits: chathttp.Limits{Visitor: free, Network: free, Newcomers: free}, Agent: agentOf})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() { _ = d.Run(ctx) }()
	mux := http.NewServeMux()
	mux.Handle("/", h)
	return listen(mux)
}

// openStore opens the store that the environment names.
func openStore(at string) (s store.Store, end func(), err error) {
	switch {
	case at == "mem":
		return memstore.New(memstore.Config{}), func() {}, nil
	case strings.HasPrefix(at, "postgres:"):
		db, err := pgstore.Open(context.Background(), pgstore.Config{URL: at})
		return db, func() { _ = db.Close() }, err
	}
	db, err := sqlitestore.Open(context.Background(), sqlitestore.Config{Path: at})
	return db, func() { _ = db.Close() }, err
}

// most is the sessions that an agent of these shops may have.
const most = 64

// team is a shop with enough agents for a thousand conversations, all of them signed out.
func team() settings.Team {
	t := settings.Team{
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"idle", "busy"}}},
		Queues: []settings.Queue{
			{ID: "idle", NoAgent: settings.NoAgentWait},
			{ID: "busy", AutoAccept: true, NoAgent: settings.NoAgentWait},
		},
	}
	for i := range 20 {
		t.Agents = append(t.Agents, settings.Agent{
			Login: login(i), Name: login(i), Hosted: true, Capacity: most,
			Queues: []chat.Serves{{Queue: "busy"}},
		})
	}
	return t
}

// login is the name of an agent: ana is the first.
func login(i int) string {
	if i == 0 {
		return "ana"
	}
	return fmt.Sprint("ana-", i)
}

// listen serves until the input ends, and says where.
func listen(mux *http.ServeMux) error {
	mux.HandleFunc("/memory", memory)
	mux.HandleFunc("/processor", processor)
	mux.HandleFunc("/bare", bare)
	if at := os.Getenv(profileEnv); at != "" {
		f, err := os.Create(at + "." + strconv.Itoa(os.Getpid()))
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	srv := &http.Server{Handler: mux, WriteTimeout: 10 * time.Second, ConnState: countConns}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = srv.Close()
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func agentOf(r *http.Request) (chat.Principal, error) {
	if r.Header.Get("X-Agent") == "" {
		return chat.Principal{}, nil
	}
	return chat.Principal{Kind: chat.RoleAgent, ID: r.Header.Get("X-Agent"), Verified: true}, nil
}

// bare is the least a stream can be: what net/http itself holds for one.
func bare(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	_, _ = io.WriteString(w, "event: stream.hello\ndata: {}\n\n")
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// conns is how many connections the server has.
var conns atomic.Int64

func countConns(_ net.Conn, now http.ConnState) {
	switch now {
	case http.StateNew:
		conns.Add(1)
	case http.StateClosed, http.StateHijacked:
		conns.Add(-1)
	}
}

// memory answers with bytes: resident, alive in the heap, stacks in use; and with how many
// goroutines and connections there are.
func memory(w http.ResponseWriter, _ *http.Request) {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var resident int
	if b, err := os.ReadFile("/proc/self/statm"); err == nil {
		_, _ = fmt.Sscanf(string(b), "%d %d", new(int), &resident)
	}
	_, _ = fmt.Fprintln(w, resident*os.Getpagesize(), m.HeapAlloc, m.StackInuse, runtime.NumGoroutine(), conns.Load())
}

// server is a running server process.
type server struct{ kind, addr string }

func start(tb testing.TB, sqlite bool) server {
	tb.Helper()
	at := "mem"
	if sqlite {
		at = filepath.Join(tb.TempDir(), "desk.db")
	}
	return begin(tb, "switchboard", at)
}

// begin starts a server on a store.
func begin(tb testing.TB, kind, at string) server {
	tb.Helper()
	cmd := command(tb, kind, at)
	cmd.Env = append(os.Environ(), serverEnv+"="+at, kindEnv+"="+kind)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(tb, err)
	out, err := cmd.StdoutPipe()
	require.NoError(tb, err)
	require.NoError(tb, cmd.Start())
	tb.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	addr, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(tb, err)
	return server{kind, strings.TrimSpace(addr)}
}
