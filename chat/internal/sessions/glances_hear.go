package sessions

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Hear takes in whole commits that the feed told, in its order. It must be called before anybody
// can know otherwise that the feed told them: a stream that sees a session's new record looks at
// once.
func (g *Glances) Hear(rs []store.Record) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.of) == 0 && len(g.left) == 0 {
		return
	}
	for _, r := range rs {
		if k, err := records.Parse(r.Key); err == nil {
			g.hear(k, r)
		}
	}
}

// hear takes in one record. Glances is locked.
func (g *Glances) hear(k records.Key, r store.Record) {
	x := g.of[k.Session]
	switch k.Family {
	case records.FamilyOpen, records.FamilyMessaged:
		// One that was left, or opened again, is not what it was: it is read anew.
		if r.Deleted {
			g.drop(k.Session)
		}
	case records.FamilyEnded:
		if !r.Deleted {
			g.drop(k.Session)
		}
	case records.FamilySession:
		g.hearLeft(k.Session, r)
	case records.FamilyTimeline:
		if x != nil {
			x.line(k.N, r)
			g.changed(x)
		}
	case records.FamilyCursor:
		if x != nil {
			x.mark(k.ID, r)
			g.changed(x)
		}
	case records.FamilyHistory:
		for _, id := range g.by[k.Visitor] {
			x := g.of[id]
			if x.Where = r.Value; r.Deleted {
				x.Where = nil
			}
			g.changed(x)
		}
	}
}

// changed notes that the feed told something of a session. Glances is locked.
func (g *Glances) changed(x *kept) {
	g.version++
	x.Version = g.version
	x.told++
}

// line takes in entry n. A later message takes the place of the last one, and so does the last one
// itself when it was corrected. Where it is not a message any more, because it was withdrawn or
// erased, the one before is not known, and the session is read again. An entry before it changes
// nothing.
func (x *kept) line(n int, r store.Record) {
	var e chat.Entry
	var err error
	if !r.Deleted {
		e, err = records.Decode[chat.Entry](r.Value)
	}
	switch {
	case !r.Deleted && err == nil && isText(e) && n >= x.last:
		x.last, x.Text = n, Cut(e.Text, textLimit)
	case n == x.last, r.Deleted:
		x.known, x.last, x.Text = false, 0, ""
	}
}

// mark takes in how far somebody has read. Other readers than the two are not shown.
func (x *kept) mark(by string, r store.Record) {
	upTo := 0
	if !r.Deleted {
		upTo = records.ReadUpTo(r.Value)
	}
	switch by {
	case byVisitor:
		x.Visitor = upTo
	case byAgent:
		x.Agent = upTo
	}
}
