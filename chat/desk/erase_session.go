package desk

import (
	"context"
	"errors"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// eraseSessions erases some sessions of a visitor. First it ends each session and clears its
// record, so that nothing is added any more. Then it erases what was derived from them.
func (d *Desk) eraseSessions(ctx context.Context, ids []chat.SessionID, fence []store.Cond) error {
	for _, id := range ids {
		if err := d.redact(ctx, id, fence); err != nil {
			return err
		}
	}
	if err := d.eraseEffects(ctx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		if err := d.eraseEntries(ctx, id); err != nil {
			return err
		}
		if err := d.eraseDone(ctx, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// redact ends a session and clears what its record says of its visitor.
func (d *Desk) redact(ctx context.Context, id chat.SessionID, fence []store.Cond) error {
	for {
		out, err := d.committer.Change(ctx, id, func(s chat.Session) (chat.Command, error) {
			switch {
			case s.State == chat.Wrapping:
				return chat.EndWrap{Reason: chat.ByHost}, nil
			case !s.State.Ended():
				return chat.End{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.Erased}, nil
			}
			return chat.Redact{}, nil
		}, commit.Options{Erasing: true, If: fence})
		switch {
		case errors.Is(err, chat.ErrWindow):
			return d.eraseArchived(ctx, id)
		case err != nil:
			return err
		case out.Session.Erased:
			return nil
		}
	}
}

// eraseBatch is the number of entries rewritten in one batch.
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
			if e.Erased {
				continue // an earlier try has erased it
			}
			value, err := records.Encode(blank(e), nil) // unknown fields may hold text: they go too
			if err != nil {
				return err
			}
			b.If = append(b.If, store.Cond{Key: rec.Key, Rev: rec.Rev})
			b.Put = append(b.Put, store.Record{Key: rec.Key, Value: value})
		}
		if len(b.Put) > 0 {
			_, err = d.cfg.Store.Commit(ctx, b)
		}
		if errors.Is(err, store.ErrConflict) {
			continue // another node has erased it meanwhile
		}
		if err != nil {
			return unavailable(err)
		}
		r.After = rs[len(rs)-1].Key
	}
}

// blank returns an entry without anything that a person said, or how a person is called. Its
// number, time and kind stay, and what the desk did.
func blank(e chat.Entry) chat.Entry {
	e.Text, e.Comment, e.Tags, e.Why, e.Lang, e.Command = "", "", nil, "", "", ""
	if e.Author.Kind == chat.AuthorVisitor {
		e.Author.Name = ""
	}
	e.Erased = true
	return e
}

// eraseEffects takes effects of some sessions that are not done yet out of the outbox.
func (d *Desk) eraseEffects(ctx context.Context, ids []chat.SessionID) error {
	if len(ids) == 0 {
		return nil
	}
	rs, err := records.List(ctx, d.cfg.Store, records.Prefix(records.FamilyOutbox))
	if err != nil {
		return unavailable(err)
	}
	for _, r := range rs {
		e, err := records.Decode[hook.Effect](r.Value)
		if err != nil || !slices.Contains(ids, e.Session) {
			continue
		}
		if _, err := d.cfg.Store.Commit(ctx, store.Batch{Delete: []string{r.Key}}); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// eraseDone deletes the receipts of the commands of a session, or of a visitor without one. They
// hold ids that the client chose, and hashes of what was said.
func (d *Desk) eraseDone(ctx context.Context, scope string) error {
	for {
		rs, err := d.cfg.Store.List(ctx, store.Range{Prefix: records.Prefix(records.FamilyDone, scope), Limit: store.MaxBatch})
		if err != nil || len(rs) == 0 {
			return unavailable(err)
		}
		var b store.Batch
		for _, r := range rs {
			b.Delete = append(b.Delete, r.Key)
		}
		if _, err := d.cfg.Store.Commit(ctx, b); err != nil {
			return unavailable(err)
		}
	}
}
