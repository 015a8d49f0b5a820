package prom

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// Metrics are a desk's. It is a prometheus.Collector, and a hook.Observer and hook.Timer for
// desk.Config. It is safe for concurrent use.
type Metrics struct {
	counters
	gauges gauges
	host   atomic.Pointer[Host]

	mu      sync.Mutex
	replied map[chat.SessionID]time.Time // when an agent wrote last, of open sessions of this node
}

// Host is who knows how things stand: a desk.Host.
type Host interface{ Stats() desk.Stats }

// New returns the metrics of a desk that is not made yet.
func New() *Metrics {
	return &Metrics{
		counters: newCounters(), gauges: newGauges(), replied: map[chat.SessionID]time.Time{},
	}
}

// Watch begins to show the gauges of a desk. Without it there are counters and histograms alone.
func (m *Metrics) Watch(h Host) { m.host.Store(&h) }

// Describe implements prometheus.Collector.
func (m *Metrics) Describe(to chan<- *prometheus.Desc) {
	for _, c := range m.counters.all() {
		c.Describe(to)
	}
	m.gauges.describe(to)
}

// Collect implements prometheus.Collector.
func (m *Metrics) Collect(to chan<- prometheus.Metric) {
	for _, c := range m.counters.all() {
		c.Collect(to)
	}
	if h := m.host.Load(); h != nil {
		m.gauges.collect((*h).Stats(), to)
	}
}
