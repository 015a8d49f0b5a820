package sessions

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Line is an entry of a timeline with the revision of its record.
type Line struct {
	chat.Entry
	Session chat.SessionID
	Rev     store.Rev
}

// Gone reports whether an entry took its session from an agent.
func (l Line) Gone(from chat.AgentID) bool {
	switch l.Kind {
	case chat.KindTransferred, chat.KindQueued, chat.KindClosed:
		return true
	case chat.KindAssigned:
		return l.Agent != from
	case chat.KindUpdated, chat.KindParted: // of who stood beside it
		return l.Agent == from && (l.Kind == chat.KindParted || l.Reason == chat.Parted)
	}
	return false
}

// Mark is a place in the order of all entries: after entry N of the commit Rev, or after all of
// that commit when N is 0.
type Mark struct {
	Rev store.Rev
	N   int
}

// String writes a mark for ParseMark.
func (m Mark) String() string { return fmt.Sprintf("%d-%d", m.Rev, m.N) }

// ParseMark reads what String wrote, and nothing else: a mark has one spelling.
func ParseMark(s string) (m Mark, ok bool) {
	n, err := fmt.Sscanf(s, "%d-%d", &m.Rev, &m.N)
	return m, err == nil && n == 2 && m.String() == s
}

// Before reports whether a line comes after the mark.
func (m Mark) Before(l Line) bool { return l.Rev > m.Rev || l.Rev == m.Rev && m.N > 0 && l.N > m.N }

// LinesPage is the number of lines that Lines reads: fewer say that the timeline has no more.
const LinesPage = 100

// Lines reads the lines of a timeline in the store after entry n, at most LinesPage of them. An
// entry that was written anew, because its author changed it, has the revision of the entry after it
// where that is older: so the lines of a session stay in their order by revision.
func (r Reader) Lines(ctx context.Context, id chat.SessionID, n int) ([]Line, error) {
	prefix := records.Prefix(records.FamilyTimeline, string(id))
	part := store.Range{Prefix: prefix, Limit: LinesPage}
	if n > 0 {
		part.After = records.Timeline(id, n)
	}
	rs, err := r.store.List(ctx, part)
	if err != nil {
		return nil, records.Unavailable(err)
	}
	ls, err := linesOf(id, rs)
	for i := len(ls) - 2; i >= 0; i-- {
		ls[i].Rev = min(ls[i].Rev, ls[i+1].Rev)
	}
	return ls, err
}

// linesOf decodes records of a timeline.
func linesOf(id chat.SessionID, rs []store.Record) ([]Line, error) {
	var ls []Line
	for _, rec := range rs {
		e, err := records.Decode[chat.Entry](rec.Value)
		if err != nil {
			return nil, err
		}
		ls = append(ls, Line{e, id, rec.Rev})
	}
	return ls, nil
}

// UpTo returns the number of the last entry of a timeline that is not after a mark; 0 if there is
// none.
func (r Reader) UpTo(ctx context.Context, id chat.SessionID, at Mark) (n int, err error) {
	err = r.backwards(ctx, id, func(l Line) bool {
		if !at.Before(l) {
			n = l.N
		}
		return n == 0
	})
	return n, err
}

// OwnedUpTo returns the number of the last entry that is not after a mark, if the agent owned the
// session there, and 0 if not. A mark comes from outside, in a cursor: it must not show anybody
// what never was theirs.
func (r Reader) OwnedUpTo(
	ctx context.Context, id chat.SessionID, at Mark, by chat.AgentID,
) (int, error) {
	last, owned := 0, false
	err := r.backwards(ctx, id, func(l Line) bool {
		if at.Before(l) {
			return true
		}
		// Going back from there, the first entry that gave the session to somebody, or took it from
		// this agent, decides.
		last = max(last, l.N)
		owned = l.Kind == chat.KindAssigned && l.Agent == by
		return !owned && !l.Gone(by)
	})
	if !owned {
		return 0, err
	}
	return last, err
}

// backwards reads a timeline from its end until fn returns false.
func (r Reader) backwards(ctx context.Context, id chat.SessionID, fn func(Line) bool) error {
	prefix := records.Prefix(records.FamilyTimeline, string(id))
	part := store.Range{Prefix: prefix, Desc: true, Limit: LinesPage}
	for {
		rs, err := r.store.List(ctx, part)
		if err != nil {
			return records.Unavailable(err)
		}
		ls, err := linesOf(id, rs)
		if err != nil {
			return err
		}
		for _, l := range ls {
			if !fn(l) {
				return nil
			}
		}
		// A page that is not full reaches the first entry: there is nothing before it.
		if len(rs) < part.Limit {
			return nil
		}
		part.After = rs[len(rs)-1].Key
	}
}
