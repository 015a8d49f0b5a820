package desk

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/invite"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/trigger"
)

// openInvites makes the book of prompts that stand ready.
func (e *engine) openInvites(node string) {
	known := replica.NewInvitations(e.replica)
	e.near.invites = invite.New(invite.Config{
		Node: node, Tick: e.tick,
		Heard:  func() invite.Heard { return known.Heard(e.tick()) },
		Leads:  func() bool { return e.lease.Term() != 0 },
		Places: known.Places, Pool: known.Pool,
		Wake: e.near.beatNow,
	})
	e.lease.Invites(e.near.invites.Quotas)
	e.lease.Succeeded(e.near.invites.Succeed)
}

// standing is a prompt of the visitor as it is counted.
func (l *look) standing(p shown) invite.Prompt {
	_, waiting := l.d.engine.replica.Waiting(p.Queue)
	places := l.free[p.Queue] / max(1, l.set.Demand(p.Queue).Weight)
	return invite.Prompt{ID: p.UID, Rule: p.Rule, Queue: p.Queue, Places: places - waiting}
}

// stand decides which of the visitor's open prompts go on. Where nobody could answer any more they
// are withdrawn, and so is one that was away so long that others were invited in its place.
func (l *look) stand(m *visitorRecord) (wrote bool) {
	for i := range m.Prompts {
		p := &m.Prompts[i]
		if !p.open(l.now) || slices.Contains(l.taken, p.UID) {
			continue
		}
		// A clock may have been put back meanwhile. The book counts it until it lapses there: this
		// may run again.
		stood := l.d.engine.near.invites.Stood(p.UID)
		if !p.Expires.IsZero() && stood >= p.Expires.Sub(p.At) {
			m.end(p, l.me, trigger.Expired, l.now)
			wrote = true
			continue
		}
		if l.free[p.Queue] > 0 && l.d.engine.near.invites.Keep(l.standing(*p), l.now.Sub(p.At)) {
			continue
		}
		m.end(p, l.me, trigger.Withdrawn, l.now)
		l.d.engine.near.invites.Cancel(p.UID)
		wrote = true
	}
	return wrote
}

// take enters a prompt that is about to be shown, if there is room for it.
func (l *look) take(p shown) bool {
	if !l.d.engine.near.invites.Take(l.standing(p)) {
		return false
	}
	l.taken = append(l.taken, p.UID)
	return true
}

// untake takes out what an attempt entered that was not written.
func (l *look) untake() {
	l.d.engine.near.invites.Cancel(l.taken...)
	l.taken = nil
}

// ended strikes out a prompt that the rules ended.
func (l *look) ended(uid string, e trigger.Ending) {
	if e.Fate == trigger.Expired {
		l.d.engine.near.invites.End(uid, e.Rule, false)
		return
	}
	l.d.engine.near.invites.Cancel(uid)
}

// invited is how soon somebody is looked at again who has a prompt: it is withdrawn then if nobody
// is left to answer.
const invited = 15 * time.Second
