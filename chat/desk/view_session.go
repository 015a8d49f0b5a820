package desk

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/store"
)

// The two who read a session.
const (
	readerVisitor = "visitor"
	readerAgent   = "agent"
)

// views makes of a session what its readers see: of the record, of how far each side has read, and
// of what this node knows of the line.
type views struct {
	store     store.Store
	replica   *replica.Replica
	presences replica.Presences
	now       func() time.Time
	committer *commit.Committer // records what is told of the wait
	mails     bool              // transcripts can be mailed
	atOnce    int               // reads under way at a time
	settings  *atomic.Pointer[settled.Settings]
	escalates bool // there is a Handoff
}

// visitorsNew is visitors for a session that began just now: nobody owns it, and nobody has read
// it. Its wait and its place are those that the door told, which this node may not know yet.
func (vs views) visitorsNew(ctx context.Context, c commit.Outcome, wait Estimate, place int) (SessionView, error) {
	if c.Replayed || c.Session.Agent != "" {
		return vs.visitors(ctx, c.Session)
	}
	view, err := vs.visitorsWith(c.Session, nil, wait)
	if view.Position == 0 && c.Session.State.Waiting() {
		view.Position = place
	}
	return view, err
}

// visitors returns what a visitor sees of a session.
func (vs views) visitors(ctx context.Context, s chat.Session) (SessionView, error) {
	keys := []string{records.Cursor(s.ID, readerVisitor), records.Cursor(s.ID, readerAgent)}
	if s.Agent != "" {
		keys = append(keys, records.Agent(s.Agent))
	}
	rs, err := vs.store.Get(ctx, keys...)
	if err != nil {
		return SessionView{}, unavailable(err)
	}
	var wait Estimate
	if s.State.Waiting() {
		wait = told(ctx, vs.replica, vs.committer, s, vs.now())
	}
	return vs.visitorsWith(s, records.ByKey(rs), wait)
}

// visitorsWith is visitors, with the records of read cursors and of the agent at hand.
func (vs views) visitorsWith(s chat.Session, found map[string]store.Record, wait Estimate) (SessionView, error) {
	now, policy := vs.now(), s.Policy.Resolved()
	v := SessionView{
		ID: s.ID, Site: s.Site, Queue: s.Queue, State: s.State, Reason: s.Reason, Entries: s.Entries,
		Told:      tells(s, vs.mails, peeking(vs.settings.Load(), s)),
		CreatedAt: s.CreatedAt, QueuedAt: s.QueuedAt, EndedAt: s.EndedAt, WarnedAt: s.WarnedAt, Rating: s.Rating, Erased: s.Erased,
		ReadUpTo: records.ReadUpTo(found[records.Cursor(s.ID, readerVisitor)].Value), SeenUpTo: records.ReadUpTo(found[records.Cursor(s.ID, readerAgent)].Value),
	}
	v.Joined = joined(s, vs.replica)
	if r, ok := found[records.Agent(s.Agent)]; ok && s.Agent != "" {
		a, err := records.Decode[chat.Agent](r.Value)
		if err != nil {
			return SessionView{}, err
		}
		v.AgentName = a.Name
	}
	if s.State.Waiting() {
		v.Position, v.Wait, v.Staff = vs.replica.Position(s.ID), wait, vs.replica.StaffFor(s, now)
	}
	if !s.WarnedAt.IsZero() && policy.CloseAfter > 0 {
		v.ClosesAt = s.WarnedAt.Add(policy.CloseAfter)
	}
	within := policy.ReopenFor >= 0 && !s.EndedAt.IsZero() && !now.After(s.EndedAt.Add(policy.ReopenFor))
	v.CanReopen = (s.State.Ended() || s.State == chat.Wrapping) && within && !s.Erased
	v.CanMail = vs.mails && s.Contact.Email != "" && s.State != chat.Messaged && !s.Erased
	v.CanRate = (s.State == chat.Closed || s.State == chat.Wrapping) && s.Agent != "" && within && !s.Erased
	return v, nil
}
