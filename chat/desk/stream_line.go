package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// lineWatch has a visitor's stream wake when the line moves in which its session stands. In a line
// of thousands each that comes or goes would wake all of them, who may not show it before their
// pace is over. So a stream that is woken before then stops its ears until then, and looks.
//
// One that is woken after it stops its ears too, for as long as its place is far behind: so they
// look one after the other, and do not hold up everything else by looking all at once. From then on
// each goes by its own pace.
type lineWatch struct {
	queue   chat.QueueID // empty: the session is in no line
	topic   string       // of the queue
	stopped bool
}

// apart is how long after one another two streams of a line look that stand next to each other. It
// is a few times what a look takes, so that a moving line leaves most of a processor to others.
const apart = 100 * time.Microsecond

// follow makes the stream wake for the line of the session's queue while the session stands in it.
func (w *lineWatch) follow(l *replica.Listener, v *SessionView) {
	queue := v.Queue
	if !v.State.Waiting() {
		queue = ""
	}
	if queue != w.queue {
		l.Leave(w.topic)
		*w = lineWatch{queue: queue, topic: replica.TopicPlaces(queue)}
		l.Follow(w.topic)
	}
}

// turn is how long a stream waits that was woken while it may show the line, by its place there.
func (w *lineWatch) turn(place int) time.Duration {
	if w.queue == "" || w.stopped {
		return 0
	}
	return time.Duration(place) * apart % pace
}

// stop has the stream not wake for the line. The stream must look when it calls resume.
func (w *lineWatch) stop(l *replica.Listener) {
	if w.queue != "" && !w.stopped {
		l.Leave(w.topic)
		w.stopped = true
	}
}

// resume has it wake again. Whatever happened before is seen by who looks afterwards.
func (w *lineWatch) resume(l *replica.Listener) {
	if w.stopped {
		l.Follow(w.topic)
		w.stopped = false
	}
}
