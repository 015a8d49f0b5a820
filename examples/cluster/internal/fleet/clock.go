package fleet

import (
	"bufio"
	"io"
	"sync/atomic"
	"time"
)

// wrongClock is a node's clock when it may be wrong. What is put on it is a step: time that has passed since shows it.
type wrongClock struct{ by atomic.Int64 }

var clock wrongClock // of this process

func (c *wrongClock) now() time.Time { return time.Now().Add(time.Duration(c.by.Load())) }

// hear takes how wrong the clock is to be, a line each, until its reader ends.
func (c *wrongClock) hear(r io.Reader) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if d, err := time.ParseDuration(lines.Text()); err == nil {
			c.by.Store(int64(d))
		}
	}
}
