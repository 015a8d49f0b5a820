package http

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkVisitorToAgent measures the time from a visitor's POST until the message is read from the agent's stream, over
// TCP, with other streams open.
func BenchmarkVisitorToAgent(b *testing.B) {
	for _, store := range []string{"memstore", "sqlitestore"} {
		for _, streams := range []int{0, 1000} {
			b.Run(fmt.Sprintf("%s/streams=%d", store, streams), func(b *testing.B) {
				s := start(b, store == "sqlitestore")
				s.crowd(b, streams)
				latency(b, s)
			})
		}
	}
}

func latency(b *testing.B, s server) {
	ana := s.stream(b, "/v1/agent/events", "X-Agent: ana")
	s.ask(b, "PUT", "/v1/agent/status", `{"mode":"available"}`, "X-Agent", "ana")
	cookie, id := s.session(b, "busy")
	until(b, ana, `"kind":"session.assigned"`)
	var took []time.Duration
	for b.Loop() {
		text := fmt.Sprintf("message %d.", len(took))
		begun := time.Now()
		s.ask(b, "POST", "/v1/sessions/"+id+"/messages", fmt.Sprintf(`{"text":%q}`, text), "Cookie", cookie)
		until(b, ana, text)
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	at := func(percent int) float64 { return float64(took[(len(took)-1)*percent/100].Microseconds()) / 1000 }
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}
