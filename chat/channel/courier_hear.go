package channel

import (
	"context"
	"errors"
	"strings"
	"time"
)

// errElsewhere says that what a platform told of a message of ours is of another lane.
var errElsewhere = errors.New("channel: it is of another customer")

// Hear takes in what a platform told, at an instant of the program's own clock. Give it every event
// that a Receiver took: what the customer writes opens the window, and echoes and statuses tell of
// our own messages.
func (c *Courier) Hear(ctx context.Context, now time.Time, e Event) error {
	told := e.Kind == KindStatus || e.Kind == KindEcho
	at := Address{e.Account, e.Peer}
	look := told && e.Own != "" && c.cfg.Whose != nil
	if e.Peer == "" && !look {
		return nil
	}
	hear := func(l *Lane) ([]Change, error) {
		if look && !l.about(e) {
			return nil, errElsewhere
		}
		if told && l.overtold() {
			return nil, ErrFull
		}
		return l.Hear(now, e), nil
	}
	err := errElsewhere
	if e.Peer != "" {
		err = c.edit(ctx, at, now, hear)
	}
	if errors.Is(err, errElsewhere) {
		id, _, _ := strings.Cut(e.Own, ofPart)
		whose, ok, failed := c.cfg.Whose(ctx, id)
		if failed != nil {
			return failed
		}
		if ok {
			at, e.Peer, e.Ours = whose, whose.Peer, true
		}
		if look = false; at.Peer == "" {
			return nil
		}
		err = c.edit(ctx, at, now, hear)
	}
	return taken(err)
}
