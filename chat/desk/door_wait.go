package desk

import (
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// doorWaits remembers what newcomers were told of the wait in each line. Estimating costs as much
// as the line is long, so a rush of visitors is told the same for a moment. The zero doorWaits is
// ready.
type doorWaits struct {
	mu   sync.Mutex
	last map[chat.QueueID]doorWait
}

// doorWait is what was said of the wait in a line, and when.
type doorWait struct {
	at   time.Time
	wait Estimate
}

// sameFor is how long everybody is told the same.
const sameFor = time.Second

// waitAtDoor is what somebody who joined the line now would wait: as long as the last one in it.
func (d *Desk) waitAtDoor(q chat.QueueID, now time.Time) Estimate {
	w := &d.doorWaits
	w.mu.Lock()
	defer w.mu.Unlock()
	if last, ok := w.last[q]; ok && !now.Before(last.at) && now.Before(last.at.Add(sameFor)) {
		return last.wait
	}
	said := doorWait{at: now}
	if last, ok := d.engine.replica.Last(q); ok {
		said.wait = d.estimate(last, now)
	}
	if w.last == nil {
		w.last = map[chat.QueueID]doorWait{}
	}
	w.last[q] = said
	return said.wait
}

// estimate is how long a waiting session will wait from now on.
func (d *Desk) estimate(id chat.SessionID, now time.Time) Estimate {
	e := d.engine.replica.Wait(id, now)
	return Estimate{Mean: e.Mean, P50: e.P50, P90: e.P90, Known: e.Basis != routing.BasisNone}
}
