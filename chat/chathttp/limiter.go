package chathttp

import (
	"sync"
	"time"
)

// Rate is how often something may happen: PerMinute on average, Burst at once. The zero Rate is the default of the field
// it stands in; a negative PerMinute switches the limit off.
type Rate struct{ PerMinute, Burst int }

// limiter holds a token bucket per key. The buckets live in two generations: a bucket nobody touched for a generation
// has filled up and is forgotten with its map, so memory follows the number of recent keys and nothing sweeps.
type limiter struct {
	rate Rate

	mu        sync.Mutex
	turned    time.Time
	young     map[string]bucket
	old       map[string]bucket
	fillAfter time.Duration // an empty bucket is full again after this
}

// bucket is full when it is not there.
type bucket struct {
	left float64
	at   time.Time
}

func newLimiter(r Rate) *limiter {
	l := &limiter{rate: r, young: map[string]bucket{}}
	if r.PerMinute > 0 {
		l.fillAfter = time.Duration(float64(r.Burst) / float64(r.PerMinute) * float64(time.Minute))
	}
	return l
}

// take takes one from the key's bucket and returns 0, or how long to wait until there is one. O(1).
func (l *limiter) take(now time.Time, key string) time.Duration {
	if l.rate.PerMinute < 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn(now)
	burst, perSecond := float64(l.rate.Burst), float64(l.rate.PerMinute)/60
	b, ok := l.young[key]
	if !ok {
		b, ok = l.old[key]
	}
	if !ok {
		b = bucket{left: burst, at: now}
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.left = min(burst, b.left+passed.Seconds()*perSecond)
	}
	b.at = now // also when the clock was put back
	var wait time.Duration
	if b.left >= 1 {
		b.left--
	} else {
		wait = max(time.Millisecond, time.Duration((1-b.left)/perSecond*float64(time.Second)))
	}
	l.young[key] = b
	return wait
}

// turn begins a new generation when the last is old enough for its untouched buckets to be full.
func (l *limiter) turn(now time.Time) {
	switch passed := now.Sub(l.turned); {
	case passed < 0:
		l.turned = now
	case passed >= 2*l.fillAfter:
		l.old, l.young, l.turned = nil, map[string]bucket{}, now
	case passed >= l.fillAfter:
		l.old, l.young, l.turned = l.young, map[string]bucket{}, now
	}
}
