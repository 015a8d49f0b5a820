package desk

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// lineWatch has a visitor's stream wake when the line moves in which its session stands. In a line
// of thousands each that comes or goes would wake all of them, who may not show it before their
// pace is over. So a stream that is woken before then stops its ears until then, and looks.
type lineWatch struct {
	queue   chat.QueueID // empty: the session is in no line
	stopped bool
}

// follow makes the stream wake for the line of the session's queue while the session stands in it.
func (w *lineWatch) follow(l *replica.Listener, v SessionView) {
	queue := v.Queue
	if !v.State.Waiting() {
		queue = ""
	}
	if queue != w.queue {
		l.Leave(replica.TopicQueue(w.queue))
		l.Follow(replica.TopicQueue(queue))
		w.queue, w.stopped = queue, false
	}
}

// stop has the stream not wake for the line. The stream must look when it calls resume.
func (w *lineWatch) stop(l *replica.Listener) {
	if w.queue != "" && !w.stopped {
		l.Leave(replica.TopicQueue(w.queue))
		w.stopped = true
	}
}

// resume has it wake again. Whatever happened before is seen by who looks afterwards.
func (w *lineWatch) resume(l *replica.Listener) {
	if w.stopped {
		l.Follow(replica.TopicQueue(w.queue))
		w.stopped = false
	}
}
