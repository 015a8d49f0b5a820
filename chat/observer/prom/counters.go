package prom

import "github.com/prometheus/client_golang/prometheus"

// waits are the buckets of what visitors wait for, in seconds. A service level is read from them:
// 20, 30 and 60 are edges.
var waits = []float64{1, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 1800}

// calls are the buckets of what the desk waits for, in seconds.
var calls = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5}

// counters are what happened on this node.
type counters struct {
	wait, firstResponse, response, handle *prometheus.HistogramVec
	started, closed, left                 *prometheus.CounterVec
	offers, transfers, messages           *prometheus.CounterVec
	prompts, ratings, dropped             *prometheus.CounterVec
	command, commit, read, hook           *prometheus.HistogramVec
}

func newCounters() counters {
	count := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "livechat_" + name, Help: help}, labels)
	}
	took := func(buckets []float64, name, help string, labels ...string) *prometheus.HistogramVec {
		o := prometheus.HistogramOpts{Name: "livechat_" + name, Help: help, Buckets: buckets}
		return prometheus.NewHistogramVec(o, labels)
	}
	return counters{
		wait: took(waits, "queue_wait_seconds",
			"How long sessions waited in line.", "queue", "outcome"),
		firstResponse: took(waits, "session_first_response_seconds",
			"From the beginning of a session to the first message of an agent.", "queue", "channel"),
		response: took(waits, "session_response_seconds",
			"From a visitor's message to the agent's next one.", "queue", "channel"),
		handle: took(waits, "session_handle_seconds",
			"From the first assignment of a session to its end.", "queue", "channel"),
		started: count("sessions_started_total",
			"Sessions that began.", "queue", "channel", "source"),
		closed: count("sessions_closed_total",
			"Sessions that ended.", "queue", "channel", "reason"),
		left: count("messages_left_total",
			"Sessions that became a message left for later.", "queue"),
		offers:    count("offers_total", "Offers, and what became of them.", "outcome"),
		transfers: count("transfers_total", "Sessions handed on.", "kind"),
		messages:  count("messages_total", "Messages.", "author_type"),
		prompts:   count("prompts_total", "What became of prompts.", "rule", "outcome"),
		ratings:   count("csat_responses_total", "Ratings.", "score"),
		dropped: count("streams_dropped_total",
			"Streams that the desk ended while somebody read them.", "scope", "reason"),
		command: took(calls, "command_seconds", "Commands, with their tries.", "outcome"),
		commit:  took(calls, "store_commit_seconds", "Commits of the store.", "outcome"),
		read:    took(calls, "store_read_seconds", "Reads of the store.", "method", "outcome"),
		hook:    took(calls, "hook_seconds", "Calls of the host's hooks.", "hook", "outcome"),
	}
}

func (c counters) all() []prometheus.Collector {
	return []prometheus.Collector{
		c.wait, c.firstResponse, c.response, c.handle, c.started, c.closed, c.left, c.offers, c.transfers,
		c.messages, c.prompts, c.ratings, c.dropped, c.command, c.commit, c.read, c.hook,
	}
}
