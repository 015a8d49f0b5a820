package desk

import (
	"context"
	"errors"
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

// retirement lets go of retired settings once nothing needs them: a site and a queue when no
// session is open there, each setting when no other refers to it, and none before its time is over,
// so that it can be taken back and whatever was under way comes to an end.
type retirement struct{ d *Desk }

const (
	// retiredFor is the least time that a retired setting is kept.
	retiredFor = time.Minute
	// looksAgain is when a setting is looked at again that is still needed. While one is, a session
	// is open.
	looksAgain = 10 * time.Second
	// movedAtOnce is how many left messages of a retired queue are moved in one step.
	movedAtOnce = 50
	// goneAtOnce is how many settings go in one batch.
	goneAtOnce = 40
)

// ask adds to a batch the job that lets go of retired settings.
func (x retirement) ask(tx *store.Tx) error {
	return putJobIn(tx, x.d.now(), retiredFor, job{Kind: jobRetire})
}

// step lets go of what is not needed any more, and leaves a job for the rest. What is retired
// meanwhile writes the job anew.
func (x retirement) step(ctx context.Context, fence []store.Cond, now time.Time) error {
	s, err := x.d.settled.InForce(ctx)
	if err != nil {
		return err
	}
	if len(s.Retired) == 0 {
		return records.CommitFenced(ctx, x.d.cfg.Store, fence, func(tx *store.Tx) error {
			tx.Delete(job{Kind: jobRetire}.key())
			return nil
		})
	}
	queues, sites, err := x.using(ctx)
	if err != nil {
		return err
	}
	plans, err := x.d.engine.teams.plans(ctx)
	if err != nil {
		return err
	}
	var next time.Time
	wait := func(at time.Time) bool {
		if next.IsZero() || at.Before(next) {
			next = at
		}
		return false
	}
	going := 0
	gone := s.Gone(func(r settings.Retired) bool {
		_, planned := plans[r.ID]
		switch {
		case r.Kind == settings.KindHours && planned: // written while it was retired
			return false
		case now.Before(r.At.Add(retiredFor)):
			return wait(r.At.Add(retiredFor))
		case r.Kind == settings.KindQueues && queues[chat.QueueID(r.ID)], r.Kind == settings.KindSites && sites[chat.SiteID(r.ID)]:
			return wait(now.Add(looksAgain))
		case going == goneAtOnce:
			return wait(now)
		}
		going++
		return true
	})
	more, err := x.empty(ctx, s, gone, fence)
	if err != nil {
		return err
	}
	if more {
		gone = nil
		wait(now)
	}
	line := x.d.trail.Line(audit.ByHost, chat.AuditRemove, done)
	var refused error
	rev, err := store.Do(ctx, x.d.cfg.Store, func(tx *store.Tx) error {
		if refused = records.Holds(tx, fence); refused == nil {
			refused = x.drop(tx, s, gone, line, now, next)
		}
		return refused
	})
	switch {
	case errors.Is(refused, settled.ErrStale): // they were written meanwhile: the job is still due
		return nil
	case refused != nil:
		return refused
	case err == nil && len(gone) > 0:
		line.Told(rev)
	}
	return unavailable(err)
}

// done is what the audit trail says of a setting that goes.
const done = "it was retired, and nothing needs it any more"

// drop deletes settings, and leaves a job for the rest, unless next is the zero instant.
func (x retirement) drop(
	tx *store.Tx, s *settled.Settings, gone []settings.Ref, line *audit.Line, now, next time.Time,
) error {
	j := job{Kind: jobRetire}
	if next.IsZero() {
		tx.Delete(j.key())
	} else if err := putJobIn(tx, now, next.Sub(now), j); err != nil {
		return err
	}
	if len(gone) == 0 {
		return nil
	}
	return s.Drop(tx, x.d.cfg.Node, line, gone)
}

// using says which queues and sites have open sessions, or may get one by a transfer under way.
func (x retirement) using(
	ctx context.Context,
) (queues map[chat.QueueID]bool, sites map[chat.SiteID]bool, err error) {
	index, err := records.List(ctx, x.d.cfg.Store, records.Prefix(records.FamilyOpen))
	if err != nil {
		return nil, nil, unavailable(err)
	}
	rs, err := records.ReadSessions(ctx, x.d.cfg.Store, index)
	if err != nil {
		return nil, nil, unavailable(err)
	}
	queues, sites = map[chat.QueueID]bool{}, map[chat.SiteID]bool{}
	for _, r := range rs {
		c, err := records.Decode[chat.Session](r.Value)
		if err != nil { // Check finds it
			continue
		}
		queues[c.Queue], sites[c.Site] = true, true
		for _, o := range c.Offers {
			queues[o.Queue] = true
		}
	}
	return queues, sites, nil
}

// empty takes what hangs on retired queues away from them: messages that were left there go to the
// site's first queue, and agents serve them no more. It reports whether there is more to move.
func (x retirement) empty(
	ctx context.Context, s *settled.Settings, gone []settings.Ref, fence []store.Cond,
) (more bool, err error) {
	leaving := map[chat.QueueID]bool{}
	for _, r := range gone {
		if r.Kind != settings.KindQueues {
			continue
		}
		leaving[chat.QueueID(r.ID)] = true
		messages := records.Prefix(records.FamilyMessaged, r.ID)
		left, err := x.d.sessions.At(ctx, messages, movedAtOnce)
		if err != nil {
			return false, err
		}
		for _, c := range left {
			if err := x.move(ctx, s, c.ID, chat.QueueID(r.ID), fence); err != nil {
				return true, err
			}
			more = true
		}
	}
	if more || len(leaving) == 0 {
		return more, nil
	}
	return false, x.relieve(ctx, leaving)
}

// move takes a message that was left in a retired queue to another one.
func (x retirement) move(
	ctx context.Context, s *settled.Settings, id chat.SessionID, from chat.QueueID, fence []store.Cond,
) error {
	_, err := x.d.committer.Change(ctx, id, func(c chat.Session) (chat.Command, error) {
		to, ok := s.InForce.Instead(c.Site, c.Queue)
		if c.State != chat.Messaged || c.Queue != from || !ok {
			return nil, chat.ErrState
		}
		return chat.Redirect{Queue: to}, nil
	}, commit.Options{If: fence[:1]})
	if isOurs(err) { // somebody answered or settled it meanwhile
		return nil
	}
	return err
}

// relieve takes queues from the agents who serve them. A supervisor who watches nothing else keeps
// them: without queues they would watch everything.
func (x retirement) relieve(ctx context.Context, leaving map[chat.QueueID]bool) error {
	team, err := x.d.engine.teams.stored(ctx)
	if err != nil {
		return err
	}
	served := func(q chat.Serves) bool { return leaving[q.Queue] }
	for _, a := range team {
		if !slices.ContainsFunc(a.Queues, served) {
			continue
		}
		line := x.d.trail.Line(audit.ByHost, chat.AuditPut, done)
		_, err := updateAgent(ctx, x.d, a.ID, line, func(a chat.Agent) (chat.Agent, error) {
			rest := slices.DeleteFunc(slices.Clone(a.Queues), served)
			if len(rest) > 0 || !a.Supervisor || a.Everything {
				a.Queues = rest
			}
			return a, nil
		})
		if err != nil && !isOurs(err) {
			return err
		}
	}
	return nil
}
