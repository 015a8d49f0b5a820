package channel

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// Address is one recipient of a channel, as an account sees them.
type Address struct {
	Account string
	Peer    string
}

// Journal keeps the lanes of one channel. Its calls for one address never overlap.
type Journal interface {
	// Load returns a lane, and the zero Lane where there is none.
	Load(ctx context.Context, a Address) (Lane, error)
	// Save keeps a lane that Load returned and that was changed since. When it returns nil the lane
	// is durable. A journal that several programs share answers hook.ErrChanged where another one
	// changed the lane since it was loaded. After any other error it may be there or not.
	Save(ctx context.Context, a Address, l Lane) error
	// Busy returns the lanes that are [Lane.Busy], in any order.
	Busy(ctx context.Context) ([]Waiting, error)
}

// Waiting is a lane with something to do.
type Waiting struct {
	Address
	At time.Time // not before then; zero: now
}

// Busy reports whether a lane has something to do, now or later, or something to tell.
func (l *Lane) Busy() bool { return len(l.Parts)+len(l.Held)+len(l.Untold) > 0 }

// wanted is when a lane that is Busy has to be looked at; the zero Time is now.
func (l *Lane) wanted() time.Time {
	if len(l.Untold) > 0 || len(l.Parts) > 0 && !l.Parts[0].Begun.IsZero() {
		return time.Time{}
	}
	return l.Next()
}

// empty reports whether nothing is remembered in a lane.
func (l *Lane) empty() bool {
	return !l.Busy() && len(l.Gone)+len(l.Failed) == 0 && l.Heard.IsZero() && !l.Blocked
}

// Memory is a Journal that forgets all when the program ends: for tests and trials. The zero Memory
// is ready for use.
type Memory struct {
	mu    sync.Mutex
	lanes map[Address]Lane
}

// Load implements Journal.
func (m *Memory) Load(_ context.Context, a Address) (Lane, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.lanes[a].clone(), nil
}

// Save implements Journal.
func (m *Memory) Save(_ context.Context, a Address, l Lane) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lanes == nil {
		m.lanes = map[Address]Lane{}
	}
	m.lanes[a] = l.clone()
	return nil
}

// Busy implements Journal.
func (m *Memory) Busy(context.Context) (as []Waiting, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for a, l := range m.lanes {
		if l.Busy() {
			as = append(as, Waiting{a, l.wanted()})
		}
	}
	slices.SortFunc(as, func(a, b Waiting) int {
		return strings.Compare(a.Account+"/"+a.Peer, b.Account+"/"+b.Peer)
	})
	return as, nil
}

// clone is a copy that shares nothing which a lane changes in place.
func (l Lane) clone() Lane {
	l.Parts, l.Gone, l.Held = slices.Clone(l.Parts), slices.Clone(l.Gone), slices.Clone(l.Held)
	l.Failed, l.Untold = slices.Clone(l.Failed), slices.Clone(l.Untold)
	for i := range l.Parts {
		l.Parts[i].Proven = slices.Clone(l.Parts[i].Proven)
		l.Parts[i].Files = slices.Clone(l.Parts[i].Files)
	}
	for i := range l.Gone {
		l.Gone[i].IDs = slices.Clone(l.Gone[i].IDs)
	}
	return l
}
