package desk

import (
	"strings"
	"sync"
)

// hub wakes those who listen to a topic of this process. It carries no truth: a listener that is woken reads the store,
// so that a wake-up may be early, merged with others, or for nothing. The zero hub is ready.
type hub struct {
	mu     sync.Mutex
	topics map[string]map[*listener]struct{}
}

// listener is one who is woken. Its events are the ephemeral ones, the newest maxEphemeral.
type listener struct {
	hub    *hub
	wake   chan struct{} // holds one; full means a wake-up is owed
	topics map[string]struct{}
	events []Event
	doubt  bool // something rang that may say that its principal is refused
}

const maxEphemeral = 16 // typing signs that nobody read are worth nothing

// The topics. A name is the family of what changed and its id.
func topicSession(id string) string { return "session/" + id }
func topicVisitor(id string) string { return "visitor/" + id }
func topicAgent(id string) string   { return "agent/" + id }
func topicQueue(id string) string   { return "queue/" + id }

// topicExtern is the record that says which principals of a person are refused.
func topicExtern(kind, hash string) string { return doubtful + kind + "/" + hash }

const doubtful = "extern/"

const (
	topicFeed    = "feed"    // anything at all was applied
	topicBoard   = "board"   // something a board shows
	topicLine    = "line"    // something the dispatcher decides on
	topicOutbox  = "outbox"  // an effect is due, or was dealt with
	topicJob     = "job"     // a job is due at another instant, or was done
	topicNearby  = "nearby"  // the agents connected to this node
	topicSetting = "setting" // a setting
)

// listen begins to listen. The listener must be closed.
func (h *hub) listen(topics ...string) *listener {
	l := &listener{hub: h, wake: make(chan struct{}, 1), topics: map[string]struct{}{}}
	l.follow(topics...)
	return l
}

// follow adds topics.
func (l *listener) follow(topics ...string) {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	for _, t := range topics {
		l.topics[t] = struct{}{}
		if l.hub.topics == nil {
			l.hub.topics = map[string]map[*listener]struct{}{}
		}
		if l.hub.topics[t] == nil {
			l.hub.topics[t] = map[*listener]struct{}{}
		}
		l.hub.topics[t][l] = struct{}{}
	}
}

// leave gives topics up.
func (l *listener) leave(topics ...string) {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	for _, t := range topics {
		delete(l.topics, t)
		delete(l.hub.topics[t], l)
		if len(l.hub.topics[t]) == 0 {
			delete(l.hub.topics, t)
		}
	}
}

// close ends all listening.
func (l *listener) close() {
	l.hub.mu.Lock()
	var all []string
	for t := range l.topics {
		all = append(all, t)
	}
	l.hub.mu.Unlock()
	l.leave(all...)
}

// take hands over the ephemeral events that came since the last call.
func (l *listener) take() []Event {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	es := l.events
	l.events = nil
	return es
}

// ring wakes the listeners of each topic, once.
func (h *hub) ring(topics ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range topics {
		for l := range h.topics[t] {
			l.doubt = l.doubt || strings.HasPrefix(t, doubtful)
			l.nudge()
		}
	}
}

// doubted reports whether the principal of the listener may be refused by now, once.
func (l *listener) doubted() bool {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	was := l.doubt
	l.doubt = false
	return was
}

// post hands an ephemeral event to the listeners of a topic. Nobody waits for a slow one.
func (h *hub) post(topic string, e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.topics[topic] {
		if len(l.events) == maxEphemeral {
			l.events = l.events[1:]
		}
		l.events = append(l.events, e)
		l.nudge()
	}
}

func (l *listener) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}
