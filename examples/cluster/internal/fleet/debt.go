package fleet

import (
	"sync"
	"time"
)

// mute is how long a node may keep everybody waiting.
const mute = time.Second

// debt is the answers that a node owes.
type debt struct {
	mu    sync.Mutex
	n     int
	since time.Time // when it answered last, or began to owe
}

func (d *debt) asked() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.n++; d.n == 1 {
		d.since = time.Now()
	}
}

func (d *debt) answered(well bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.n--
	if well {
		d.since = time.Now()
	}
}

func (d *debt) mute(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.n > 0 && now.Sub(d.since) > mute
}
