package desk

import (
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

const mostElsewhere = time.Hour

// fetchPauses are the sessions whose files could not be looked after: their store took no write,
// say. A file that was fetched for nothing is fetched again each time, so every failure doubles the
// pause. What failed is known to this node alone: another one that leads begins anew.
type fetchPauses struct {
	mu  sync.Mutex
	all map[chat.SessionID]fetchPause
}

// fetchPause is how often in a row a session failed, and until when it is let be.
type fetchPause struct {
	failed int
	until  time.Time
}

// fail has a session let be for a while, and returns until when.
func (p *fetchPauses) fail(id chat.SessionID, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all == nil {
		p.all = map[chat.SessionID]fetchPause{}
	}
	x := p.all[id]
	x.until = now.Add(min(elsewhere<<min(x.failed, 20), mostElsewhere))
	x.failed++
	p.all[id] = x
	return x.until
}

// over forgets the failures of a session.
func (p *fetchPauses) over(id chat.SessionID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.all, id)
}

// until is when a session is looked after that is due at an instant.
func (p *fetchPauses) until(id chat.SessionID, due time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return newer(due, p.all[id].until)
}
