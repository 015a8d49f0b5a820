package http

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	open   = flag.Int("open", 100, "how many streams are open in all")
	rest   = flag.Duration("rest", time.Second, "how long nothing happens once all streams are open")
	within = flag.Duration("within", 0, "the greatest 99th percentile from a message to its streams; 0: any")
)

// TestManyStreams has a shop's visitors write at a given rate while many streams are open: those of
// the conversations, those of their agents, and for the rest those of visitors who wait. The plain
// server goes through the same.
func TestManyStreams(t *testing.T) {
	allowFiles(t, *open)
	at := *onStore
	if at == "" {
		at = "mem"
	}
	for range *rounds {
		for _, kind := range []string{"switchboard", "plain"} {
			t.Run(kind, func(t *testing.T) { throng(t, kind, at) })
		}
	}
}

// throng opens the streams of one server and lets the visitors write.
func throng(t *testing.T, kind, at string) {
	if kind == "plain" && at == "mem" {
		at = "sqlite" // it has no memory
	}
	at, _ = storeOf(t, at)
	s := begin(t, kind, at)
	x := newCrowd(t, s)
	x.own = make([]atomic.Int64, *sent)
	x.open()
	s.crowd(t, *open-*conversations-*agents)
	time.Sleep(*rest) // until every stream has sent what it had to say
	memory, used := s.memory(t), s.processor(t)
	x.write(*perSecond)
	x.heard()
	used = s.processor(t) - used
	agent, visitor := quantiles(x.took), quantiles(x.own)
	t.Logf("%s on %s, %d streams, %d messages at %d/s: to the agent's stream p50 %.1f, p99 %.1f ms, to the visitor's %.1f, %.1f ms; "+
		"%v of processor time a message, %.0f goroutines, %.0f MiB resident", kind, at, *open, *sent, *perSecond,
		agent(50), agent(99), visitor(50), visitor(99), used/time.Duration(*sent), memory.goroutines, memory.resident/(1<<20))
	require.Greater(t, memory.goroutines, float64(*open), "every stream is open still")
	if *within > 0 && kind == "switchboard" {
		require.Less(t, max(agent(99), visitor(99)), float64(within.Microseconds())/1000)
	}
}

// allowFiles lets this process, and the servers that it starts, have a file for each stream.
func allowFiles(t *testing.T, n int) {
	t.Helper()
	var now syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &now))
	need := uint64(n) + 1000 //nolint:gosec // it is not negative
	if now.Cur < need {
		now.Cur, now.Max = need, max(now.Max, need)
		require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &now), "ulimit -n %d", need)
	}
}

// slow are the streams of one agent that nobody reads; floods is how many messages come meanwhile.
// They are more than the kernel's buffers of a connection hold.
const (
	slow   = 6
	floods = 1200
)

// TestAReaderWhoDoesNotReadCostsLittleAndIsEnded floods the streams of an agent, and those of
// another shop where all of them are read. Who does not read has the server hold no more than who
// does, delays nobody, and is let go.
func TestAReaderWhoDoesNotReadCostsLittleAndIsEnded(t *testing.T) {
	read, unread := flood(t, true), flood(t, false)
	each := (unread.heap - read.heap + unread.stack - read.stack) / slow
	t.Logf("%d messages of %d bytes: %+v where all are read, %+v where nobody reads %d", floods, len(wait), read, unread, slow)
	// Two servers differ by what they have cached, too: what is excluded is a queue for each reader.
	require.Less(t, each, float64(floods*len(wait)/8), "bytes for each stream that nobody reads")
}

// wait is a long message.
var wait = strings.Repeat("wait ", 700)

// flood answers with what the server holds once all messages are told to one who reads, while the
// slow streams are open still.
func flood(t *testing.T, all bool) usage {
	at, _ := storeOf(t, "sqlite")
	s := begin(t, "switchboard", at)
	ana := s.stream(t, "/v1/agent/events", "X-Agent: ana")
	s.ask(t, "PUT", "/v1/agent/status", `{"mode":"available"}`, "X-Agent", "ana")
	cookie, id := s.session(t, "busy")
	until(t, ana, `"kind":"session.assigned"`)
	before := s.memory(t)
	var stalled []io.Reader
	for range slow {
		r := s.stream(t, "/v1/agent/events", "X-Agent: ana")
		if stalled = append(stalled, r); all {
			go func() { _, _ = io.Copy(io.Discard, r) }()
		}
	}
	var heard, told atomic.Int64
	go func() {
		for line, err := ana.ReadSlice('\n'); err == nil || len(line) > 0; line, err = ana.ReadSlice('\n') {
			told.Add(int64(len(line)))
			if bytes.HasPrefix(line, []byte("event: message.created")) {
				heard.Add(1)
			}
		}
	}()
	for range floods {
		s.ask(t, "POST", "/v1/sessions/"+id+"/messages", fmt.Sprintf(`{"text":%q}`, wait), "Cookie", cookie)
	}
	require.Eventually(t, func() bool { return heard.Load() >= floods }, time.Minute, time.Millisecond, "who reads hears all")
	during := s.memory(t)
	if all {
		return during
	}
	require.GreaterOrEqual(t, during.conns, before.conns+slow, "the streams are open still")
	// All of them: one that is read before it is let go goes on.
	require.Eventually(t, func() bool { return s.memory(t).conns <= before.conns }, time.Minute, 100*time.Millisecond,
		"who does not read is let go")
	for _, r := range stalled {
		n, _ := io.Copy(io.Discard, r) // it ends, in order or by a reset
		require.Less(t, n, told.Load(), "less than was told to who reads")
	}
	return during
}
