package prom

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// gauges are how things stand at a scrape.
type gauges struct {
	length, oldest, free         *prometheus.Desc
	agents, slots, load          *prometheus.Desc
	connected, bots, outbox      *prometheus.Desc
	streams, lag, leads, degrade *prometheus.Desc
}

func newGauges() gauges {
	one := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("livechat_"+name, help, labels, nil)
	}
	return gauges{
		length: one("queue_length", "Sessions in line.", "queue", "priority"),
		oldest: one("queue_oldest_age_seconds",
			"How long the first in line has waited.", "queue", "priority"),
		free:      one("queue_free_slots", "Units that people could be offered now.", "queue"),
		agents:    one("agents", "People who serve a queue; somebody may serve several.", "queue", "status"),
		slots:     one("capacity_slots", "Units of those people's capacity.", "queue", "status"),
		load:      one("capacity_load", "Units of it that are taken.", "queue", "status"),
		connected: one("agents_connected", "People who are connected to some node."),
		bots:      one("bots_available", "Bots that are available."),
		outbox:    one("outbox_pending", "Mails and hand-offs that are not done."),
		streams:   one("streams_open", "Streams open to this node.", "scope"),
		lag: one("events_lag_seconds",
			"How long the store's feed has owed this node an answer."),
		leads: one("leading", "1 on the node that leads."),
		degrade: one("degraded",
			"Settings and agents that are not in force on this node as they stand."),
	}
}

func (g gauges) describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		g.length, g.oldest, g.free, g.agents, g.slots, g.load, g.connected, g.bots, g.outbox, g.streams,
		g.lag, g.leads, g.degrade,
	} {
		to <- d
	}
}

func (g gauges) collect(is desk.Stats, to chan<- prometheus.Metric) {
	show := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	for _, q := range is.Queues {
		queue := string(q.Queue)
		lines := map[string]desk.LineStats{"low": q.Low, "normal": q.Normal, "high": q.High}
		for priority, line := range lines {
			show(g.length, float64(line.Waiting), queue, priority)
			show(g.oldest, line.Oldest.Seconds(), queue, priority)
		}
		show(g.free, float64(q.Free), queue)
		for _, mode := range []chat.AgentMode{chat.Available, chat.Break, chat.Draining, chat.Offline, chat.Lost} {
			crew := q.Team[mode] // all are shown, so that one that empties reads 0
			show(g.agents, float64(crew.Agents), queue, string(mode))
			show(g.slots, float64(crew.Capacity), queue, string(mode))
			show(g.load, float64(crew.Load), queue, string(mode))
		}
	}
	show(g.connected, float64(is.Connected))
	show(g.bots, float64(is.Bots))
	show(g.outbox, float64(is.Outbox))
	for scope, n := range is.Streams {
		show(g.streams, float64(n), string(scope))
	}
	show(g.lag, is.Lag.Seconds())
	show(g.leads, truth(is.Leading))
	show(g.degrade, float64(is.Degraded))
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
