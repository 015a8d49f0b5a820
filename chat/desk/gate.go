package desk

import (
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// gate remembers which queues were full, so that one at its limit does not open and close with every session. What it
// refuses is near certain; the exact limit is the Router's, which makes a message of what came too much. The zero gate is
// ready.
type gate struct {
	mu   sync.Mutex
	shut map[chat.QueueID]bool
}

// full reports whether a queue admits nobody: it reached its limit, and has not yet fallen to where it reopens.
func (d *Desk) full(q Queue) bool {
	n := d.queueLength(q.ID)
	reopen := def(q.Reopen, min(q.Limit*9/10, q.Limit-1))
	d.gate.mu.Lock()
	defer d.gate.mu.Unlock()
	if d.gate.shut == nil {
		d.gate.shut = map[chat.QueueID]bool{}
	}
	shut := n >= q.Limit || n > reopen && d.gate.shut[q.ID]
	d.gate.shut[q.ID] = shut
	return shut
}

// waitAtDoor is what somebody who joined the line now would wait: as long as the last one in it.
func (d *Desk) waitAtDoor(q chat.QueueID, now time.Time) Estimate {
	line := d.waitingIn(1<<20, func(o chat.QueueID) bool { return o == q })
	if len(line) == 0 {
		return Estimate{}
	}
	return d.expect(line[len(line)-1].ID, now)
}
