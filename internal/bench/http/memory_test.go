package http

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const streams = 1000

// BenchmarkIdleStream measures what the server's process holds for each open stream of a waiting visitor, beyond what it
// holds for the session itself; and what net/http alone holds for a stream, to compare.
func BenchmarkIdleStream(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			s := start(b, false)
			s.weigh(b, func(int) { s.stream(b, "/bare", "X: y") })
		}
	})
	b.Run("visitor", func(b *testing.B) {
		for b.Loop() {
			s := start(b, false)
			var cookies []string
			for range streams {
				cookie, _ := s.session(b, "idle")
				cookies = append(cookies, cookie)
			}
			s.weigh(b, func(i int) { s.stream(b, "/v1/events", "Cookie: "+cookies[i]) })
		}
	})
}

// weigh reports what opening the streams added to the server.
func (s server) weigh(b *testing.B, open func(i int)) {
	before := s.memory(b)
	for i := range streams {
		open(i)
	}
	time.Sleep(2 * time.Second) // until every stream has sent what it had to say
	after := s.memory(b)
	b.ReportMetric((after.resident-before.resident)/streams, "RSS-B/stream")
	b.ReportMetric((after.heap-before.heap)/streams, "heap-B/stream")
	b.ReportMetric((after.stack-before.stack)/streams, "stack-B/stream")
	b.ReportMetric((after.goroutines-before.goroutines)/streams, "goroutines/stream")
	b.ReportMetric(0, "ns/op")
}

type usage struct{ resident, heap, stack, goroutines float64 }

func (s server) memory(tb testing.TB) (u usage) {
	tb.Helper()
	_, answer := s.ask(tb, "GET", "/memory", "")
	_, err := fmt.Sscan(answer, &u.resident, &u.heap, &u.stack, &u.goroutines)
	require.NoError(tb, err)
	return u
}
