package prom

import (
	"cmp"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// mostReplied is how many sessions are remembered that ended on other nodes, and so never here.
const mostReplied = 10_000

// Entry implements hook.Observer.
func (m *Metrics) Entry(s chat.Session, e chat.Entry) {
	queue, channel := string(s.Queue), cmp.Or(s.Channel, "widget")
	switch e.Kind {
	case chat.KindCreated:
		source := "visitor"
		if s.Prompt != "" {
			source = "prompt"
		}
		m.started.WithLabelValues(queue, channel, source).Inc()
	case chat.KindMessage:
		m.message(s, e, channel)
	case chat.KindOffer:
		m.offers.WithLabelValues("made").Inc()
	case chat.KindDeclined:
		m.offers.WithLabelValues("declined").Inc()
	case chat.KindExpired:
		m.offers.WithLabelValues("expired").Inc()
	case chat.KindRescinded:
		m.offers.WithLabelValues("rescinded").Inc()
	case chat.KindAccepted, chat.KindAssigned:
		if e.Kind == chat.KindAccepted {
			m.offers.WithLabelValues("accepted").Inc()
		}
		if s.AssignedAt.Equal(e.At) {
			m.waited(queue, "answered", e.At.Sub(s.QueuedAt))
		}
	case chat.KindTransferred:
		kind := "queue"
		if e.Agent != "" {
			kind = "agent"
		}
		m.transfers.WithLabelValues(kind).Inc()
	case chat.KindQueued:
		if e.Reason == chat.Overflowed {
			m.waited(queue, "overflowed", e.At.Sub(s.QueuedAt))
		}
	case chat.KindClosed, chat.KindAbandoned, chat.KindMessaged:
		m.ended(s, e, channel)
	case chat.KindRated:
		if e.Rating != nil {
			m.ratings.WithLabelValues(strconv.Itoa(e.Rating.Score)).Inc()
		}
	}
}

// waited notes a wait. A session that was never in line, because a message was all it could be, has
// waited for nothing.
func (m *Metrics) waited(queue, outcome string, d time.Duration) {
	if d < 0 || d > 365*24*time.Hour {
		d = 0
	}
	m.wait.WithLabelValues(queue, outcome).Observe(d.Seconds())
}

func (m *Metrics) message(s chat.Session, e chat.Entry, channel string) {
	m.messages.WithLabelValues(string(e.Author.Kind)).Inc()
	if e.Author.Kind != chat.AuthorAgent && e.Author.Kind != chat.AuthorBot {
		return
	}
	queue := string(s.Queue)
	if s.AnsweredAt.Equal(e.At) {
		m.firstResponse.WithLabelValues(queue, channel).Observe(e.At.Sub(s.CreatedAt).Seconds())
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if last, known := m.replied[s.ID]; s.VisitorAt.After(last) && (known || s.AnsweredAt.Equal(e.At)) {
		m.response.WithLabelValues(queue, channel).Observe(e.At.Sub(s.VisitorAt).Seconds())
	}
	if len(m.replied) >= mostReplied {
		clear(m.replied)
	}
	m.replied[s.ID] = e.At
}

func (m *Metrics) ended(s chat.Session, e chat.Entry, channel string) {
	queue := string(s.Queue)
	m.closed.WithLabelValues(queue, channel, string(e.Reason)).Inc()
	switch {
	case e.Kind == chat.KindMessaged:
		m.left.WithLabelValues(queue).Inc()
		m.waited(queue, outcomeOf(e.Reason), e.At.Sub(s.QueuedAt))
	case e.Kind == chat.KindAbandoned:
		m.waited(queue, "abandoned", e.At.Sub(s.QueuedAt))
	case !s.AssignedAt.IsZero():
		m.handle.WithLabelValues(queue, channel).Observe(e.At.Sub(s.AssignedAt).Seconds())
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.replied, s.ID)
}

// outcomeOf is why a wait ended in a message.
func outcomeOf(r chat.Reason) string {
	switch r {
	case chat.LongestWait:
		return "expired"
	case chat.QueueFull:
		return "overflowed"
	case chat.Choice, chat.Left:
		return "abandoned"
	}
	return "offline"
}

// Commit implements hook.Observer.
func (m *Metrics) Commit(outcome string, took time.Duration) {
	m.command.WithLabelValues(outcome).Observe(took.Seconds())
}

// Prompt implements hook.Observer.
func (m *Metrics) Prompt(rule, outcome string) { m.prompts.WithLabelValues(rule, outcome).Inc() }

// Hook implements hook.Timer.
func (m *Metrics) Hook(name, outcome string, took time.Duration) {
	m.hook.WithLabelValues(name, outcome).Observe(took.Seconds())
}

// Store implements hook.Timer.
func (m *Metrics) Store(method, outcome string, took time.Duration) {
	if method == "commit" {
		m.commit.WithLabelValues(outcome).Observe(took.Seconds())
		return
	}
	m.read.WithLabelValues(method, outcome).Observe(took.Seconds())
}

// Dropped implements hook.Timer.
func (m *Metrics) Dropped(scope, reason string) { m.dropped.WithLabelValues(scope, reason).Inc() }
