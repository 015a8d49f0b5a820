package desk

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// rewoundReset is what a stream.reset says when what its client knows may be lost.
const rewoundReset = "the database went back"

// beginAnew forgets all that this node remembers of the store, because the feed cannot go on from
// there: the database went back to an earlier time (a failover to a standby that lagged behind, a
// restored backup), or this node is behind what the feed keeps. Revisions are not given twice, so
// nothing that was decided on a lost record could be written before this; but who only listens would
// wait for ever for what is not there any more.
func (f *Follower) beginAnew(ctx context.Context, seen store.Rev, why error) {
	d := f.d
	d.cfg.Logger.WarnContext(ctx, "the feed cannot go on from what this node has seen: "+
		"it forgets what it knows and reads it anew",
		"rewound", errors.Is(why, store.ErrRewound), "seen", uint64(seen), "term", uint64(d.engine.lease.Term()), "error", why)
	d.engine.replica.Forget()
	d.committer.Forget()
	d.logins.Clear()
	d.keyring.Forget()
	d.settled.Forget()
	d.engine.near.forget()
	d.engine.visitors.Forget()
	d.engine.views.tails.Forget()
	d.engine.views.glances.Forget()
	d.engine.lives.Add(1)
	d.engine.hub.RingAll()
}

// forget has the record written again, which may be lost, or say what was true before.
func (n *nearby) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, s := range n.links {
		s.told = 0
	}
	n.changed = n.changed || len(n.links) > 0 || n.told()
}

// again begins the agent's stream anew, where things stand now.
func (src *agentSource) again(s *stream) error {
	src.follow, src.late = map[chat.SessionID]reached{}, nil
	src.inbox, src.ledger, src.stale, src.heeds = pictured{}, 0, false, false
	src.ofInbox = false
	src.catchUp, src.let = catchUp{}, letIn{}
	if _, err := src.begin(s.ctx, ""); err != nil {
		return err
	}
	s.paused = time.Time{}
	s.reset(rewoundReset)
	return nil
}

// again begins the visitor's stream anew, with the first entry of their session.
func (src *visitorSource) again(s *stream) error {
	s.listener.Leave(replica.TopicSession(src.listens))
	src.session, src.listens, src.n, src.nth, src.rev, src.view, src.unsure = "", "", 0, 0, 0, SessionView{}, true
	src.looked, src.changes, src.read = 0, 0, ""
	s.paused = time.Time{}
	s.reset(rewoundReset)
	return nil
}

// again has nothing to begin: a board is a snapshot.
func (src *boardSource) again(*stream) error { return nil }
