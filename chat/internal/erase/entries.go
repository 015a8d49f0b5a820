package erase

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Blank returns an entry without anything that a person said, or how a person is called. Its
// number, time and kind stay, and what the desk did.
func Blank(e chat.Entry) chat.Entry {
	e.Text, e.Comment, e.Tags, e.Why, e.Lang, e.Command = "", "", nil, "", "", ""
	// What stands beside the words says what they said: translations, cards, the name of a file.
	e.Was, e.Flag, e.Rich, e.Translations = "", "", chat.Rich{}, nil
	e.Attached = chat.Attached{}
	if e.Author.Kind == chat.AuthorVisitor {
		e.Author.Name = ""
	}
	e.Erased = true
	return e
}

// entriesPage is the number of entries rewritten in one batch.
const entriesPage = 32

// entries rewrites the timeline of a session. A page that somebody else rewrote meanwhile is read
// again.
func (e Eraser) entries(ctx context.Context, id chat.SessionID) error {
	prefix := records.Prefix(records.FamilyTimeline, string(id))
	r := store.Range{Prefix: prefix, Limit: entriesPage}
	for {
		rs, err := e.cfg.Store.List(ctx, r)
		if err != nil {
			return records.Unavailable(err)
		}
		if len(rs) == 0 {
			return nil
		}
		b, err := blanked(rs)
		if err != nil {
			return err
		}
		if len(b.Put) > 0 {
			_, err = e.cfg.Store.Commit(ctx, b)
		}
		if errors.Is(err, store.ErrConflict) {
			continue
		}
		if err != nil {
			return records.Unavailable(err)
		}
		r.After = rs[len(rs)-1].Key
	}
}

// blanked is a batch that rewrites those of some entries that hold words still. Each is written
// anew from what this release knows of it: fields that a later release added may hold text.
func blanked(rs []store.Record) (b store.Batch, err error) {
	for _, r := range rs {
		x, err := records.Decode[chat.Entry](r.Value)
		if err != nil {
			return b, err
		}
		if x.Erased {
			continue // an earlier try has erased it
		}
		value, err := records.Encode(Blank(x), nil)
		if err != nil {
			return b, err
		}
		b.If = append(b.If, store.Cond{Key: r.Key, Rev: r.Rev})
		b.Put = append(b.Put, store.Record{Key: r.Key, Value: value})
	}
	return b, nil
}
