package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// maxPage is the most entries that Timeline returns at once.
const maxPage = sessions.MaxPage

// Current returns the visitor's open session, or the last one. ok is false if there never was one.
func (v Visitor) Current(ctx context.Context) (view SessionView, ok bool, err error) {
	me, err := v.who(ctx, false)
	if err != nil || me == "" {
		return SessionView{}, false, err
	}
	s, ok, err := v.d.sessions.Current(ctx, me)
	if err != nil || !ok {
		return SessionView{}, false, err
	}
	view, err = v.d.engine.views.visitors(ctx, s)
	return view, err == nil, err
}

// Session returns one of the visitor's sessions.
func (v Visitor) Session(ctx context.Context, id chat.SessionID) (SessionView, error) {
	s, err := v.own(ctx, id)
	if err != nil {
		return SessionView{}, err
	}
	return v.d.engine.views.visitors(ctx, s)
}

// Timeline returns the public entries after entry n, at most limit of them (1 to 200; 0: 200), and
// the n to go on from.
func (v Visitor) Timeline(ctx context.Context, id chat.SessionID, after, limit int) (es []chat.Entry, next int, err error) {
	if _, err := v.own(ctx, id); err != nil {
		return nil, after, err
	}
	all, next, err := v.d.sessions.Page(ctx, id, after, limit)
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
	s, err := v.d.sessions.Get(ctx, id)
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
