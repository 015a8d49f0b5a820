package sessions

import (
	"context"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Line is an entry of a timeline with the revision of its record.
type Line struct {
	chat.Entry
	Session chat.SessionID
	Rev     store.Rev

	seen *seen // shared with others who have the line; nil: with nobody
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
	inOrder(ls)
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
		ls = append(ls, Line{Entry: e, Session: id, Rev: rec.Rev})
	}
	return ls, nil
}

// Reach returns the number of the last entry of a timeline that is not after a mark, 0 if there is
// none, and the lines after it, as Lines does. Whole is whether those are all: fewer than LinesPage.
func (r Reader) Reach(
	ctx context.Context, id chat.SessionID, at Mark,
) (n int, after []Line, whole bool, err error) {
	err = r.backwards(ctx, id, func(l Line) bool {
		if !at.Before(l) {
			n = l.N
		} else if len(after) < LinesPage {
			after = append(after, l)
		}
		return n == 0
	})
	slices.Reverse(after)
	inOrder(after)
	return n, after, err == nil && len(after) < LinesPage, err
}

// OwnedUpTo returns the number of the last entry that is not after a mark, if the agent owned the
// session there, 0 if not, and -1 if nothing of it is there any more. Came is whether the agent was
// given it after the mark. A mark comes from outside, in a cursor: it must not show anybody what
// never was theirs.
func (r Reader) OwnedUpTo(
	ctx context.Context, id chat.SessionID, at Mark, by chat.AgentID,
) (n int, came bool, err error) {
	last, owned, there := 0, false, false
	err = r.backwards(ctx, id, func(l Line) bool {
		there = true
		given := l.Kind == chat.KindAssigned && l.Agent == by
		if at.Before(l) {
			came = came || given
			return true
		}
		// Going back from there, the first entry that gave the session to somebody, or took it from
		// this agent, decides.
		last = max(last, l.N)
		owned = given
		return !owned && !l.Gone(by)
	})
	switch {
	case !there:
		return -1, false, err
	case !owned:
		return 0, came, err
	}
	return last, came, err
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
