package channel

import (
	"sync"
	"time"
)

// lock is that of one lane, with how many want it.
type lock struct {
	sync.Mutex
	users int
}

// lock locks a lane, and returns what unlocks it.
func (c *Courier) lock(a Address) (unlock func()) {
	c.mu.Lock()
	k := c.locks[a]
	if k == nil {
		k = &lock{}
		c.locks[a] = k
	}
	k.users++
	c.mu.Unlock()
	k.Lock()
	return func() {
		k.Unlock()
		c.mu.Lock()
		defer c.mu.Unlock()
		if k.users--; k.users == 0 {
			delete(c.locks, a)
		}
	}
}

// begin notes that a try of a part is this courier's own.
func (c *Courier) begin(a Address, part string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trying[a] = part
}

// tries reports whether a try in a lane is this courier's own. One that is not was begun by a
// courier that is gone.
func (c *Courier) tries(a Address) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, mine := c.trying[a]
	return mine
}

// ended keeps how a try ended.
func (c *Courier) ended(a Address, r Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ends[a] = r
}

// end returns how a try of a part ended, if that is not written yet.
func (c *Courier) end(a Address) (r Result, part string, over bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, over = c.ends[a]
	return r, c.trying[a], over
}

// written forgets a try whose end is in the journal.
func (c *Courier) written(a Address) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.ends, a)
	delete(c.trying, a)
}

// rated is what a platform's throttles count for: an account, or all of them.
func (c *Courier) rated(a Address) string {
	if c.cfg.Adapter.Rules().OneRate {
		return ""
	}
	return a.Account
}

// rest has nothing of an account go before an instant.
func (c *Courier) rest(account string, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until.After(c.paused[account]) {
		c.paused[account] = until
	}
}

// pause is until when nothing of an account goes; the zero Time or one that is over: it may.
func (c *Courier) pause(account string, now time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	until := c.paused[account]
	if !until.After(now) {
		delete(c.paused, account)
	}
	return until
}
