package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/store"
)

// looker is a visitor who was let in to look at a page, with what the store holds of them as of
// one instant. A record that there is none of is zero.
type looker struct {
	me      chat.VisitorID
	stamp   store.Record // of the settings
	way     store.Record // by which an anonymous visitor may be revoked
	current store.Record // leads to the session that they have
	history store.Record // the visitor's own
}

// arrive lets a visitor in, and reads at one go what a look at a page needs: a page looks often,
// and what a look costs is mostly the way to the database and back. Of a customer whom the host
// vouches for the id is found first.
func (l *looker) arrive(ctx context.Context, v Visitor) (err error) {
	if v.d == nil || v.p.Kind != chat.RoleVisitor || v.p.Verified ||
		!minted(prefixVisitor, v.p.ID) {
		if l.me, err = v.who(ctx, true); err != nil {
			return err
		}
		return l.read(ctx, v.d, "")
	}
	way, err := v.revocation(ctx)
	if err != nil {
		return err
	}
	l.me = chat.VisitorID(v.p.ID)
	if err := l.read(ctx, v.d, way.Key()); err != nil {
		return err
	}
	return way.Check(l.way)
}

// read reads what the store holds. Way is the key of what may revoke the visitor; empty: they
// were let in by it.
func (l *looker) read(ctx context.Context, d *Desk, way string) error {
	if err := d.settled.Seed(ctx); err != nil {
		return err
	}
	current, history := records.Current(l.me), records.History(l.me)
	keys := []string{settled.StampKey, current, history, way}
	if way == "" {
		keys = keys[:3]
	}
	rs, err := d.cfg.Store.Get(ctx, keys...)
	for _, r := range rs {
		switch r.Key {
		case settled.StampKey:
			l.stamp = r
		case current:
			l.current = r
		case history:
			l.history = r
		case way:
			l.way = r
		}
	}
	return unavailable(err)
}
