package desk

import (
	"context"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/routing"
)

// doorWaits remembers what newcomers were told of the wait in each line, and who needs what the
// queue asks of everybody is told the same for a moment: estimating costs as much as the line is
// long. Whoever begins a session is told by a look of their own. The zero doorWaits is ready.
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

// usual returns what somebody waits who joins a queue now, with what it asks of everybody.
func (w *doorWaits) usual(dr entrance) Estimate {
	w.mu.Lock()
	defer w.mu.Unlock()
	q, now := dr.queue.ID, dr.now
	if last, ok := w.last[q]; ok && !now.Before(last.at) && now.Before(last.at.Add(sameFor)) {
		return last.wait
	}
	if w.last == nil {
		w.last = map[chat.QueueID]doorWait{}
	}
	wait, _ := dr.ownWait()
	w.last[q] = doorWait{now, wait}
	return wait
}

// ownWait returns how long a session would wait that joined the line now, and its place there.
func (dr entrance) ownWait() (Estimate, int) {
	e := dr.d.engine.replica.WaitFor(chat.Session{
		Queue: dr.queue.ID, State: chat.Queued, QueuedAt: dr.now, EnteredAt: dr.now,
		Weight: dr.wants.Weight, Skills: dr.wants.Skills, Priority: dr.priority, Excluded: dr.excluded,
		Contact: chat.Contact{Locale: dr.locale},
	}, dr.now)
	return estimateOf(e), e.Place
}

// tooLong reports whether a session would have to wait longer than its queue admits.
func (dr entrance) tooLong() bool {
	if dr.queue.Admit <= 0 {
		return false
	}
	wait, _ := dr.ownWait()
	return wait.Known && wait.Mean > dr.queue.Admit
}

// estimateOf is what visitors are told of an expected wait. That there is none is nothing to be
// told: somebody is free, and says so by coming.
func estimateOf(e routing.Estimate) Estimate {
	return Estimate{Mean: e.Mean, P50: e.P50, P90: e.P90, Known: e.Basis != routing.BasisNone && e.P90 > 0}
}

// told returns what the visitor of a session in line is told of the wait, which is on record before
// it is told. What cannot be recorded is not told.
func told(ctx context.Context, r *replica.Replica, c *commit.Committer, s chat.Session, now time.Time) Estimate {
	e := estimateOf(r.Wait(s.ID, now))
	if !e.Known || s.Promised() {
		return e
	}
	_, err := c.Change(ctx, s.ID, func(chat.Session) (chat.Command, error) {
		return chat.Tell{Position: max(1, r.Position(s.ID)), Wait: e.P90}, nil
	}, commit.Options{})
	if err != nil {
		return Estimate{}
	}
	return e
}
