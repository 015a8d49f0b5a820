package chattest

import (
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// trial is what all timelines tell, read in the order in which they were committed: who is offered
// what, who owns what, how much each agent has, and what of it should not be.
type trial struct {
	capacity int
	mu       sync.Mutex
	changed  chan struct{}
	offers   []chat.Entry // made since they were last taken
	closed   int
	faults   []string

	entries map[chat.SessionID]int
	owner   map[chat.SessionID]chat.AgentID
	pending map[chat.OfferID]chat.AgentID
	load    map[chat.AgentID]int
}

func newTrial(capacity int) *trial {
	return &trial{
		capacity: capacity, changed: make(chan struct{}), entries: map[chat.SessionID]int{}, owner: map[chat.SessionID]chat.AgentID{},
		pending: map[chat.OfferID]chat.AgentID{}, load: map[chat.AgentID]int{},
	}
}

// listen hears the witnesses until the feed ends.
func (t *trial) listen(feed iter.Seq2[desk.Event, error]) {
	for e, err := range feed {
		t.mu.Lock()
		if err != nil {
			t.fault("the feed: %v", err)
		} else {
			t.take(e.Session, *e.Entry)
		}
		close(t.changed)
		t.changed = make(chan struct{})
		t.mu.Unlock()
	}
}

func (t *trial) fault(format string, args ...any) {
	t.faults = append(t.faults, fmt.Sprintf(format, args...))
}

// take hears one entry.
func (t *trial) take(id chat.SessionID, e chat.Entry) {
	if want := t.entries[id] + 1; e.N != want {
		t.fault("session %s: entry %d, where %d is due", id, e.N, want)
	}
	t.entries[id] = e.N
	switch e.Kind {
	case chat.KindOffer:
		t.pending[e.Offer] = e.Agent
		t.offers = append(t.offers, e)
		t.charge(id, e.Agent)
	case chat.KindAccepted, chat.KindDeclined, chat.KindExpired, chat.KindRescinded:
		if t.pending[e.Offer] != e.Agent {
			t.fault("session %s: %s of an offer that %s does not have", id, e.Kind, e.Agent)
		}
		delete(t.pending, e.Offer)
		t.load[e.Agent]--
	case chat.KindAssigned:
		if was := t.owner[id]; was != "" {
			t.fault("session %s: owned by %s and by %s", id, was, e.Agent)
		}
		t.owner[id] = e.Agent
		t.charge(id, e.Agent)
	case chat.KindClosed, chat.KindQueued:
		if was := t.owner[id]; was != "" {
			t.load[was]--
		}
		delete(t.owner, id)
		if e.Kind == chat.KindClosed {
			t.closed++
		}
	}
}

func (t *trial) charge(id chat.SessionID, a chat.AgentID) {
	if t.load[a]++; t.load[a] > t.capacity {
		t.fault("session %s: agent %s has %d, with room for %d", id, a, t.load[a], t.capacity)
	}
}

// await waits until done says so, and reports whether it came to that in time.
func (t *trial) await(patience time.Duration, done func() bool) bool {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		t.mu.Lock()
		ok, changed := done(), t.changed
		t.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-late.C:
			return false
		}
	}
}

// found is the first fault, and how many there are.
func (t *trial) found() (first string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.faults) > 0 {
		first = t.faults[0]
	}
	return first, len(t.faults)
}
