package http

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const senders = 32

// BenchmarkMessages lets 32 visitors, each with an open session of the same agent, send one message after the other. It
// reports messages a second, and the processor time of the server's process for each of them.
func BenchmarkMessages(b *testing.B) {
	for _, store := range []string{"memstore", "sqlitestore"} {
		for _, open := range []string{"none", "agent", "all"} {
			b.Run(fmt.Sprintf("%s/streams=%s", store, open), func(b *testing.B) {
				s := start(b, store == "sqlitestore")
				s.ask(b, "PUT", "/v1/agent/status", `{"mode":"available"}`, "X-Agent", "ana")
				if open != "none" {
					r := s.stream(b, "/v1/agent/events", "X-Agent: ana")
					go func() { _, _ = io.Copy(io.Discard, r) }()
				}
				send(b, s, open == "all")
			})
		}
	}
}

func send(b *testing.B, s server, listening bool) {
	var cookies, ids [senders]string
	for i := range senders {
		cookies[i], ids[i] = s.session(b, "busy")
		for answer := ""; !strings.Contains(answer, `"state":"active"`); time.Sleep(time.Millisecond) {
			_, answer = s.ask(b, "GET", "/v1/sessions/"+ids[i], "", "Cookie", cookies[i])
		}
		if listening {
			r := s.stream(b, "/v1/events", "Cookie: "+cookies[i])
			go func() { _, _ = io.Copy(io.Discard, r) }()
		}
	}
	var all sync.WaitGroup
	var sent atomic.Int64
	used, begun := s.processor(b), time.Now()
	b.ResetTimer()
	for i := range senders {
		all.Go(func() {
			for sent.Add(1) <= int64(b.N) {
				s.ask(b, "POST", "/v1/sessions/"+ids[i]+"/messages", `{"text":"Where is my parcel? It should have come on Monday."}`, "Cookie", cookies[i])
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/time.Since(begun).Seconds(), "messages/s")
	b.ReportMetric(float64((s.processor(b)-used).Microseconds())/float64(b.N), "server-cpu-µs/message")
	b.ReportMetric(0, "ns/op")
}

// processor is the processor time that the server's process has used.
func (s server) processor(tb testing.TB) time.Duration {
	_, answer := s.ask(tb, "GET", "/processor", "")
	n, err := strconv.ParseInt(strings.TrimSpace(answer), 10, 64)
	require.NoError(tb, err)
	return time.Duration(n)
}

// processor answers with the processor time of this process, in nanoseconds.
func processor(w http.ResponseWriter, _ *http.Request) {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	_, _ = fmt.Fprintln(w, u.Utime.Nano()+u.Stime.Nano())
}
