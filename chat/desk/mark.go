package desk

import (
	"context"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// mark is a place in the order of entries: after entry n of a commit, or after all of it when n is 0.
type mark struct {
	rev store.Rev
	n   int
}

func (m mark) String() string { return fmt.Sprintf("%d-%d", m.rev, m.n) }

func (m mark) before(l line) bool { return l.rev > m.rev || l.rev == m.rev && m.n > 0 && l.N > m.n }

func parseMark(s string) (m mark, ok bool) {
	n, err := fmt.Sscanf(s, "%d-%d", &m.rev, &m.n)
	return m, err == nil && n == 2 && m.String() == s
}

// The cursor of an agent's stream is a mark and the sessions followed there.
func formatAgentCursor(m mark, ids []chat.SessionID) string {
	s := m.String()
	for _, id := range ids {
		s += "." + string(id)
	}
	return s
}

func parseAgentCursor(s string) (m mark, ids []chat.SessionID, ok bool) {
	at, rest, more := strings.Cut(s, ".")
	if m, ok = parseMark(at); !ok || !more {
		return m, nil, ok
	}
	for id := range strings.SplitSeq(rest, ".") {
		if !minted(prefixSession, id) || len(ids) == maxCapacity {
			return m, nil, false
		}
		ids = append(ids, chat.SessionID(id))
	}
	return m, ids, true
}

// gone reports whether an entry took a session from an agent.
func gone(l line, from chat.AgentID) bool {
	switch l.Kind {
	case chat.KindTransferred, chat.KindQueued, chat.KindClosed:
		return true
	case chat.KindAssigned:
		return l.Agent != from
	}
	return false
}

// ownedUpTo is the number of the last entry that is not after a mark, if the agent owned the session there, and 0 if not:
// a cursor comes from outside, and must not show anybody what never was theirs.
func (d *Desk) ownedUpTo(ctx context.Context, id chat.SessionID, at mark, by chat.AgentID) (int, error) {
	last, owned := 0, false
	err := d.backwards(ctx, id, func(l line) bool {
		if at.before(l) {
			return true
		}
		last = max(last, l.N)
		owned = l.Kind == chat.KindAssigned && l.Agent == by
		return !owned && !gone(l, by)
	})
	if !owned {
		return 0, err
	}
	return last, err
}

// entriesUpTo is the number of the last entry of a timeline that is not after a mark.
func (d *Desk) entriesUpTo(ctx context.Context, id chat.SessionID, at mark) (n int, err error) {
	err = d.backwards(ctx, id, func(l line) bool {
		if !at.before(l) {
			n = l.N
		}
		return n == 0
	})
	return n, err
}

// backwards reads a timeline from its end until fn says false.
func (d *Desk) backwards(ctx context.Context, id chat.SessionID, fn func(line) bool) error {
	r := store.Range{Prefix: records.Prefix(records.FamilyTimeline, string(id)), Desc: true, Limit: timelinePage}
	for {
		rs, err := d.cfg.Store.List(ctx, r)
		if err != nil {
			return unavailable(err)
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
		if len(rs) < r.Limit {
			return nil
		}
		r.After = rs[len(rs)-1].Key
	}
}
