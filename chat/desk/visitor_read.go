package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// maxPage is the most entries that Timeline returns at once.
const maxPage = 200

// Current returns the visitor's open session, or the last one. ok is false if there never was one.
func (v Visitor) Current(ctx context.Context) (view SessionView, ok bool, err error) {
	me, err := v.who(ctx, false)
	if err != nil || me == "" {
		return SessionView{}, false, err
	}
	s, ok, err := v.d.current(ctx, me)
	if err != nil || !ok {
		return SessionView{}, false, err
	}
	view, err = v.d.view(ctx, s)
	return view, err == nil, err
}

// Session returns one of the visitor's sessions.
func (v Visitor) Session(ctx context.Context, id chat.SessionID) (SessionView, error) {
	s, err := v.own(ctx, id)
	if err != nil {
		return SessionView{}, err
	}
	return v.d.view(ctx, s)
}

// Timeline returns the public entries after entry n, at most limit of them (1 to 200; 0: 200), and
// the n to go on from.
func (v Visitor) Timeline(ctx context.Context, id chat.SessionID, after, limit int) (es []chat.Entry, next int, err error) {
	if _, err := v.own(ctx, id); err != nil {
		return nil, after, err
	}
	all, next, err := v.d.page(ctx, id, after, limit)
	for _, e := range all {
		if e.Public() {
			es = append(es, e.ForVisitor())
		}
	}
	return es, next, err
}

// own reads one of the visitor's sessions. Any other session gives ErrNotFound.
func (v Visitor) own(ctx context.Context, id chat.SessionID) (chat.Session, error) {
	me, err := v.who(ctx, false)
	if err != nil {
		return chat.Session{}, err
	}
	s, err := v.d.session(ctx, id)
	if err == nil {
		err = mine(me)(s)
	}
	if err != nil {
		return chat.Session{}, err
	}
	return s, nil
}

// mine refuses sessions of other visitors as if they did not exist.
func mine(me chat.VisitorID) func(chat.Session) error {
	return func(s chat.Session) error {
		if me == "" || s.Visitor != me {
			return chat.ErrNotFound
		}
		return nil
	}
}

// session reads a session.
func (d *Desk) session(ctx context.Context, id chat.SessionID) (chat.Session, error) {
	if !minted(prefixSession, string(id)) {
		return chat.Session{}, chat.ErrNotFound
	}
	rs, err := d.cfg.Store.Get(ctx, records.Session(id))
	if err != nil {
		return chat.Session{}, unavailable(err)
	}
	if len(rs) == 0 {
		a, err := d.archived(ctx, id)
		return a.Session, err
	}
	return records.Decode[chat.Session](rs[0].Value)
}

// current reads the session that a visitor has, or had last.
func (d *Desk) current(ctx context.Context, v chat.VisitorID) (chat.Session, bool, error) {
	rs, err := d.cfg.Store.Get(ctx, records.Current(v))
	if err != nil {
		return chat.Session{}, false, unavailable(err)
	}
	if len(rs) == 0 {
		return chat.Session{}, false, nil
	}
	p, err := records.Decode[records.Pointer](rs[0].Value)
	if err != nil {
		return chat.Session{}, false, err
	}
	s, err := d.session(ctx, p.Session)
	return s, err == nil, err
}

// page reads entries of a timeline after entry n.
func (d *Desk) page(ctx context.Context, id chat.SessionID, after, limit int) ([]chat.Entry, int, error) {
	after = max(0, after)
	if limit <= 0 || limit > maxPage {
		limit = maxPage
	}
	if a, ok, err := d.left(ctx, id); err != nil || ok {
		es, next := archivedPage(a, after, limit)
		return es, next, err
	}
	r := store.Range{Prefix: records.Prefix(records.FamilyTimeline, string(id)), Limit: limit}
	if after > 0 {
		r.After = records.Timeline(id, min(after, 99_999_999))
	}
	rs, err := d.cfg.Store.List(ctx, r)
	if err != nil {
		return nil, after, unavailable(err)
	}
	var es []chat.Entry
	for _, r := range rs {
		e, err := records.Decode[chat.Entry](r.Value)
		if err != nil {
			return nil, after, err
		}
		es, after = append(es, e), e.N
	}
	return es, after, nil
}
