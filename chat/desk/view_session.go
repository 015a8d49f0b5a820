package desk

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
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
	glances   *sessions.Glances
	tails     *sessions.Tails // of the timelines that somebody here listens to
	presences replica.Presences
	now       func() time.Time
	committer *commit.Committer // records what is told of the wait
	mails     bool              // transcripts can be mailed
	atOnce    int               // reads under way at a time
	settings  *atomic.Pointer[settled.Settings]
	escalates bool // there is a Handoff
	shows     bool // there is a Catalogue
	previews  bool // there are Pages
	attaches  bool // there are Blobs
	converts  bool // there is a Translator
	carried   func(chat.Session) *Carriage
}

// visitorsNew is visitors for a session that began just now: nobody owns it, and nobody has read
// it. Its wait and its place are those that the door told, which this node may not know yet.
func (vs views) visitorsNew(ctx context.Context, c commit.Outcome, wait Estimate, place int) (SessionView, error) {
	if c.Replayed || c.Session.Agent != "" {
		return vs.visitors(ctx, c.Session)
	}
	view := vs.visitorsWith(c.Session, standsBy{}, wait)
	if view.Position == 0 && c.Session.State.Waiting() {
		view.Position = place
	}
	return view, nil
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
	found := records.ByKey(rs)
	x := standsBy{
		read: records.ReadUpTo(found[keys[0]].Value), seen: records.ReadUpTo(found[keys[1]].Value),
	}
	if r, ok := found[records.Agent(s.Agent)]; ok && s.Agent != "" {
		a, err := records.Decode[chat.Agent](r.Value)
		if err != nil {
			return SessionView{}, err
		}
		x.agent = a
	}
	return vs.visitorsWith(s, x, wait), nil
}

// known is visitors of an open session, by what this node knows. It is false where the store has
// to be asked: also where the visitor is told of a wait for the first time, which is recorded.
func (vs views) known(id chat.SessionID, v chat.VisitorID) (SessionView, bool) {
	s, _, open := vs.replica.Session(id)
	if !open || s.Visitor != v {
		return SessionView{}, false
	}
	var wait Estimate
	if s.State.Waiting() {
		wait = estimateOf(vs.replica.Wait(s.ID, vs.now()))
	}
	if wait.Known && !s.Promised() {
		return SessionView{}, false
	}
	g, ok := vs.glances.Known(s)
	if !ok {
		return SessionView{}, false
	}
	x := standsBy{read: g.Visitor, seen: g.Agent}
	if s.Agent != "" {
		a, ok := vs.replica.Agent(s.Agent)
		if !ok {
			return SessionView{}, false
		}
		x.agent = a
	}
	return vs.visitorsWith(s, x, wait), true
}

// standsBy is what is kept beside a session's record: how far its visitor and its agents have read
// it, and its agent.
type standsBy struct {
	read, seen int
	agent      chat.Agent
}

// visitorsWith is visitors, with what is kept beside the record at hand.
func (vs views) visitorsWith(s chat.Session, x standsBy, wait Estimate) SessionView {
	now, policy := vs.now(), s.Policy.Resolved()
	v := SessionView{
		ID: s.ID, Site: s.Site, Queue: s.Queue, State: s.State, Reason: s.Reason, Entries: s.Entries,
		Told:      tells(s, vs.mails, peeking(vs.settings.Load(), s)),
		CreatedAt: s.CreatedAt, QueuedAt: s.QueuedAt, EndedAt: s.EndedAt, WarnedAt: s.WarnedAt, Rating: s.Rating, Erased: s.Erased,
		ReadUpTo: x.read, SeenUpTo: x.seen, AgentName: x.agent.Name,
	}
	names, beside := joined(s, vs.replica)
	v.Joined = names
	who := append(hadIt(s, vs.replica), beside...)
	if x.agent.ID != "" {
		who = append(who, x.agent)
	}
	v.Photos = photos(who...)
	v.AgentPhoto = v.Photos[x.agent.ID]
	v.Files = vs.attaches && takesFiles(vs.settings.Load(), s)
	v.Reads, v.Previews = vs.reading(s), vs.previewed(s)
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
	return v
}
