package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// Retire retires a site, queue, schedule, rule, canned reply or attribute: it takes nothing new
// from now on. Who is in a queue's line, or at a site, is served as before. What was on its way to
// a queue goes to the first one of its site, with chat.Retired as the reason. The setting goes a
// minute later at the soonest, when no session is open there and no other setting refers to it;
// left messages then go to the site's first queue too. Until then Restore takes it back.
//
// A setting that another one in force refers to gives chat.ErrInvalid, which names that one; the
// last site or queue gives it too. ErrNotFound: there is none; ErrState: it is retired already;
// ErrRevision: its revision is another one.
//
// Of kind settings.KindAgents it is an agent, whose Revision does not count: see Host.RemoveAgent.
// Nobody retires themselves.
//
// The host and a supervisor of everything retire every setting. A supervisor of some queues retires
// these queues' canned replies, and agents whose settings they may write.
func (x Settings) Retire(ctx context.Context, r settings.Ref) (settings.Revision, error) {
	return x.mark(ctx, r, true)
}

// Restore takes back what was retired and still exists. It is refused as Retire is, and where the
// setting refers to one that is retired: ErrInvalid.
func (x Settings) Restore(ctx context.Context, r settings.Ref) (settings.Revision, error) {
	return x.mark(ctx, r, false)
}

func (x Settings) mark(
	ctx context.Context, r settings.Ref, retire bool,
) (settings.Revision, error) {
	st, err := x.who(ctx)
	if err != nil {
		return 0, err
	}
	if r.Kind == settings.KindAgents {
		return 0, x.markAgent(ctx, st, chat.AgentID(r.ID), retire)
	}
	set, err := x.d.settled.InForce(ctx)
	if err == nil {
		err = errOr(st.needs(chat.PowerConfigure), st.marks(set, r))
	}
	if err != nil {
		return 0, err
	}
	may := x.power(st, actOf(retire), marking(r))
	if retire {
		if err := x.d.engine.teams.unplanned(ctx, r); err != nil {
			return 0, err
		}
		return x.d.settled.Retire(ctx, r, x.d.now(), may)
	}
	return x.d.settled.Restore(ctx, r, may)
}

func actOf(retire bool) chat.AuditAct {
	if retire {
		return chat.AuditRetire
	}
	return chat.AuditRestore
}

// Retired lists what is retired and still exists; of canned replies and agents, those that the
// supervisor may know of.
func (x Settings) Retired(ctx context.Context) ([]settings.Retired, error) {
	st, err := x.who(ctx)
	if err != nil {
		return nil, err
	}
	return st.retired(ctx, x.d)
}

func (s staffer) retired(ctx context.Context, d *Desk) ([]settings.Retired, error) {
	set, err := d.settled.InForce(ctx)
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(slices.Clone(set.Retired), func(r settings.Retired) bool {
		return r.Kind == settings.KindCanned && s.marks(set, r.Ref) != nil
	})
	gone, err := d.engine.teams.removed(ctx)
	for _, a := range gone {
		if s.knows(a) {
			ref := settings.Ref{Kind: settings.KindAgents, ID: string(a.ID)}
			out = append(out, settings.Retired{Ref: ref, At: a.ModeAt})
		}
	}
	return out, err
}

// marks refuses settings that the supervisor may not retire.
func (s staffer) marks(set *settled.Settings, r settings.Ref) error {
	if s.whole() {
		return nil
	}
	if r.Kind != settings.KindCanned {
		return errWhole
	}
	for _, c := range set.Canned {
		if c.ID == r.ID {
			return s.writes(c)
		}
	}
	return chat.ErrNotFound
}

// marking is the right to retire a setting, as its record is when it is written.
func marking(r settings.Ref) func(now staffer, old []byte) error {
	return func(now staffer, old []byte) error {
		if now.whole() {
			return nil
		}
		if r.Kind != settings.KindCanned {
			return errWhole
		}
		was, err := decoded[settings.Canned](old)
		return errOr(err, now.writes(was))
	}
}

func (x Settings) markAgent(ctx context.Context, st staffer, id chat.AgentID, retire bool) error {
	if !minted(prefixAgent, string(id)) {
		return chat.ErrNotFound
	}
	a, err := x.d.agent(ctx, id)
	switch {
	case err != nil:
		return err
	case !st.knows(a) || retire == a.Removed && !st.whole():
		return chat.ErrNotFound
	}
	mayMark := func(now staffer, was chat.Agent) error {
		was.Removed = false // who was removed is steered as before
		if was.ID == now.ID {
			return fmt.Errorf("%w: nobody retires themselves", chat.ErrForbidden)
		}
		return now.steers(was)
	}
	if err := errOr(st.needs(chat.PowerConfigure), mayMark(st, a)); err != nil {
		return err
	}
	return markAgent(ctx, x.d, id, x.power(st, actOf(retire), func(now staffer, old []byte) error {
		was, err := decoded[chat.Agent](old)
		return errOr(err, mayMark(now, was))
	}), retire)
}

// markAgent takes an agent out of the team, or back into it, offline.
func markAgent(
	ctx context.Context, d *Desk, id chat.AgentID, may settled.Power, retire bool,
) error {
	if !minted(prefixAgent, string(id)) {
		return chat.ErrNotFound
	}
	err := changeAgent(ctx, d, id, may, func(a chat.Agent) (chat.Agent, error) {
		if a.Removed == retire {
			return a, fmt.Errorf("%w: the agent is retired already, or is not", chat.ErrState)
		}
		now := d.now()
		a, err := a.SetMode(chat.Offline, "", now)
		a.Removed, a.ModeAt = retire, now
		return a, err
	})
	if err != nil || !retire {
		return err
	}
	return d.releaseAgent(ctx, id)
}
