package desk

import (
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// gate remembers what was told at the door. The zero gate is ready.
type gate struct {
	mu    sync.Mutex
	waits map[chat.QueueID]told
}

// told is what was said of the wait in a line, and when. Looking costs as much as the line is long, so a rush of visitors
// is told the same for a moment.
type told struct {
	at   time.Time
	wait Estimate
}

const sameFor = time.Second

// full reports whether a queue admits nobody, by this node's Router: it counts for the door as it does for itself, those on offer
// too. What the door refuses is near certain; the exact limit is the Router's, which makes a message of what came too much at once.
func (d *Desk) full(q Queue) bool {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	return q.Limit > 0 && im.router.Full(string(q.ID))
}

// waitAtDoor is what somebody who joined the line now would wait: as long as the last one in it.
func (d *Desk) waitAtDoor(q chat.QueueID, now time.Time) Estimate {
	d.gate.mu.Lock()
	defer d.gate.mu.Unlock()
	if last, ok := d.gate.waits[q]; ok && !now.Before(last.at) && now.Before(last.at.Add(sameFor)) {
		return last.wait
	}
	t := told{at: now}
	if last, ok := d.room.image.lastInLine(q); ok {
		t.wait = d.expect(last, now)
	}
	if d.gate.waits == nil {
		d.gate.waits = map[chat.QueueID]told{}
	}
	d.gate.waits[q] = t
	return t.wait
}

// lastInLine is the session at the end of a queue's line.
func (im *image) lastInLine(q chat.QueueID) (last chat.SessionID, ok bool) {
	im.mu.Lock()
	defer im.mu.Unlock()
	var since time.Time
	for id := range im.line[q] {
		if at := im.open[id].value.QueuedAt; !ok || at.After(since) || at.Equal(since) && id > last {
			last, since, ok = id, at, true
		}
	}
	return last, ok
}
