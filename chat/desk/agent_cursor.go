package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// The cursor of an agent's stream is a mark alone, however many sessions the agent has. Which they
// had there is found again when the stream is resumed: those that they own by now, and those that
// their record says they had last. Earlier releases named the sessions behind the mark.

// parseAgentCursor reads a cursor. It comes from outside: it is not ok with an id that no session
// can have, or with more sessions than an agent can own.
func parseAgentCursor(s string) (m sessions.Mark, named []chat.SessionID, ok bool) {
	at, rest, more := strings.Cut(s, ".")
	if m, ok = sessions.ParseMark(at); !ok || !more {
		return m, nil, ok
	}
	for id := range strings.SplitSeq(rest, ".") {
		if !minted(prefixSession, id) || len(named) == chat.MaxWeight {
			return m, nil, false
		}
		named = append(named, chat.SessionID(id))
	}
	return m, named, true
}

// Why a cursor is of no use.
const (
	cursorUnknown = "the cursor is not known"
	cursorOld     = "the cursor is too old"
)

// resume begins at a cursor. Reset is why it cannot.
func (src *agentSource) resume(ctx context.Context, cursor string) (reset string, err error) {
	at, ids, ok := parseAgentCursor(cursor)
	if !ok {
		return cursorUnknown, nil
	}
	_, _, err = src.a.d.cfg.Store.Changes(ctx, at.Rev, 1)
	switch {
	case errors.Is(err, store.ErrRewound):
		return cursorUnknown, nil
	case err != nil && !errors.Is(err, store.ErrCursor): // one behind what the feed keeps will do
		return "", unavailable(err)
	}
	// What they own first, and then what they had: a session that leaves in between is in both.
	owned, err := src.owned(ctx)
	if err != nil {
		return "", err
	}
	a, err := src.a.d.agent(ctx, src.id)
	if err != nil {
		return "", err
	}
	past := a.Past.IDs()
	had, err := src.had(ctx, slices.Concat(past, owned, ids), at)
	if err != nil {
		return "", err
	}
	if a.Past.Full() && had.leftSince(past) {
		return cursorOld, nil
	}
	src.at, src.follow = at, had.reached()
	return "", nil
}

// owned returns the sessions that the agent owns.
func (src *agentSource) owned(ctx context.Context) ([]chat.SessionID, error) {
	return src.a.d.sessions.IDs(ctx, records.Prefix(records.FamilyActive, string(src.id)))
}

// tenures are whether sessions were the agent's at a mark, by session.
type tenures map[chat.SessionID]tenure

// tenure is how far a session had come at a mark, if it was the agent's there, else 0; -1: it is
// archived or gone, so nobody knows. Came is whether the agent was given it after the mark.
type tenure struct {
	n    int
	came bool
}

// leftSince reports whether sessions may have left the agent after the mark that are not among
// those that left last, the newest last. The oldest of which anything is known decides: what had
// left before the mark, left after all that are forgotten.
func (x tenures) leftSince(past []chat.SessionID) bool {
	for _, id := range past {
		if x[id].n >= 0 {
			return x[id] != tenure{}
		}
	}
	return true
}

// reached are the sessions that were the agent's.
func (x tenures) reached() map[chat.SessionID]reached {
	all := map[chat.SessionID]reached{}
	for id, s := range x {
		if s.n > 0 {
			all[id] = reached{n: s.n}
		}
	}
	return all
}

// had reads how some sessions stood at a mark.
func (src *agentSource) had(
	ctx context.Context, ids []chat.SessionID, at sessions.Mark,
) (tenures, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	each := make([]tenure, len(ids))
	err := records.Together(ctx, src.a.d.cfg.atOnce(), len(ids),
		func(ctx context.Context, i int) (err error) {
			each[i].n, each[i].came, err = src.a.d.sessions.OwnedUpTo(ctx, ids[i], at, src.id)
			return err
		})
	all := tenures{}
	for i, id := range ids {
		all[id] = each[i]
	}
	return all, err
}
