package http

import (
	"fmt"
	"math"
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
			s.bare(b).report(b)
		}
	})
	b.Run("visitor", func(b *testing.B) {
		for b.Loop() {
			s := start(b, false)
			s.visitors(b).report(b)
		}
	})
}

// TestAnIdleStreamHoldsLittleMoreThanABareOne compares by counted bytes. A stack that grew by a
// frame too many is twice as large, which is what this notices first.
func TestAnIdleStreamHoldsLittleMoreThanABareOne(t *testing.T) {
	bare, visitor := start(t, false).bare(t), start(t, false).visitors(t)
	t.Logf("a stream of nobody: %+v; of a visitor: %+v", bare, visitor)
	require.Less(t, visitor.stack-bare.stack, 5_000.0)
	require.Less(t, visitor.heap-bare.heap, 7_500.0)
	require.InDelta(t, bare.goroutines, visitor.goroutines, 0.1)
}

// bare opens streams of net/http alone.
func (s server) bare(tb testing.TB) usage {
	return s.weigh(tb, func(int) { s.stream(tb, "/bare", "X: y") })
}

// visitors opens the streams of visitors who wait.
func (s server) visitors(tb testing.TB) usage {
	var cookies []string
	for range streams {
		cookie, _ := s.session(tb, "idle")
		cookies = append(cookies, cookie)
	}
	return s.weigh(tb, func(i int) { s.stream(tb, "/v1/events", "Cookie: "+cookies[i]) })
}

// weigh returns what each stream that is opened adds to the server.
func (s server) weigh(tb testing.TB, open func(i int)) usage {
	before := s.memory(tb)
	for i := range streams {
		open(i)
	}
	after := s.rested(tb)
	return usage{
		resident: (after.resident - before.resident) / streams, heap: (after.heap - before.heap) / streams,
		stack:      (after.stack - before.stack) / streams,
		goroutines: (after.goroutines - before.goroutines) / streams,
	}
}

// usage is what a process holds: bytes, goroutines, and connections.
type usage struct{ resident, heap, stack, goroutines, conns float64 }

func (u usage) report(b *testing.B) {
	b.ReportMetric(u.resident, "RSS-B/stream")
	b.ReportMetric(u.heap, "heap-B/stream")
	b.ReportMetric(u.stack, "stack-B/stream")
	b.ReportMetric(u.goroutines, "goroutines/stream")
	b.ReportMetric(0, "ns/op")
}

// rested is memory once every stream has sent what it had to say: when two readings a second apart
// differ by next to nothing, or after a minute.
func (s server) rested(tb testing.TB) (u usage) {
	u = s.memory(tb)
	for range 60 {
		time.Sleep(time.Second)
		was := u
		u = s.memory(tb)
		same := math.Abs(u.heap-was.heap) < 100*streams && u.stack == was.stack
		if same && u.goroutines == was.goroutines {
			break
		}
	}
	return u
}

func (s server) memory(tb testing.TB) (u usage) {
	tb.Helper()
	_, answer := s.ask(tb, "GET", "/memory", "")
	_, err := fmt.Sscan(answer, &u.resident, &u.heap, &u.stack, &u.goroutines, &u.conns)
	require.NoError(tb, err)
	return u
}
