package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// The two who read a session.
const (
	readerVisitor = "visitor"
	readerAgent   = "agent"
)

// viewNew is view for a session that began just now: nobody owns it, and nobody has read it.
func (d *Desk) viewNew(ctx context.Context, c commit.Outcome) (SessionView, error) {
	if c.Replayed || c.Session.Agent != "" {
		return d.view(ctx, c.Session)
	}
	return d.viewWith(c.Session, nil)
}

// view returns what a visitor sees of a session.
func (d *Desk) view(ctx context.Context, s chat.Session) (SessionView, error) {
	keys := []string{records.Cursor(s.ID, readerVisitor), records.Cursor(s.ID, readerAgent)}
	if s.Agent != "" {
		keys = append(keys, records.Agent(s.Agent))
	}
	rs, err := d.cfg.Store.Get(ctx, keys...)
	if err != nil {
		return SessionView{}, unavailable(err)
	}
	return d.viewWith(s, records.ByKey(rs))
}

// viewWith is view, with the records of read cursors and of the agent at hand.
func (d *Desk) viewWith(s chat.Session, found map[string]store.Record) (SessionView, error) {
	now, policy := d.now(), s.Policy.Resolved()
	v := SessionView{
		ID: s.ID, Site: s.Site, Queue: s.Queue, State: s.State, Reason: s.Reason, Entries: s.Entries,
		Answers:   answersTo(s),
		CreatedAt: s.CreatedAt, QueuedAt: s.QueuedAt, EndedAt: s.EndedAt, WarnedAt: s.WarnedAt, Rating: s.Rating, Erased: s.Erased,
		ReadUpTo: records.ReadUpTo(found[records.Cursor(s.ID, readerVisitor)].Value), SeenUpTo: records.ReadUpTo(found[records.Cursor(s.ID, readerAgent)].Value),
	}
	if r, ok := found[records.Agent(s.Agent)]; ok && s.Agent != "" {
		a, err := records.Decode[chat.Agent](r.Value)
		if err != nil {
			return SessionView{}, err
		}
		v.AgentName = a.Name
	}
	if s.State.Waiting() {
		v.Position, v.Wait, v.Staff = d.engine.replica.Position(s.ID), d.estimate(s.ID, now), d.engine.replica.StaffFor(s, now)
	}
	if !s.WarnedAt.IsZero() && policy.CloseAfter > 0 {
		v.ClosesAt = s.WarnedAt.Add(policy.CloseAfter)
	}
	within := policy.ReopenFor >= 0 && !s.EndedAt.IsZero() && !now.After(s.EndedAt.Add(policy.ReopenFor))
	v.CanReopen = s.State.Ended() && within && !s.Erased
	v.CanMail = d.cfg.Mailer != nil && s.Contact.Email != "" && s.State != chat.Messaged && !s.Erased
	v.CanRate = (s.State == chat.Closed || s.State == chat.Wrapping) && s.Agent != "" && within && !s.Erased
	return v, nil
}
