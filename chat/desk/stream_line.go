package desk

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// lineWatch has a visitor's stream wake when the line moves in which its session stands.
type lineWatch struct {
	queue chat.QueueID // empty: the session is in no line
	topic string       // of the places in the queue's line
}

// follow makes the stream wake for the line of the session's queue while the session stands in it.
// It reports whether it does so from now on: the line may have moved since the session was looked
// at.
func (w *lineWatch) follow(l *replica.Listener, v *SessionView) (begins bool) {
	queue := v.Queue
	if !v.State.Waiting() {
		queue = ""
	}
	if queue == w.queue {
		return false
	}
	l.Leave(w.topic)
	*w = lineWatch{queue: queue}
	if queue != "" {
		w.topic = replica.TopicPlaces(queue)
		l.Follow(w.topic)
	}
	return queue != ""
}
