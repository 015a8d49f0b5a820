package files

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Erase deletes all files of a session. Nothing of them is left afterwards but their ids, for an
// hour: until nobody can be writing an object any more, and all are deleted once more.
//
// The session must have been erased before, so that no file begins.
func (x *Files) Erase(ctx context.Context, id chat.SessionID) error {
	var all []chat.FileID
	err := records.CommitFenced(ctx, x.cfg.Store, nil, func(tx *store.Tx) error {
		all = nil
		b, _, err := readBook(tx, id)
		if err != nil || len(b.Files) == 0 {
			return err
		}
		var of []*stored
		for i := range b.Files {
			all = append(all, b.Files[i].ID)
			if b.Files[i].State != gone {
				of = append(of, &b.Files[i])
			}
		}
		if len(of) == 0 {
			return nil
		}
		return x.vanish(tx, id, &b, of...)
	})
	if err != nil {
		return err
	}
	return x.purge(ctx, all)
}

// purge deletes all objects of files, those that it never had too. Unlike delete it says that it
// failed: whoever erases goes on until it has not.
func (x *Files) purge(ctx context.Context, all []chat.FileID) error {
	for _, f := range all {
		for _, key := range []string{raw(f), full(f), small(f)} {
			if err := x.cfg.Blobs.Delete(ctx, key); err != nil {
				return records.Unavailable(err)
			}
		}
	}
	return nil
}

// page is how many sessions Sweep looks at before it says how far it is.
const page = 32

// Sweep looks at sessions some of whose files are due. It returns when the next ones are; the zero
// instant: there are none. What it writes is conditioned on the fence.
func (x *Files) Sweep(
	ctx context.Context, fence []store.Cond, now time.Time,
) (time.Time, error) {
	for range page {
		// One at a time: tending to one adds others, which may be due before the rest of a page.
		prefix := records.Prefix(records.FamilyFilesDue)
		rs, err := x.cfg.Store.List(ctx, store.Range{Prefix: prefix, Limit: 1})
		if err != nil || len(rs) == 0 {
			return time.Time{}, records.Unavailable(err)
		}
		k, err := records.Parse(rs[0].Key)
		if err != nil || k.At.After(now) {
			return k.At, err
		}
		if err := x.tend(ctx, k.Session, rs[0].Key, fence, now); err != nil {
			return time.Time{}, err
		}
	}
	return now, nil
}

// tend looks at one session's files: what is over goes out of the book first, then its objects are
// deleted, and last what nobody can write any more leaves it.
//
// The three steps may be on three nodes. Each finds in the book what the one before it did, and the
// mark under key stays until the last one.
func (x *Files) tend(
	ctx context.Context, id chat.SessionID, key string, fence []store.Cond, now time.Time,
) error {
	var b book
	err := records.CommitFenced(ctx, x.cfg.Store, fence, func(tx *store.Tx) (err error) {
		if b, _, err = readBook(tx, id); err != nil {
			return err
		}
		var of []*stored
		for i := range b.Files {
			if b.Files[i].over(now) {
				of = append(of, &b.Files[i])
			}
		}
		if len(of) == 0 {
			return nil
		}
		return x.vanish(tx, id, &b, of...)
	})
	if err != nil {
		return err
	}
	for _, f := range b.Files {
		switch {
		case f.State == gone:
			err = x.purge(ctx, []chat.FileID{f.ID})
		case f.N != 0 && f.Pending == nil: // a node may have died before it deleted it as it came
			err = records.Unavailable(x.cfg.Blobs.Delete(ctx, raw(f.ID)))
		}
		if err != nil {
			return err
		}
	}
	return records.CommitFenced(ctx, x.cfg.Store, fence, func(tx *store.Tx) error {
		left, _, err := readBook(tx, id)
		if err != nil {
			return err
		}
		// Read anew: a file may have been announced meanwhile, and others may be gone by now. Those
		// have a mark of their own.
		left.Files = slices.DeleteFunc(left.Files, func(f stored) bool {
			return f.State == gone && !now.Before(f.Until.Add(again))
		})
		tx.Delete(key)
		return putBook(tx, id, left)
	})
}

// over reports whether a file is to be let go of: nobody sent it for a day, or it was kept as long
// as it was to be.
func (f stored) over(now time.Time) bool {
	switch {
	case f.State == gone:
		return false
	case f.N == 0:
		return !now.Before(f.At.Add(orphanAfter))
	}
	return !f.Until.IsZero() && !now.Before(f.Until)
}
