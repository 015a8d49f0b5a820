package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/check"
)

// Check audits what is derived against what it is derived from: every index against its session,
// every timeline for gaps, every agent's ledger against the sessions, and what is in force on this
// node against the settings. It reads everything, writes nothing, and may run beside everything
// else. A desk without faults answers none. O(records).
func (d *Desk) Check(ctx context.Context) ([]chat.Fault, error) {
	s, err := d.settled.InForce(ctx)
	if err != nil {
		return nil, unavailable(err)
	}
	audit := check.New(d.cfg.Store)
	faults, err := audit.Faults(ctx)
	return append(s.Degraded[:len(s.Degraded):len(s.Degraded)], faults...), unavailable(err)
}

// Mend runs Check and puts right what can be: it writes index records anew from their sessions, and
// ledgers from the sessions they add up. It answers what it put right. Each repair is conditioned on
// what it was decided on; one that no longer fits is left to the next Mend.
func (d *Desk) Mend(ctx context.Context) ([]chat.Fault, error) {
	faults, err := d.Check(ctx)
	if err != nil {
		return nil, err
	}
	audit := check.New(d.cfg.Store)
	mended, err := audit.Mend(ctx, faults)
	return mended, unavailable(err)
}
