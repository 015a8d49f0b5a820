package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// Settings is the handle for what is done to settings beside writing them: they are retired, taken
// back, and declared. It does what a supervisor may, or everything for the host.
type Settings struct {
	d    *Desk
	by   Supervisor
	host bool // it is the host's own
}

// Settings returns the handle for the supervisor's settings.
func (s Supervisor) Settings() Settings { return Settings{d: s.d, by: s} }

// Settings returns the handle for all settings.
func (h Host) Settings() Settings { return Settings{d: h.d, host: true} }

// who returns whose handle it is.
func (x Settings) who(ctx context.Context) (staffer, error) {
	if x.host {
		return hostStaffer, nil
	}
	return x.by.who(ctx)
}

// power is the right to do an act that may is to allow.
func (x Settings) power(
	st staffer, act chat.AuditAct, may func(staffer, []byte) error,
) settled.Power {
	if x.host {
		return Host{x.d}.may(act)
	}
	return x.by.powerTo(st, act, may)
}

// Attributes lists the attributes of visitors that the team declares.
func (x Settings) Attributes(ctx context.Context) ([]settings.Attribute, error) {
	if _, err := x.who(ctx); err != nil {
		return nil, err
	}
	set, err := x.d.settled.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Attributes), nil
}

// Warnings says of rules, by id, what is allowed but probably not meant, such as a condition that
// can never hold. It asks for all of them as they stand now.
func (x Settings) Warnings(ctx context.Context) (map[string]trigger.Faults, error) {
	if _, err := x.who(ctx); err != nil {
		return nil, err
	}
	set, err := x.d.settled.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return set.Warnings(), nil
}

// PutAttribute declares an attribute of visitors, which rules may ask for. It is written as
// Supervisor.PutSite says.
func (x Settings) PutAttribute(
	ctx context.Context, a settings.Attribute,
) (settings.Revision, error) {
	st, err := x.who(ctx)
	if err != nil {
		return 0, err
	}
	if !st.whole() {
		return 0, errWhole
	}
	return x.d.settled.PutAttribute(ctx, a, x.power(st, chat.AuditPut, wholeAlone))
}

// wholeAlone is the power to write what holds for everybody.
func wholeAlone(now staffer, _ []byte) error {
	if !now.whole() {
		return errWhole
	}
	return nil
}
