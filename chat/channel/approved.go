package channel

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Approver is an Adapter whose platform has Templates: words that it has approved, which may go at
// any time.
type Approver interface {
	Adapter
	// Templates lists those of an account that Send can fill in: all others are left out. It has
	// half a minute, however long who asks waits for it.
	Templates(ctx context.Context, account string) ([]hook.Template, error)
}

const (
	// approvedFor is how long a list of templates counts. Platforms approve within minutes to days.
	approvedFor = 5 * time.Minute
	// listing is how long a platform may take to list them: many have several pages.
	listing = 30 * time.Second
	// orLast is how long a new list is waited for where there is an older one.
	orLast = time.Second
)

// approved are lists of templates, by account.
type approved struct {
	mu     sync.Mutex
	lists  map[string]listed
	asking map[string]*listAsked
}

type listed struct {
	all []hook.Template
	at  time.Time
}

// listAsked is a list that is asked for just now: done is closed when the rest says what came of
// it.
type listAsked struct {
	done chan struct{}
	all  []hook.Template
	err  error
}

// Templates implements hook.Templater, by an Adapter that is an Approver: any other one has none. A
// list is asked for anew after five minutes; while the platform does not answer, or takes longer
// than a second, the last one counts. One that takes longer than ctx is there the next time.
func (c *Courier) Templates(ctx context.Context, account string) ([]hook.Template, error) {
	a, ok := c.cfg.Adapter.(Approver)
	if !ok {
		return nil, nil
	}
	last, ok := c.approved.get(account)
	if ok && c.cfg.Now().Sub(last.at) < approvedFor {
		return last.all, nil
	}
	var late <-chan time.Time
	if ok {
		late = time.After(orLast)
	}
	x := c.approved.ask(ctx, a, account, c.cfg.Now)
	select {
	case <-x.done:
		if x.err == nil || !ok {
			return x.all, x.err
		}
	case <-late:
	case <-ctx.Done():
		if !ok {
			return nil, ctx.Err()
		}
	}
	return last.all, nil
}

func (a *approved) get(account string) (l listed, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	l, ok = a.lists[account]
	return l, ok
}

// ask asks for the list of an account, unless somebody is at it. It goes on when the one who asked
// goes away.
func (a *approved) ask(
	ctx context.Context, from Approver, account string, now func() time.Time,
) *listAsked {
	a.mu.Lock()
	defer a.mu.Unlock()
	x := a.asking[account]
	if x != nil {
		return x
	}
	if a.asking == nil {
		a.lists, a.asking = map[string]listed{}, map[string]*listAsked{}
	}
	x = &listAsked{done: make(chan struct{})}
	a.asking[account] = x
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), listing)
		defer cancel()
		x.all, x.err = list(ctx, from, account)
		a.mu.Lock()
		defer a.mu.Unlock()
		if x.err == nil {
			a.lists[account] = listed{x.all, now()}
		}
		delete(a.asking, account)
		close(x.done)
	}()
	return x
}

// list asks an Approver, of which a panic is an error: nobody else would stop it here.
func list(ctx context.Context, from Approver, account string) (all []hook.Template, err error) {
	defer func() {
		if r := recover(); r != nil {
			all, err = nil, fmt.Errorf("channel: templates: the adapter panicked: %v", r)
		}
	}()
	return from.Templates(ctx, account)
}
