package replica

import (
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Hub wakes those who listen to a topic of this process. It tells nothing but that something may
// have changed: a listener that is woken reads what it needs. So a wake-up may be early, stand for
// many, or be for nothing, and none is ever lost. The zero Hub is ready.
type Hub struct {
	mu     sync.Mutex
	topics map[string]listeners
	turns  turns // of those who listen to what concerns a crowd
}

// Listener is one who is woken, and who collects signals.
type Listener struct {
	hub     *Hub
	wake    chan struct{}     // holds one; full means a wake-up is owed
	topics  map[string]uint64 // and how often each woke it since it is followed
	wakes   uint64            // how often it was woken by a topic
	signals []Signal          // the newest maxSignals
	doubt   bool              // something was told that may say that its principal is refused
}

// Signal is something ephemeral about a session: somebody is typing, or has read. Losing one does
// no harm.
type Signal struct {
	Session chat.SessionID
	At      time.Time
	By      string // visitor or agent
	Typing  bool   // it is a typing sign; else a read mark
	On      bool   // of a typing sign: they type
	Text    string // of a visitor's typing sign: what they have typed, where they let agents see it
	Read    int    // of a read mark: the entry's number
}

// maxSignals is how many signals a listener holds that has taken none.
const maxSignals = 16 // typing signs that nobody read are worth nothing

// Listen begins to listen. The listener must be closed.
func (h *Hub) Listen(topics ...string) *Listener {
	l := &Listener{hub: h, wake: make(chan struct{}, 1), topics: map[string]uint64{}}
	l.Follow(topics...)
	return l
}

// Listens reports whether anybody on this node listens to a topic.
func (h *Hub) Listens(topic string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.topics[topic].none()
}

// Wake wakes the listeners of each topic, once. Those of topics that concern a crowd take turns.
func (h *Hub) Wake(topics ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range topics {
		if inTurns(t) {
			h.begin(t)
			continue
		}
		for l := range h.topics[t].all() {
			// A topic of principals says no more than that somebody is refused: the listener asks whether
			// it is its own.
			l.doubt = l.doubt || doubtful(t)
			l.wakeBy(t)
		}
	}
}

// RingAll wakes everybody.
func (h *Hub) RingAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for t, ls := range h.topics {
		for l := range ls.all() {
			// Nobody knows what happened meanwhile, so everybody's principal is asked for again.
			l.doubt = true
			l.wakeBy(t)
		}
	}
}

// Post hands a signal to the listeners of its session. Nobody waits for a slow one.
func (h *Hub) Post(s Signal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.topics[TopicSession(s.Session)].all() {
		// The oldest goes first: the newest typing sign is the one that is true.
		if len(l.signals) == maxSignals {
			l.signals = l.signals[1:]
		}
		l.signals = append(l.signals, s)
		l.wakes++
		l.nudge()
	}
}

// Wake returns the channel that holds a value while a wake-up is owed.
func (l *Listener) Wake() <-chan struct{} { return l.wake }

// Follow adds topics.
func (l *Listener) Follow(topics ...string) {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	// From here on nothing is missed: a wake-up comes though what it is for was read just before.
	for _, t := range topics {
		l.topics[t] += 0 // what is followed already keeps its count
		if l.hub.topics == nil {
			l.hub.topics = map[string]listeners{}
		}
		l.hub.topics[t] = l.hub.topics[t].with(l)
	}
}

// Leave gives topics up.
func (l *Listener) Leave(topics ...string) {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	l.leave(topics)
}

// leave gives topics up, and keeps nothing of one that nobody listens to. The hub is locked.
func (l *Listener) leave(topics []string) {
	for _, t := range topics {
		delete(l.topics, t)
		if rest := l.hub.topics[t].without(l); rest.none() {
			delete(l.hub.topics, t)
		} else {
			l.hub.topics[t] = rest
		}
	}
}

// Close ends all listening.
func (l *Listener) Close() {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	var all []string
	for t := range l.topics {
		all = append(all, t)
	}
	l.leave(all)
}

// Take hands over the signals that came since the last call.
func (l *Listener) Take() []Signal {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	all := l.signals
	l.signals = nil
	return all
}

// Doubted reports, once, whether the principal of the listener may be refused by now.
func (l *Listener) Doubted() bool {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	was := l.doubt
	l.doubt = false
	return was
}

// Wakes is how often the listener was woken by what it follows. Who reads the store and finds it
// the same afterwards has missed nothing.
func (l *Listener) Wakes() uint64 {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	return l.wakes
}

// WakesFor is how often a topic woke it since it is followed.
func (l *Listener) WakesFor(topic string) uint64 {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	return l.topics[topic]
}

// Nudge wakes the listener by nothing that it follows.
func (l *Listener) Nudge() {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	l.nudge()
}

// wakeBy wakes the listener by a topic. The hub is locked.
func (l *Listener) wakeBy(topic string) {
	l.topics[topic]++
	l.wakes++
	l.nudge()
}

// nudge owes the listener a wake-up. The hub is locked.
func (l *Listener) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}
