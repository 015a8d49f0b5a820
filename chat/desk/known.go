package desk

import (
	"context"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// known keeps what the Profile said of visitors for a while, so that who goes from page to page
// costs the shop one question a minute. It is this process's own.
//
// An answer belongs to a principal as it stands: who signs in, or is vouched for anew, is asked
// about again. Whoever comes while the question is under way waits for its answer, and shares in
// its failure; a failure is not kept.
type known struct {
	lasts time.Duration // 0 or less: nothing is kept
	now   func() time.Time

	mu  sync.Mutex
	all map[knownAs]*answer
}

// newKnown returns the memory of a Profile.
func newKnown(p hook.Profile, now func() time.Time) *known {
	lasts := time.Minute
	if l, ok := p.(hook.Lasting); ok {
		lasts = l.Lasts()
	}
	return &known{lasts: lasts, now: now, all: map[knownAs]*answer{}}
}

// knownAs is a principal, as far as the Profile may tell it from others.
type knownAs struct {
	kind     chat.Role
	id       string
	verified bool
	version  int64
	signIn   string
}

// answer is one question to the Profile, and what came of it once done is closed.
type answer struct {
	done     chan struct{}
	customer hook.Customer
	err      error
	gone     bool // who asked went away in the middle of it
	at       time.Time
}

// mostKnown is how many answers are kept.
const mostKnown = 10_000

// of returns what was said of a principal, or asks.
func (k *known) of(
	ctx context.Context, p chat.Principal, ask func() (hook.Customer, error),
) (hook.Customer, error) {
	if k == nil || k.lasts <= 0 {
		return ask()
	}
	as := knownAs{p.Kind, p.ID, p.Verified, p.Version, p.SignIn}
	a, mine := k.question(as)
	if !mine {
		select {
		case <-a.done:
		case <-ctx.Done():
			return hook.Customer{}, ctx.Err()
		}
		if a.gone {
			return ask()
		}
		return a.customer, a.err // one that hangs is not asked once more for each who waits
	}
	a.customer, a.err = ask()
	a.gone = a.err != nil && ctx.Err() != nil
	if a.err != nil {
		k.mu.Lock()
		if k.all[as] == a {
			delete(k.all, as)
		}
		k.mu.Unlock()
	}
	close(a.done)
	return a.customer, a.err
}

// question returns the question about a principal that counts now, and whether the caller is to ask
// it.
func (k *known) question(as knownAs) (a *answer, mine bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	if a = k.all[as]; a != nil && a.fresh(now, k.lasts) {
		return a, false
	}
	if len(k.all) >= mostKnown {
		for as, a := range k.all {
			if !a.fresh(now, k.lasts) {
				delete(k.all, as)
			}
		}
		if len(k.all) >= mostKnown {
			clear(k.all)
		}
	}
	a = &answer{done: make(chan struct{}), at: now}
	k.all[as] = a
	return a, true
}

// fresh reports whether an answer still counts. A clock that was set back makes none last longer.
func (a *answer) fresh(now time.Time, lasts time.Duration) bool {
	age := now.Sub(a.at)
	return age >= 0 && age < lasts
}
