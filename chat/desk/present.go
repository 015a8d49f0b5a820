package desk

import (
	"context"
	"time"
)

// Presence tells the other nodes which agents are connected to this one. Step is for one caller at a time.
type Presence struct {
	d *Desk
}

// Presence is the part of Run that writes this node's presence record.
func (d *Desk) Presence() Presence { return Presence{d} }

// Step writes the record if it is due. It answers when to look again; the zero instant means: when something changes.
func (p Presence) Step(ctx context.Context, now time.Time) (time.Time, error) {
	return p.d.engine.tell(ctx, now)
}
