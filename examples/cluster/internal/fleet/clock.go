package fleet

import (
	"bufio"
	"io"
	"sync/atomic"
	"time"
	"unsafe"
)

// wrongClock is a node's clock when it may be wrong: it is put forward or back in one step, by whole seconds.
type wrongClock struct{ by atomic.Int64 }

var clock wrongClock // of this process

func (c *wrongClock) now() time.Time { return step(time.Now(), time.Duration(c.by.Load())) }

// step is an instant as the runtime tells it after a machine's clock was put: the wall clock shows another time, and the
// monotonic reading goes on as if nothing had happened. Time.Add moves both. The seconds of a time that has a monotonic
// reading are the bits from the 30th up of its first word; its first bit says that it has one.
func step(t time.Time, by time.Duration) time.Time {
	wall := (*uint64)(unsafe.Pointer(&t))
	if *wall>>63 == 0 {
		return t.Add(by)
	}
	*wall += uint64(by/time.Second) << 30
	return t
}

// hear takes how wrong the clock is to be, a line each, until its reader ends.
func (c *wrongClock) hear(r io.Reader) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if d, err := time.ParseDuration(lines.Text()); err == nil {
			c.by.Store(int64(d))
		}
	}
	_ = lines.Err() // a reader that fails has ended as well
}
