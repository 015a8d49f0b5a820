package replica

import (
	"slices"
	"strings"
	"time"
)

// How listeners take turns. A stream that looks takes a tenth of a millisecond or two, so that they
// take less than half of one processor, however many there are: 10,000 hear within five seconds.
const (
	turnEvery  = 5 * time.Millisecond // from one turn to the next
	perTurn    = 10                   // how many are woken in a turn
	roundEvery = time.Second          // from one round of a line's places to the next, at the least
)

// turns are those of the listeners of topics that concern a crowd: a place that becomes free
// changes what everybody behind it is told, and that the shop opens what all are. Thousands of
// streams that look at once would hold up everything else. So all that listen to such a topic are
// woken in a round, a few at a time; where several topics changed, one of each in turn. Zero turns
// are ready.
type turns struct {
	round map[string]*round // of the topics that changed a moment ago
	order []string          // the topics of which somebody was not woken yet
}

// round is one in which each listener of a topic is woken once.
type round struct {
	began time.Time
	due   []*Listener // who were not woken yet
	again bool        // the topic changed since
}

// inTurns reports whether the listeners of a topic take turns.
func inTurns(topic string) bool {
	return topic == TopicAvailability || strings.HasPrefix(topic, inLine)
}

// begin begins a round of a topic, or sees to another after the one under way. The hub is locked.
func (h *Hub) begin(topic string) {
	if r := h.turns.round[topic]; r != nil {
		r.again = true
		return
	}
	due := slices.Collect(h.topics[topic].all())
	if len(due) == 0 {
		return
	}
	if h.turns.round == nil {
		h.turns.round = map[string]*round{}
	}
	h.turns.round[topic] = &round{began: time.Now(), due: due}
	if h.turns.order = append(h.turns.order, topic); len(h.turns.order) == 1 {
		h.take()
	}
}

// take wakes those whose turn it is, and sees to the next turn. The hub is locked.
func (h *Hub) take() {
	for range perTurn {
		if len(h.turns.order) == 0 {
			return
		}
		h.next()
	}
	if len(h.turns.order) > 0 {
		time.AfterFunc(turnEvery, func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.take()
		})
	}
}

// next wakes one listener of the first topic, which goes to the end then. The hub is locked.
func (h *Hub) next() {
	topic := h.turns.order[0]
	h.turns.order = h.turns.order[1:]
	r := h.turns.round[topic]
	l := r.due[0]
	if _, listens := l.topics[topic]; listens {
		l.wakeBy(topic)
	}
	if r.due = r.due[1:]; len(r.due) > 0 {
		h.turns.order = append(h.turns.order, topic)
		return
	}
	wait := time.Duration(0) // the shop opens and closes seldom, a line moves all the time
	if topic != TopicAvailability {
		wait = max(0, roundEvery-time.Since(r.began))
	}
	time.AfterFunc(wait, func() { h.end(topic) })
}

// end ends a round of a topic, and begins another if something changed meanwhile.
func (h *Hub) end(topic string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.turns.round[topic]
	delete(h.turns.round, topic)
	if r.again {
		h.begin(topic)
	}
}
