package guard

import (
	"sync"
	"time"
)

// Breaker keeps from asking a hook that fails. After some failures in a row nobody asks for a
// while, and then one call tries it: if that one fails too, it rests again. It lets no more than
// some calls be under way, those among them that hang. It is safe for concurrent use.
type Breaker struct {
	fails  int
	rest   time.Duration
	atOnce int

	mu     sync.Mutex
	failed int
	until  time.Time
	trying bool
	out    int
}

// NewBreaker returns one that rests after so many failures in a row, for so long, and lets so many
// calls be under way.
func NewBreaker(fails int, rest time.Duration, atOnce int) *Breaker {
	return &Breaker{fails: fails, rest: rest, atOnce: atOnce}
}

// Enter reports whether the hook may be asked at an instant. Who is let in calls Leave once the
// hook is back, however late, and Tell when they know how it went.
func (b *Breaker) Enter(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.out >= b.atOnce || b.trying || now.Before(b.until) {
		return false
	}
	b.trying = b.failed >= b.fails
	b.out++
	return true
}

// Leave says that the hook is back.
func (b *Breaker) Leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.out--
}

// Tell says how a call went that was let in.
func (b *Breaker) Tell(now time.Time, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
	if b.failed++; ok {
		b.failed = 0
	}
	if b.failed >= b.fails {
		b.until = now.Add(b.rest)
	}
}
