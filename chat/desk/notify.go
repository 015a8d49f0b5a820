package desk

import (
	"context"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// notices remembers when somebody was told of a queue. The zero notices is ready.
type notices struct {
	mu   sync.Mutex
	last map[chat.QueueID]time.Time
}

// every is how often the Notifier is told of one queue at most.
const every = time.Minute

// due reports whether a queue may be told of now, and notes that it was.
func (n *notices) due(q chat.QueueID, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.last == nil {
		n.last = map[chat.QueueID]time.Time{}
	}
	if last, ok := n.last[q]; ok && !now.Before(last) && now.Before(last.Add(every)) { // one from the future was told before the clock was put back
		return false
	}
	n.last[q] = now
	return true
}

// notify tells the Notifier that somebody has joined a line which nobody could be offered anything
// from. Nobody waits for it.
func (d *Desk) notify(dr entrance) {
	q := dr.queue.ID
	if d.cfg.Notifier == nil || dr.serves().Staff == chat.StaffFree || !d.notices.due(q, dr.now) {
		return
	}
	line := d.engine.replica.Line(q)
	sessions, oldest := max(1, len(line)), time.Duration(0)
	if len(line) > 0 {
		oldest = max(0, dr.now.Sub(line[0].QueuedAt))
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), d.cfg.HookTimeout)
		defer cancel()
		if err := d.guard.Call(ctx, func() error { return d.cfg.Notifier.Waiting(ctx, q, sessions, oldest) }); err != nil {
			d.cfg.Logger.Warn("notifier", "error", err)
		}
	}()
}
