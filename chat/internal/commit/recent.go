package commit

import (
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// maxRecent is how many sessions are kept: at 1 to 2 KiB each.
const maxRecent = 4096

// recent is the records of sessions as this process last wrote them, or heard of them by the feed.
// The next change of one takes its record as read from here, which saves asking the store; it is a
// condition of the batch all the same, so that a record which another node has changed since only
// costs one more try. The zero recent is ready.
type recent struct {
	mu   sync.Mutex
	last map[chat.SessionID]store.Record
}

func (c *recent) get(id chat.SessionID) (store.Record, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.last[id]
	return r, ok
}

// put keeps what this process wrote, unless the feed brought something newer meanwhile.
func (c *recent) put(id chat.SessionID, r store.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if last, known := c.last[id]; known && last.Rev > r.Rev {
		return
	}
	if c.last == nil || len(c.last) == maxRecent {
		c.last = map[chat.SessionID]store.Record{}
	}
	c.last[id] = r
}

// see takes in a session's record that the feed brought; open is false for one that has ended. What
// is old never replaces what is new, nor does what this process has not written itself drive
// anything else out.
func (c *recent) see(id chat.SessionID, r store.Record, open bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	last, known := c.last[id]
	switch {
	case known && last.Rev >= r.Rev:
	case !open:
		delete(c.last, id)
	case known || len(c.last) < maxRecent:
		if c.last == nil {
			c.last = map[chat.SessionID]store.Record{}
		}
		c.last[id] = r
	}
}

func (c *recent) drop(id chat.SessionID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.last, id)
}

// forget drops the records of all sessions.
func (c *recent) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = nil
}
