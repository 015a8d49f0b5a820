package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// maxLineSessions is how many sessions of a line are looked through for what came before.
const maxLineSessions = 16

// went notes that a session took in what came by the line. The last ones are kept.
func (x extern) went(id chat.SessionID) extern {
	if n := len(x.Sessions); n > 0 && x.Sessions[n-1] == id {
		return x
	}
	same := func(s chat.SessionID) bool { return s == id }
	all := append(slices.DeleteFunc(slices.Clone(x.Sessions), same), id)
	x.Sessions = all[max(0, len(all)-maxLineSessions):]
	return x
}

// lineSessions finds what came by a line before. The receipt of it is the session's that took it
// in, and goes with that session. The line's own record, which stays where it is when another
// visitor is linked to it, names the sessions.
type lineSessions struct {
	receipt  chat.CommandID // the name of it
	sessions []chat.SessionID
	erased   bool // whoever wrote it was erased since
}

// receipts are the keys of the receipts that it may have in some sessions.
func (l lineSessions) receipts(id chat.SessionID, more ...chat.SessionID) []string {
	keys := []string{records.Done(string(id), l.receipt)}
	for _, s := range more {
		if s != id {
			keys = append(keys, records.Done(string(s), l.receipt))
		}
	}
	return keys
}

// turnOf is a turn of whoever the line leads to; of nobody yet, where me is empty.
func (a arrival) turnOf(
	ctx context.Context, l chat.Line, texts []string,
) (t lineTurn, err error) {
	way, x, err := lineOf(ctx, a.d, l)
	if err != nil {
		return t, err
	}
	seal, err := a.d.committer.Seal(ctx)
	if err != nil {
		return t, err
	}
	t = lineTurn{arrival: a, line: l, way: way, me: chat.VisitorID(x.ID), texts: texts}
	t.receipt, t.sessions = seal.Name(byOutside, chat.CommandID("in."+a.once)), x.Sessions
	// What took it in before is gone, with everything that tells so.
	t.erased = !a.in.At.IsZero() && !a.in.At.After(x.Erased)
	return t, nil
}

// before returns what became of it when it came before.
func (t lineTurn) before(ctx context.Context) (Received, bool, error) {
	rs, err := t.d.cfg.Store.Get(ctx, t.receipts(t.begun(), t.sessions...)...)
	if err != nil || len(rs) == 0 {
		return Received{}, false, unavailable(err)
	}
	was, err := records.Decode[commit.Receipt](rs[0].Value)
	if err != nil {
		return Received{}, false, err
	}
	r := Received{Fate: FateAdded, Session: was.Session}
	if was.Session == t.begun() {
		r.Fate = FateBegan
		if err := t.restAgain(ctx, &r); err != nil {
			return Received{}, false, err
		}
	}
	r.Entries, _, err = t.d.sessions.Page(ctx, was.Session, was.From-1, was.To-was.From+1)
	if left(err) { // it is in the archive, or erased
		err = nil
	}
	return r, true, err
}

// restAgain is rest where it came before.
func (t lineTurn) restAgain(ctx context.Context, r *Received) error {
	s, err := t.d.sessions.Get(ctx, r.Session)
	if left(err) {
		return nil
	}
	if err == nil {
		t.texts, _, err = t.says(ctx, s.Site, "", t.texts)
	}
	if err != nil {
		return err
	}
	return t.rest(ctx, r)
}

// nowhereElse refuses to take it in where another session did so a moment ago.
func (t lineTurn) nowhereElse(tx *store.Tx, id chat.SessionID, all []chat.SessionID) error {
	keys := t.receipts(id, append([]chat.SessionID{t.begun()}, all...)...)[1:]
	if len(keys) == 0 {
		return nil
	}
	rs, err := tx.Get(keys...)
	if err == nil && len(rs) > 0 {
		err = errMoved
	}
	return err
}
