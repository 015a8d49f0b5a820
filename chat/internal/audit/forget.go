package audit

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// A batch deletes fewer lines than it has room for, because with each go its places in the index.
const (
	trimBatch = 20          // lines that one batch deletes
	trimRetry = time.Minute // until lines that could not be deleted are tried again
)

// Trim deletes lines that are older than Config.Keep, a batch at a time, and says when to call it
// again. That is when the next line is too old, so it reads the store once and then rests. Every
// node may call it: two only delete the same twice.
func (t Trail) Trim(ctx context.Context, now time.Time) (time.Time, error) {
	over := now.Add(-t.cfg.Keep)
	rs, err := t.cfg.Store.List(ctx, store.Range{
		Prefix: records.Prefix(records.FamilyAudit), Limit: trimBatch,
	})
	if err != nil {
		return now.Add(trimRetry), records.Unavailable(err)
	}
	old, first := split(rs, over)
	if len(old) > 0 {
		if err := t.delete(ctx, old); err != nil {
			return now.Add(trimRetry), err
		}
		return now, nil
	}
	if first.IsZero() { // there is none yet
		first = now
	}
	return first.Add(t.cfg.Keep).Add(time.Millisecond), nil
}

// split returns the lines that are too old, and when the first of the others was written. They come
// in the order of time, because their keys begin with it.
func split(rs []store.Record, over time.Time) (old []store.Record, first time.Time) {
	for i, r := range rs {
		k, err := records.Parse(r.Key)
		if err == nil && !k.At.Before(over) {
			return rs[:i], k.At
		}
	}
	return rs, time.Time{}
}

// delete deletes lines with what is in the index of them, as many as one batch takes.
func (t Trail) delete(ctx context.Context, rs []store.Record) error {
	var b store.Batch
	for _, r := range rs {
		// A line and its places in the index go in one batch, so none of them leads nowhere.
		keys := append(abouts(r), r.Key)
		if len(b.Delete)+len(keys) > store.MaxBatch {
			break
		}
		b.Delete = append(b.Delete, keys...)
	}
	_, err := t.cfg.Store.Commit(ctx, b)
	return records.Unavailable(err)
}

// abouts are the keys of the index that name a line. They are made of the line itself, so a line
// that cannot be read leaves its places behind, which lead nowhere and are passed over.
func abouts(r store.Record) (keys []string) {
	l, err := Decode(r)
	if err != nil {
		return nil
	}
	seen := map[string]bool{}
	for _, c := range l.Changes {
		if c.Kind.Person() && !seen[c.ID] {
			seen[c.ID] = true
			keys = append(keys, records.About(c.ID, l.At, l.ID))
		}
	}
	return keys
}

// Erase takes out of the trail what it says of a person: before, after and note of the lines about
// them. That somebody did something, and when, stays. It may be called again.
func (t Trail) Erase(ctx context.Context, person string) error {
	r := store.Range{Prefix: records.Prefix(records.FamilyAbout, person), Limit: records.Page}
	for {
		rs, err := t.cfg.Store.List(ctx, r)
		if err != nil {
			return records.Unavailable(err)
		}
		for _, rec := range rs {
			k, err := records.Parse(rec.Key)
			if err != nil {
				return err
			}
			if err := t.eraseLine(ctx, records.Audit(k.At, k.ID), person); err != nil {
				return err
			}
		}
		if len(rs) < r.Limit {
			return nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

// eraseLine rewrites one line without what it says of a person. A line that a newer release wrote
// is left as it is, with an error: this release cannot tell what in it is about the person.
func (t Trail) eraseLine(ctx context.Context, key, person string) error {
	var refused error
	_, err := store.Do(ctx, t.cfg.Store, func(tx *store.Tx) error {
		// A line that is gone says nothing of anybody.
		rs, err := tx.Get(key)
		if err != nil || len(rs) == 0 {
			return err
		}
		l, err := Decode(rs[0])
		if err == nil {
			_, err = records.Encode(l, rs[0].Value) // a newer release wrote it
		}
		blank, says := blank(l, person)
		if refused = err; err != nil || !says {
			return err
		}
		value, err := records.Encode(blank, nil) // unknown fields may hold text
		if err == nil {
			tx.Put(key, value)
		}
		return err
	})
	if refused != nil {
		return refused
	}
	return records.Unavailable(err)
}

// blank is a line without what it says of a person. A note may name anybody, so it goes as well.
// Says reports whether it said anything.
func blank(l chat.AuditLine, person string) (_ chat.AuditLine, says bool) {
	says = l.Note != ""
	changes := make([]chat.AuditChange, len(l.Changes))
	for i, c := range l.Changes {
		if c.Kind.Person() && c.ID == person {
			says = says || c.Before != nil || c.After != nil
			c.Before, c.After = nil, nil
		}
		changes[i] = c
	}
	l.Changes, l.Note, l.Erased = changes, "", true
	return l, says
}
