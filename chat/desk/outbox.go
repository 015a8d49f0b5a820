package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
)

// Outbox does what is due outside the desk, on the node that leads: at least once, with the
// effect's id so that the other side can tell a repetition. Step is for one caller at a time.
type Outbox struct {
	of       *Desk
	effects  *outbox.Outbox
	carriers []hook.Carrier // the messengers that Run drives
	pauses   fetchPauses
}

// Outbox returns this desk's outbox, for driving it by hand. Run drives it otherwise.
func (d *Desk) Outbox() *Outbox { return &d.engine.outbox }

// Step does the effects that are due. It returns when the next one is; the zero instant means when
// something changes.
func (o *Outbox) Step(ctx context.Context, now time.Time) (time.Time, error) {
	return o.effects.Step(ctx, now)
}

// Outbox lists the effects that are not acknowledged, the next one due first, at most 256.
func (h Host) Outbox(ctx context.Context) ([]hook.Effect, error) {
	return h.d.engine.outbox.effects.List(ctx)
}

// Acknowledge takes an effect out of the outbox, for a host that sees to it without a hook. Said is
// what the session's timeline keeps of it. The error is ErrNotFound if the effect is not there, or
// no longer.
func (h Host) Acknowledge(ctx context.Context, e hook.Effect, said string) error {
	return h.d.engine.outbox.effects.Acknowledge(ctx, e, said)
}
