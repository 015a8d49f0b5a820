package sessions

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Left is a session that was left as a message, with the revision of its record. Such a session has
// ended, so nobody else on this node keeps its record, while every agent of its queue lists it
// until it is settled. There may be thousands in a queue: those alone are kept that a list shows.
type Left struct {
	Session chat.Session
	Rev     store.Rev
}

// Left returns sessions that were left as a message, by their ids. Those that do not exist are left
// out. They are kept until they are answered or settled.
func (g *Glances) Left(ctx context.Context, ids []chat.SessionID) ([]Left, error) {
	if all, ok := g.LeftKnown(ids); ok {
		return all, nil
	}
	select { // one reads at a time: who has waited mostly finds what they need
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	all, ok := g.LeftKnown(ids)
	if ok {
		return all, nil
	}
	var keys []string
	for _, id := range ids {
		keys = append(keys, records.Session(id))
	}
	g.expect(ids)
	found, err := records.GetAll(ctx, g.store, g.atOnce, keys)
	if err != nil {
		return nil, records.Unavailable(err)
	}
	return g.learnLeft(ids, found)
}

// LeftKnown is Left of those that are kept. It is false where one is not.
func (g *Glances) LeftKnown(ids []chat.SessionID) (all []Left, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range ids {
		x := g.left[id]
		if x.Rev == 0 {
			return nil, false
		}
		all = append(all, x)
	}
	return all, true
}

// expect has the feed's records of these sessions kept, from before they are read.
func (g *Glances) expect(ids []chat.SessionID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range ids {
		if _, ok := g.left[id]; !ok {
			g.left[id] = Left{}
		}
	}
}

// learnLeft keeps what was read, but for one that went meanwhile: it was settled or answered, and
// is listed no more. Of two records of a session the later one counts. The feed may have told it
// while the other one was read.
func (g *Glances) learnLeft(
	ids []chat.SessionID, found map[string]store.Record,
) (all []Left, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range ids {
		r, ok := found[records.Session(id)]
		if !ok {
			delete(g.left, id)
			continue
		}
		x, kept := g.left[id]
		if r.Rev > x.Rev {
			if x.Session, err = records.Decode[chat.Session](r.Value); err != nil {
				return nil, err
			}
			x.Rev = r.Rev
		}
		if kept {
			g.left[id] = x
		}
		all = append(all, x)
	}
	return all, nil
}

// hearLeft takes in the record of a session that is kept as one that was left. Glances is locked.
func (g *Glances) hearLeft(id chat.SessionID, r store.Record) {
	x, kept := g.left[id]
	if !kept || r.Rev <= x.Rev {
		return
	}
	s, err := records.Decode[chat.Session](r.Value)
	if r.Deleted || err != nil {
		delete(g.left, id)
		return
	}
	g.left[id] = Left{s, r.Rev}
}
