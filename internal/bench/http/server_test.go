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
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// The environment that makes this binary a server: the store's file, or "mem".
const serverEnv = "SWITCHBOARD_BENCH_STORE"

func TestMain(m *testing.M) {
	if at := os.Getenv(serverEnv); at != "" {
		if err := serve(at); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serve serves a desk until its input ends, and says where.
func serve(at string) error {
	var s store.Store = memstore.New(memstore.Config{})
	if at != "mem" {
		db, err := sqlitestore.Open(context.Background(), sqlitestore.Config{Path: at})
		if err != nil {
			return err
		}
		defer db.Close()
		s = db
	}
	d, err := desk.New(desk.Config{Store: s, Seed: settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"idle", "busy"}}},
		Queues: []settings.Queue{{ID: "idle", NoAgent: settings.NoAgentWait}, {ID: "busy", AutoAccept: true, NoAgent: settings.NoAgentWait}},
		Agents: []settings.Agent{{Login: "ana", Name: "Ana", Hosted: true, Queues: []chat.Serves{{Queue: "busy"}}, Capacity: 64}},
	}})
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
	mux.HandleFunc("/memory", memory)
	mux.HandleFunc("/processor", processor)
	mux.HandleFunc("/bare", bare)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	srv := &http.Server{Handler: mux, WriteTimeout: 10 * time.Second}
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

// memory answers with bytes: resident, heap in use, stacks in use; and goroutines.
func memory(w http.ResponseWriter, _ *http.Request) {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var resident int
	if b, err := os.ReadFile("/proc/self/statm"); err == nil {
		_, _ = fmt.Sscanf(string(b), "%d %d", new(int), &resident)
	}
	_, _ = fmt.Fprintln(w, resident*os.Getpagesize(), m.HeapInuse, m.StackInuse, runtime.NumGoroutine())
}

// server is a running server process.
type server struct{ addr string }

func start(tb testing.TB, sqlite bool) server {
	tb.Helper()
	at := "mem"
	if sqlite {
		at = filepath.Join(tb.TempDir(), "desk.db")
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serverEnv+"="+at)
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
	return server{strings.TrimSpace(addr)}
}
