// Package prom makes a desk's figures metrics of Prometheus.
//
//	figures := prom.New()
//	d, err := desk.New(desk.Config{Store: db, Observer: figures})
//	…
//	figures.Watch(d.Host())
//	registry.MustRegister(figures)
//
// What happens is counted where it was written, so the sum over all nodes is right. Gauges are read
// at each scrape from what the node has in memory: those of queues and agents are of the whole team,
// and the same on each node (take the max), those of streams, lag and leading are the node's own.
//
// No label names a visitor, an agent or a session. Queues, rules and channels are the team's
// settings; every other label is one of a few words. A process with several desks registers each
// with a label of its own: prometheus.WrapRegistererWith.
package prom
