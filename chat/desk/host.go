package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// NewVisitor mints an anonymous visitor.
func (h Host) NewVisitor() chat.Principal {
	return chat.Principal{Kind: chat.RoleVisitor, ID: h.d.cfg.IDs.Mint(prefixVisitor)}
}

// VisitorID returns the minted id of a customer that the host vouches for, or of an anonymous
// visitor. One that the desk has never met gives ErrNotFound.
func (h Host) VisitorID(ctx context.Context, p chat.Principal) (chat.VisitorID, error) {
	if p.Kind == "" {
		p.Kind = chat.RoleVisitor
	}
	p.Version = 1<<63 - 1 // the host may ask also for a principal that was revoked
	id, err := Visitor{d: h.d, p: p}.who(ctx, false)
	if err == nil && id == "" {
		return "", chat.ErrNotFound
	}
	return id, err
}

// PutAgent makes an agent, or changes the settings of the agent with that login. A supervisor
// without queues watches everything.
func (h Host) PutAgent(ctx context.Context, x settings.Agent) (chat.AgentID, error) {
	return h.d.putAgent(ctx, x, h.may(chat.AuditPut))
}

// RemoveAgent takes an agent out of the team. Their principals are refused from now on, they are
// offered nothing, and the sessions they own go to others. Their name stays on what they wrote, and
// their record, so that PutAgent or Settings.Restore can take them back.
func (h Host) RemoveAgent(ctx context.Context, id chat.AgentID) error {
	err := markAgent(ctx, h.d, id, h.may(chat.AuditRemove), true)
	if errors.Is(err, chat.ErrState) {
		return chat.ErrNotFound
	}
	return err
}

// releaseAgent puts the sessions that an agent owns back in line, and takes back the offers to
// them.
func (d *Desk) releaseAgent(ctx context.Context, id chat.AgentID) error {
	for _, family := range []records.Family{records.FamilyOffer, records.FamilyActive} {
		ss, err := d.sessions.At(ctx, records.Prefix(family, string(id)), 4*chat.MaxWeight)
		if err != nil {
			return err
		}
		for _, s := range ss {
			if _, err := d.committer.Change(ctx, s.ID, release(id), commit.Options{}); err != nil && !isOurs(err) {
				return err
			}
		}
	}
	return nil
}

func release(id chat.AgentID) func(chat.Session) (chat.Command, error) {
	return func(s chat.Session) (chat.Command, error) {
		for _, o := range s.Offers {
			if o.Agent == id {
				return chat.Rescind{Offer: o.ID, Reason: chat.AgentGone}, nil
			}
		}
		if s.State.Owned() && s.Agent == id {
			return chat.Requeue{Reason: chat.AgentGone}, nil
		}
		return nil, chat.ErrNotFound
	}
}

// Revoke refuses every principal of this person with a lower version from now on, on every node. An
// agent who takes sessions counts as lost from then on: their pending offers go to others, and so do
// their sessions, unless they come back by a newer sign-in within the grace. A version that is not
// above the one before changes nothing.
//
// Kind and id are those of the principal: a visitor's id is the host's own for a customer that it
// vouches for, and the minted one for an anonymous visitor.
func (h Host) Revoke(ctx context.Context, kind chat.Role, id string, version int64) error {
	extern := externAgent
	switch {
	case id == "" || len(id) > maxExternID:
		return fmt.Errorf("%w: id: want 1 to %d bytes", chat.ErrInvalid, maxExternID)
	case kind == chat.RoleVisitor && minted(prefixVisitor, id):
		extern = externAnonymous
	case kind == chat.RoleVisitor:
		extern = externVisitor
	case kind != chat.RoleAgent && kind != chat.RoleSupervisor:
		return fmt.Errorf("%w: kind: want visitor, agent or supervisor", chat.ErrInvalid)
	}
	hash, err := h.d.keyring.Extern(ctx, extern, id)
	if err != nil {
		return err
	}
	line := h.line(chat.AuditRevoke)
	if extern == externAnonymous { // who is nobody in particular has no power to lose
		line = nil
	}
	var x person
	rev, err := store.Do(ctx, h.d.cfg.Store, func(tx *store.Tx) (err error) {
		x, err = revoke(tx, extern, hash, version, line, h.d.now())
		return err
	})
	if err != nil {
		return unavailable(err)
	}
	line.Told(rev)
	if x.agent != "" {
		h.d.engine.learn(ctx, h.d.cfg.Store, x.agent)
	}
	return nil
}

// person is whom a principal is of.
type person struct {
	extern
	agent chat.AgentID // of an agent with a record
}

func raiseVersion(version int64) func(extern) extern {
	return func(x extern) extern {
		x.Version = max(x.Version, version)
		return x
	}
}

// revoke raises the version below which the principals of a person are refused, in the record of
// the host's own id and, because streams watch it, in an agent's. With the version of the former
// rises that of a person's sign-ins, so an agent is lost by it: the latter may be of an agent made
// since, who has signed in by a version that counts.
func revoke(
	tx *store.Tx, kind, hash string, version int64, line *audit.Line, now time.Time,
) (p person, err error) {
	was := int64(0)
	p.extern, err = editExtern(tx, records.Extern(kind, hash), func(x extern) extern {
		was = x.Version
		return raiseVersion(version)(x)
	})
	if err != nil {
		return p, err
	}
	if kind == externAgent && p.ID != "" {
		err = records.EditAgent(tx, chat.AgentID(p.ID), func(a chat.Agent) (chat.Agent, error) {
			next := a
			p.agent, next.Version = a.ID, max(a.Version, version)
			if version <= was {
				return next, nil
			}
			next, err := cutOff(next, now)
			if err != nil {
				return next, err
			}
			return noted(tx, a, next, line, now)
		})
		if err != nil && !errors.Is(err, chat.ErrNotFound) {
			return p, err
		}
	}
	if line == nil {
		return p, nil
	}
	to := line.Draft(tx)
	const below = "refused_below"
	c := chat.AuditChange{Kind: chat.AuditVisitor, ID: cmp.Or(p.ID, hash)}
	if kind == externAgent {
		c.Kind = chat.AuditAgent
	}
	c.Before, c.After = audit.Members(below, was), audit.Members(below, p.Version)
	to.Add(c)
	return p, to.Close()
}

// cutOff returns an agent whose sign-ins were revoked: lost, if they took sessions.
func cutOff(a chat.Agent, now time.Time) (chat.Agent, error) {
	if a.Removed || a.Mode == chat.Offline || a.Mode == chat.Lost {
		return a, nil
	}
	return a.SetMode(chat.Lost, a.ModeReason, now)
}

// Raise tells the rules that something happened to a visitor, such as "payment-failed". The
// visitor's next beacon takes it into account; a page with a stream is told to send one at once
// (EventVisit). The rules see several events one after the other, oldest first, each with its own
// event.name; those after one at which a rule fired wait for the next beacon, which is due in 2 s.
// At most 8 wait for a beacon, and a ninth takes the place of the oldest. One for which a rule would
// have invited, had there been a place, stays for the beacons of the minute after the first that
// found none. An event may be given an id of the host's own: one that has the id of another of the
// visitor's last 32 with an id is the same one, told again, and changes nothing.
func (h Host) Raise(
	ctx context.Context, v chat.VisitorID, event string, once ...chat.CommandID,
) error {
	errs := []error{chat.CheckName("event", event)}
	for _, id := range once {
		errs = append(errs, chat.CheckCommand("once", id))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return h.d.visitors.remember(ctx, v, func(m *visitorRecord) {
		for _, id := range once {
			if slices.Contains(m.Raised, id) {
				return
			}
		}
		m.Raised = append(m.Raised, once...)
		m.Raised = m.Raised[max(0, len(m.Raised)-maxRaisedOnce):]
		m.Events = append(m.Events, raised{Name: event, At: h.d.now()})
		m.Events = m.Events[max(0, len(m.Events)-maxRaised):]
	})
}

func (r visitorRecords) remember(
	ctx context.Context, v chat.VisitorID, edit func(*visitorRecord),
) error {
	if !minted(prefixVisitor, string(v)) {
		return chat.ErrNotFound
	}
	return r.update(ctx, v, func(m *visitorRecord) (bool, error) {
		if m.Erased || m.Erasing != nil {
			return false, chat.ErrNotFound
		}
		edit(m)
		return true, nil
	})
}

// Say posts a message of the system to a session. It has words alone.
func (h Host) Say(ctx context.Context, id chat.SessionID, r MessageRequest) (chat.Entry, error) {
	if err := r.bare(); err != nil {
		return chat.Entry{}, err
	}
	command, err := commandOf(h.d.cfg.IDs, r.Command)
	if err != nil {
		return chat.Entry{}, err
	}
	if !minted(prefixSession, string(id)) {
		return chat.Entry{}, chat.ErrNotFound
	}
	out, err := h.d.committer.Change(ctx, id, func(chat.Session) (chat.Command, error) {
		return chat.Say{Command: command, Text: r.Text, Reason: chat.ByHost}, nil
	}, commit.Options{Command: command, By: byHost, Body: bodyOf("host.say", r.Text)})
	return messageOf(out.Entries), err
}

// PutSite writes a storefront. Like the other settings below it is written over the record at its
// Revision; Revision 0 writes over any.
func (h Host) PutSite(ctx context.Context, x settings.Site) (settings.Revision, error) {
	return h.d.settled.PutSite(ctx, x, h.may(chat.AuditPut))
}

// PutQueue writes a queue.
func (h Host) PutQueue(ctx context.Context, x settings.Queue) (settings.Revision, error) {
	return h.d.settled.PutQueue(ctx, x, h.may(chat.AuditPut))
}

// PutSchedule writes hours.
func (h Host) PutSchedule(ctx context.Context, x settings.Schedule) (settings.Revision, error) {
	return h.d.settled.PutSchedule(ctx, x, h.may(chat.AuditPut))
}

// PutRule writes a rule that shows prompts.
func (h Host) PutRule(ctx context.Context, x settings.Rule) (settings.Revision, error) {
	return h.d.settled.PutRule(ctx, x, h.may(chat.AuditPut))
}

// PutSettings writes 1 to 50 settings in one batch: all of them or none. See Supervisor.PutSettings.
func (h Host) PutSettings(ctx context.Context, t settings.Team) (settings.Revision, error) {
	if err := h.d.engine.teams.unplanned(ctx, t.Retire...); err != nil {
		return 0, err
	}
	return h.d.settled.Put(ctx, t, settled.Powers{Line: h.line(chat.AuditPut), Now: h.d.now()})
}

// PutRouting writes how the whole team routes.
func (h Host) PutRouting(ctx context.Context, x settings.Routing) (settings.Revision, error) {
	return h.d.settled.PutRouting(ctx, x, h.may(chat.AuditPut))
}

// PutPrompts writes what holds for all rules.
func (h Host) PutPrompts(ctx context.Context, x settings.Prompts) (settings.Revision, error) {
	return h.d.settled.PutPrompts(ctx, x, h.may(chat.AuditPut))
}

// PutCanned writes a reply that agents may insert.
func (h Host) PutCanned(ctx context.Context, x settings.Canned) (settings.Revision, error) {
	return h.d.settled.PutCanned(ctx, x, h.may(chat.AuditPut))
}
