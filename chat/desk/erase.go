package desk

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// erasing marks a visitor whose erasure is under way, so that it can go on wherever it stopped.
type erasing struct {
	At time.Time `json:"at"`
}

const (
	erasePage    = 16              // sessions erased before the rest is listed again
	eraseAtOnce  = 32              // sessions a visitor's own request erases; the leader does the rest
	erasePatient = 2 * time.Minute // the leader takes over an erasure that began so long ago and is not done
)

// Erase erases everything the desk knows of the visitor: what was said and by whom, contact,
// history, commands, and the link from the host's own id to the minted one. Numbers and times stay,
// for reports, and entries keep their place. An open session is ended first. Until the erasure is
// done the visitor can begin nothing. A ban stays until it ends. If nothing is kept of the visitor,
// nothing is written.
//
// With more than 32 sessions the answer is ErrErasing, and the leading node erases the rest. Erase
// can be called again and goes on where it stopped. If a node dies meanwhile, the leading node
// finishes.
//
// The leading node soon makes the deleted bytes of a store.Scrubber unrecoverable: at most every
// two minutes, for everything that was erased since.
func (v Visitor) Erase(ctx context.Context) error {
	me, err := v.who(ctx, false)
	if err != nil || me == "" {
		return err
	}
	way := ""
	if v.p.Verified {
		if way, err = v.d.way(ctx, v.p.ID); err != nil {
			return err
		}
	}
	return v.d.erase(ctx, job{Kind: jobErase, Visitor: me, Extern: way}, eraseAtOnce)
}

// Erase erases everything the desk knows of a visitor, as Visitor.Erase does, and returns when it
// is done. It keeps the link from the host's own id; ErasePrincipal deletes that too.
func (h Host) Erase(ctx context.Context, v chat.VisitorID) error {
	if !minted(prefixVisitor, string(v)) {
		return chat.ErrNotFound
	}
	return h.d.erase(ctx, job{Kind: jobErase, Visitor: v}, 0)
}

// ErasePrincipal erases a customer by the host's own id, and the link from that id to the minted
// one.
func (h Host) ErasePrincipal(ctx context.Context, id string) error {
	v, err := h.VisitorID(ctx, chat.Principal{ID: id, Verified: true})
	if err != nil {
		return err
	}
	way, err := h.d.way(ctx, id)
	if err != nil {
		return err
	}
	return h.d.erase(ctx, job{Kind: jobErase, Visitor: v, Extern: way}, 0)
}

// way returns the key of the record that links a host's own id to the minted one.
func (d *Desk) way(ctx context.Context, id string) (string, error) {
	hash, err := d.keyring.Extern(ctx, externVisitor, id)
	return records.Extern(externVisitor, hash), err
}

// erase does what one request does of an erasure: it writes the marker, erases sessions, erases the
// visitor's own records, and replaces the marker. The marker keeps anything new from beginning
// meanwhile. It erases at most so many sessions (0: all) and leaves the rest to the leader.
func (d *Desk) erase(ctx context.Context, j job, most int) error {
	unknown, banned, err := d.unknown(ctx, j.Visitor)
	if err != nil {
		return err
	}
	if unknown && j.Extern == "" {
		return nil
	}
	if unknown {
		return d.commit(ctx, nil, func(tx *store.Tx) error { return j.cut(tx, banned) })
	}
	if j, err = d.mark(ctx, j); err != nil {
		return err
	}
	for done, n := false, 0; !done; n += erasePage {
		if most > 0 && n >= most {
			err := d.leaveErasing(ctx, j, nil)
			if errors.Is(err, records.ErrFenced) {
				return nil
			}
			return errOr(err, chat.ErrErasing)
		}
		if done, err = d.eraseSome(ctx, &j, nil); err != nil {
			return err
		}
	}
	return d.finishErasing(ctx, j, nil)
}

// unknown reports whether there is nothing to erase. It also returns until when the visitor is
// banned, which outlives an erasure.
func (d *Desk) unknown(ctx context.Context, v chat.VisitorID) (unknown bool, banned time.Time, err error) {
	m, err := d.visitorRecordOf(ctx, v)
	if err != nil || m.Erased || !reflect.DeepEqual(m, visitorRecord{}) {
		return m.Erased, m.Banned, err
	}
	for _, f := range []records.Family{records.FamilyVisitor, records.FamilyDone} {
		rs, err := d.cfg.Store.List(ctx, store.Range{Prefix: records.Prefix(f, string(v)), Limit: 1})
		if err != nil || len(rs) > 0 {
			return false, banned, unavailable(err)
		}
	}
	return true, banned, nil
}

// mark writes the marker, and the job by which the leader goes on if this node does not finish. It
// returns the job of an earlier try, if there is one.
func (d *Desk) mark(ctx context.Context, j job) (job, error) {
	asked, now := j, d.now()
	err := d.commit(ctx, nil, func(tx *store.Tx) error {
		j = asked
		rs, err := tx.Get(j.key())
		if err != nil {
			return unavailable(err)
		}
		if len(rs) > 0 {
			was, err := records.Decode[job](rs[0].Value)
			if err != nil {
				return err
			}
			j.After, j.Extern = was.After, cmp.Or(j.Extern, was.Extern)
		}
		if err := putJob(tx, now.Add(erasePatient), j); err != nil {
			return err
		}
		return editVisitorRecord(tx, j.Visitor, func(m *visitorRecord) (bool, error) {
			if m.Erased || m.Erasing != nil {
				return false, nil
			}
			m.Erasing = &erasing{At: now}
			return true, nil
		})
	})
	return j, err
}

// eraseSome erases a page of sessions, newest first, because the newest one may be open.
func (d *Desk) eraseSome(ctx context.Context, j *job, fence []store.Cond) (done bool, err error) {
	r := store.Range{Prefix: records.Prefix(records.FamilyVisitor, string(j.Visitor)), After: j.After, Desc: true, Limit: erasePage}
	rs, err := d.cfg.Store.List(ctx, r)
	if err != nil {
		return false, unavailable(err)
	}
	var ids []chat.SessionID
	for _, r := range rs {
		k, err := records.Parse(r.Key)
		if err != nil {
			return false, err
		}
		ids, j.After = append(ids, k.Session), r.Key
	}
	return len(rs) < r.Limit, d.eraseSessions(ctx, ids, fence)
}

// leaveErasing records how far an erasure has come, so that the leader goes on at once.
func (d *Desk) leaveErasing(ctx context.Context, j job, fence []store.Cond) error {
	return d.commit(ctx, fence, func(tx *store.Tx) error {
		rs, err := tx.Get(j.key())
		if err == nil && len(rs) == 0 {
			return records.ErrFenced // another node has finished it
		}
		if err != nil {
			return unavailable(err)
		}
		return putJob(tx, d.now(), j)
	})
}

// finishErasing replaces the visitor's record by a marker that keeps the id from being used again.
// A ban stays, beside the keyed hash of the host's own id: erasing oneself does not end it.
func (d *Desk) finishErasing(ctx context.Context, j job, fence []store.Cond) error {
	if err := d.eraseDone(ctx, string(j.Visitor)); err != nil {
		return err
	}
	now := d.now()
	return d.commit(ctx, fence, func(tx *store.Tx) error {
		key := records.History(j.Visitor)
		rs, err := tx.Get(key)
		if err != nil {
			return unavailable(err)
		}
		var m visitorRecord
		if len(rs) > 0 {
			if m, err = records.Decode[visitorRecord](rs[0].Value); err != nil {
				return err
			}
			if _, err := records.Encode(visitorRecord{}, rs[0].Value); err != nil {
				return err // a newer release wrote it
			}
		}
		if !m.Banned.After(now) {
			m.Banned = time.Time{}
		}
		if err := putRecord(tx, key, visitorRecord{Erased: true, Banned: m.Banned}, nil); err != nil { // unknown fields may hold text
			return err
		}
		if err := j.cut(tx, m.Banned); err != nil {
			return err
		}
		tx.Delete(j.key())
		return d.askScrub(tx, now)
	})
}

// cut deletes the link from the host's own id. It leaves a ban there until the ban ends, and the
// version below which principals are refused.
func (j job) cut(tx *store.Tx, banned time.Time) error {
	if j.Extern == "" {
		return nil
	}
	x, err := editExtern(tx, j.Extern, func(x extern) extern {
		if x.ID == string(j.Visitor) {
			x.ID, x.Banned = "", newer(x.Banned, banned)
		}
		return x
	})
	due := x.lasts()
	if err != nil || due.IsZero() {
		return unavailable(err)
	}
	return putJob(tx, due, job{Kind: jobForget, Key: j.Extern})
}

// lasts returns until when the record must be kept for a ban or an ended sign-in; the zero instant
// if there is none.
func (x extern) lasts() time.Time {
	at := x.Banned
	for _, o := range x.Ended {
		at = newer(at, o.Until)
	}
	return at
}

// forgotten returns the record without the bans and ended sign-ins that are over.
func (x extern) forgotten(now time.Time) extern {
	if !x.Banned.After(now) {
		x.Banned = time.Time{}
	}
	if x.Ended = slices.DeleteFunc(slices.Clone(x.Ended), func(o over) bool { return !o.Until.After(now) }); len(x.Ended) == 0 {
		x.Ended = nil
	}
	return x
}

// eraseRest goes on with an erasure on the leading node.
func (d *Desk) eraseRest(ctx context.Context, j job, term store.Cond, now time.Time) error {
	fence := []store.Cond{term}
	for done := false; !done; {
		var err error
		if done, err = d.eraseSome(ctx, &j, fence); err != nil {
			return err
		}
		if err := d.leaveErasing(ctx, j, fence); err != nil {
			return err
		}
	}
	return d.finishErasing(ctx, j, fence)
}
