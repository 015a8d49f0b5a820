package desk

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// erasing marks an erasure on its way, so that it can be taken up again wherever it stopped.
type erasing struct {
	At time.Time `json:"at"`
}

// Erase erases everything the desk knows of the visitor: what was said and by whom, contact, history, and the way from the
// host's own id to the minted one. Numbers and times stay, for reports, and entries keep their place. An open session is
// ended first. It can be repeated, and goes on where it stopped.
func (v Visitor) Erase(ctx context.Context) error {
	me, err := v.who(ctx, false)
	if err != nil || me == "" {
		return err
	}
	if err := v.d.erase(ctx, me); err != nil {
		return err
	}
	if !v.p.Verified {
		return nil
	}
	return v.d.forgetExtern(ctx, v.p.ID)
}

// Erase erases everything the desk knows of a visitor. The way from the host's own id goes when the host erases by
// ErasePrincipal.
func (h Host) Erase(ctx context.Context, v chat.VisitorID) error {
	if !minted(prefixVisitor, string(v)) {
		return ErrNotFound
	}
	return h.d.erase(ctx, v)
}

// ErasePrincipal erases a customer by the host's own id, and the way from it to the minted one.
func (h Host) ErasePrincipal(ctx context.Context, id string) error {
	v, err := h.VisitorID(ctx, chat.Principal{ID: id, Verified: true})
	if err != nil {
		return err
	}
	if err := h.d.erase(ctx, v); err != nil {
		return err
	}
	return h.d.forgetExtern(ctx, id)
}

// erase is the job: a marker, the sessions one after another, what is kept of the visitor, the marker again. The marker
// keeps anything new from beginning meanwhile.
func (d *Desk) erase(ctx context.Context, v chat.VisitorID) error {
	now := d.now()
	err := d.updateMemory(ctx, v, func(m *memory) (bool, error) {
		if m.Erased || m.Erasing != nil {
			return false, nil
		}
		m.Erasing = &erasing{At: now}
		return true, nil
	})
	if err != nil {
		return err
	}
	sessions, err := listAll(ctx, d.cfg.Store, records.Prefix(records.FamilyVisitor, string(v)))
	if err != nil {
		return unavailable(err)
	}
	for _, r := range sessions {
		k, err := records.Parse(r.Key)
		if err != nil {
			return err
		}
		if err := d.eraseSession(ctx, k.Session); err != nil {
			return err
		}
	}
	if err := d.eraseDone(ctx, v); err != nil {
		return err
	}
	err = d.updateMemory(ctx, v, func(m *memory) (bool, error) {
		*m = memory{Erased: true, Banned: m.Banned}
		return true, nil
	})
	if err != nil {
		return err
	}
	return unavailable(store.Scrub(ctx, d.cfg.Store))
}

// eraseSession ends a session, clears what it says of its visitor, and rewrites its entries in place.
func (d *Desk) eraseSession(ctx context.Context, id chat.SessionID) error {
	for {
		out, err := d.change(ctx, id, func(s chat.Session) (chat.Command, error) {
			switch {
			case s.State == chat.Wrapping:
				return chat.EndWrap{Reason: chat.ByHost}, nil
			case !s.State.Ended():
				return chat.End{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.Erased}, nil
			}
			return chat.Redact{}, nil
		}, changeOptions{Erasing: true})
		if errors.Is(err, chat.ErrWindow) {
			if err := d.eraseArchived(ctx, id); err != nil {
				return err
			}
			break
		}
		if err != nil {
			return err
		}
		if out.Session.Erased {
			break
		}
	}
	if err := d.eraseEffects(ctx, id); err != nil {
		return err
	}
	return d.eraseEntries(ctx, id)
}

// eraseBatch is how many entries are rewritten in one batch.
const eraseBatch = 32

func (d *Desk) eraseEntries(ctx context.Context, id chat.SessionID) error {
	r := store.Range{Prefix: records.Prefix(records.FamilyTimeline, string(id)), Limit: eraseBatch}
	for {
		rs, err := d.cfg.Store.List(ctx, r)
		if err != nil {
			return unavailable(err)
		}
		if len(rs) == 0 {
			return nil
		}
		var b store.Batch
		for _, rec := range rs {
			e, err := records.Decode[chat.Entry](rec.Value)
			if err != nil {
				return err
			}
			value, err := records.Encode(blank(e), nil) // unknown fields may hold text: they go too
			if err != nil {
				return err
			}
			b.If = append(b.If, store.Cond{Key: rec.Key, Rev: rec.Rev})
			b.Put = append(b.Put, store.Record{Key: rec.Key, Value: value})
		}
		_, err = d.cfg.Store.Commit(ctx, b)
		if errors.Is(err, store.ErrConflict) {
			continue // somebody else erases it too
		}
		if err != nil {
			return unavailable(err)
		}
		r.After = rs[len(rs)-1].Key
	}
}

// blank is an entry without anything a person said or is called. Its number, time, kind and what the desk did stay.
func blank(e chat.Entry) chat.Entry {
	e.Text, e.Comment, e.Tags, e.Why, e.Lang, e.Command = "", "", nil, "", "", ""
	if e.Author.Kind == chat.AuthorVisitor {
		e.Author.Name = ""
	}
	e.Erased = true
	return e
}

// eraseEffects takes what is still to be mailed or handed off about a session out of the outbox.
func (d *Desk) eraseEffects(ctx context.Context, id chat.SessionID) error {
	rs, err := listAll(ctx, d.cfg.Store, records.Prefix(records.FamilyOutbox))
	if err != nil {
		return unavailable(err)
	}
	for _, r := range rs {
		e, err := records.Decode[Effect](r.Value)
		if err != nil || e.Session != id {
			continue
		}
		if _, err := d.cfg.Store.Commit(ctx, store.Batch{Delete: []string{r.Key}}); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// eraseDone deletes what became of the visitor's commands.
func (d *Desk) eraseDone(ctx context.Context, v chat.VisitorID) error {
	rs, err := listAll(ctx, d.cfg.Store, records.Prefix(records.FamilyDone, string(v)))
	if err != nil {
		return unavailable(err)
	}
	for len(rs) > 0 {
		n := min(len(rs), eraseBatch)
		var b store.Batch
		for _, r := range rs[:n] {
			b.Delete = append(b.Delete, r.Key)
		}
		if _, err := d.cfg.Store.Commit(ctx, b); err != nil {
			return unavailable(err)
		}
		rs = rs[n:]
	}
	return nil
}

// forgetExtern deletes the way from the host's own id, unless principals were revoked by it: the version stays then.
func (d *Desk) forgetExtern(ctx context.Context, id string) error {
	_, err := d.editExtern(ctx, externVisitor, id, func(x extern) extern {
		x.ID = ""
		return x
	})
	return err
}
