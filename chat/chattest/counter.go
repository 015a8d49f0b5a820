package chattest

import (
	"iter"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// counter collects the offers that are made.
type counter struct {
	mu      sync.Mutex
	changed chan struct{}
	offers  []chat.Entry
}

func newCounter() *counter { return &counter{changed: make(chan struct{})} }

func (c *counter) listen(events iter.Seq2[desk.Event, error]) {
	for e, err := range events {
		if err != nil || e.Entry.Kind != chat.KindOffer {
			continue
		}
		c.mu.Lock()
		c.offers = append(c.offers, *e.Entry)
		close(c.changed)
		c.changed = make(chan struct{})
		c.mu.Unlock()
	}
}

// take waits until there are so many offers and takes them. It answers what there is, and whether that is right: enough of
// them, and where asked to be exact no more.
func (c *counter) take(want int, patience time.Duration, exact bool) ([]chat.Entry, bool) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		c.mu.Lock()
		got, changed := c.offers, c.changed
		if len(got) >= want {
			c.offers = nil
		}
		c.mu.Unlock()
		if len(got) >= want {
			return got, len(got) == want || !exact
		}
		select {
		case <-changed:
		case <-late.C:
			return got, false
		}
	}
}
