package desk

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// position is a waiting session's place in its line by this node's Router, from 1; 0: not in line, or not known yet. An
// offered session keeps the place it had.
func (d *Desk) position(id chat.SessionID) int {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	n, _ := im.router.Position(string(id))
	return n
}

// expect is how long a waiting session will wait from now on by this node's Router.
func (d *Desk) expect(id chat.SessionID, now time.Time) Estimate {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	e := im.router.Wait(string(id), now)
	return Estimate{Mean: e.Mean, P50: e.P50, P90: e.P90, Known: e.Basis != routing.BasisNone}
}

// staffOf is whether people are there for a waiting session, as far as this node knows. An offer that is out has taken its place.
func (d *Desk) staffOf(s chat.Session) chat.Staff {
	if s.State == chat.Offered {
		return chat.StaffFree
	}
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	if !im.loaded || im.settings == nil {
		return chat.StaffUnknown
	}
	q, ok := im.settings.queue(s.Queue)
	if !ok {
		return chat.StaffUnknown
	}
	found, _ := im.settings.demand(q, s.Weight, s.Skills).among(im.people)
	return found
}

// queueLength is how many sessions stand in a queue's line, as far as this node knows.
func (d *Desk) queueLength(q chat.QueueID) int {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.router.Waiting(string(q))
}

// waiting is how many wait in a queue as a board shows them, those who are being offered included.
func (d *Desk) waiting(q chat.QueueID) int {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	return len(im.line[q])
}

// verdicts says of each agent why they do not get a waiting session, or why one got it. It is empty for an unknown one.
func (d *Desk) verdicts(id chat.SessionID) []routing.Verdict {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.router.Explain(string(id))
}

// waitingIn are the sessions in line in some queues by place, at most so many.
func (d *Desk) waitingIn(limit int, in func(chat.QueueID) bool) []chat.Session {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	var ss []chat.Session
	for q, ids := range im.line {
		if in(q) {
			for id := range ids {
				ss = append(ss, im.open[id].value)
			}
		}
	}
	slices.SortFunc(ss, byPlace)
	return ss[:min(len(ss), limit)]
}

// byPlace orders sessions by how long they have been in line, then by id.
func byPlace(a, b chat.Session) int {
	if c := a.QueuedAt.Compare(b.QueuedAt); c != 0 {
		return c
	}
	if a.ID < b.ID {
		return -1
	}
	return 1
}
