package desk

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/erase"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// erasures erases visitors. An erasure is written down before it begins, twice: a marker in the
// visitor's record keeps anything new from beginning, and a job has the leading node go on if this
// node does not come to the end. Both are gone, or replaced, when the visitor's own record is.
//
// Requests and the leader run the same steps: mark, page by page, finish. A request has no fence.
// The leader's is its term, so that one that leads no more stops. Two that erase the same visitor
// only do the same twice.
type erasures struct {
	store    store.Store
	visitors visitorRecords
	eraser   erase.Eraser
	trail    audit.Trail
	now      func() time.Time
}

// erase does what one request does of an erasure: it writes the marker, erases sessions, erases the
// visitor's own records, and replaces the marker. The marker keeps anything new from beginning
// meanwhile. It erases at most so many sessions (0: all) and leaves the rest to the leader.
func (e erasures) erase(ctx context.Context, j job, most int, line *audit.Line) error {
	unknown, banned, err := e.unknown(ctx, j.Visitor)
	if err != nil {
		return err
	}
	if unknown && j.Extern == "" {
		return nil
	}
	if unknown {
		err := records.CommitFenced(ctx, e.store, nil, func(tx *store.Tx) error {
			return errOr(j.cut(tx, banned, e.now()), j.tell(tx, line))
		})
		if err == nil {
			line.Told(0)
		}
		return err
	}
	if j, err = e.mark(ctx, j, line); err != nil {
		return err
	}
	if err = e.forgetLanes(ctx, j.Visitor); err != nil { // what is in them does not go any more
		return err
	}
	for done, n := false, 0; !done; n += erasePage {
		if most > 0 && n >= most {
			err := e.leave(ctx, j, nil)
			if errors.Is(err, records.ErrFenced) {
				return nil
			}
			return errOr(err, chat.ErrErasing)
		}
		if done, err = e.page(ctx, &j, nil); err != nil {
			return err
		}
	}
	return e.finish(ctx, j, nil)
}

// unknown reports whether there is nothing to erase. It also returns until when the visitor is
// banned, which outlives an erasure.
func (e erasures) unknown(ctx context.Context, v chat.VisitorID) (unknown bool, banned time.Time, err error) {
	m, err := e.visitors.get(ctx, v)
	if err != nil || m.Erased || !reflect.DeepEqual(m, visitorRecord{}) {
		return m.Erased, m.Banned, err
	}
	for _, f := range []records.Family{records.FamilyVisitor, records.FamilyDone} {
		rs, err := e.store.List(ctx, store.Range{Prefix: records.Prefix(f, string(v)), Limit: 1})
		if err != nil || len(rs) > 0 {
			return false, banned, unavailable(err)
		}
	}
	return true, banned, nil
}

// mark writes the marker, and the job by which the leader goes on if this node does not finish. It
// returns the job of an earlier try, if there is one.
func (e erasures) mark(ctx context.Context, j job, line *audit.Line) (job, error) {
	asked, now, fresh := j, e.now(), false
	err := records.CommitFenced(ctx, e.store, nil, func(tx *store.Tx) error {
		j, fresh = asked, false
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
		if err := putJobIn(tx, now, erasePatient, j); err != nil {
			return err
		}
		return editVisitorRecord(tx, j.Visitor, func(m *visitorRecord) (bool, error) {
			if m.Erased || m.Erasing != nil {
				return false, nil
			}
			m.Erasing, fresh = &erasing{At: now}, true
			return true, j.tell(tx, line)
		})
	})
	if err == nil && fresh {
		line.Told(0)
	}
	return j, err
}

// tell puts into the audit trail that a visitor is erased.
func (j job) tell(tx *store.Tx, line *audit.Line) error {
	to := line.Draft(tx)
	to.Add(chat.AuditChange{Kind: chat.AuditVisitor, ID: string(j.Visitor)})
	return to.Close()
}

// page erases a page of sessions, newest first, because the newest one may be open.
func (e erasures) page(ctx context.Context, j *job, fence []store.Cond) (done bool, err error) {
	r := store.Range{Prefix: records.Prefix(records.FamilyVisitor, string(j.Visitor)), After: j.After, Desc: true, Limit: erasePage}
	rs, err := e.store.List(ctx, r)
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
	return len(rs) < r.Limit, e.eraser.Sessions(ctx, ids, fence)
}

// leave records how far an erasure has come, so that the leader goes on at once.
func (e erasures) leave(ctx context.Context, j job, fence []store.Cond) error {
	return records.CommitFenced(ctx, e.store, fence, func(tx *store.Tx) error {
		rs, err := tx.Get(j.key())
		if err == nil && len(rs) == 0 {
			return records.ErrFenced // another node has finished it
		}
		if err != nil {
			return unavailable(err)
		}
		return putJobIn(tx, e.now(), 0, j)
	})
}

// finish replaces the visitor's record by a marker that keeps the id from being used again.
// A ban stays, beside the keyed hash of the host's own id: erasing oneself does not end it.
func (e erasures) finish(ctx context.Context, j job, fence []store.Cond) error {
	if err := e.eraser.Receipts(ctx, string(j.Visitor)); err != nil {
		return err
	}
	if err := e.trail.Erase(ctx, string(j.Visitor)); err != nil {
		return err
	}
	if err := e.forgetOrders(ctx, j.Visitor); err != nil {
		return err
	}
	if err := e.forgetLanes(ctx, j.Visitor); err != nil {
		return err
	}
	now := e.now()
	return records.CommitFenced(ctx, e.store, fence, func(tx *store.Tx) error {
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
		for _, key := range m.Lines {
			if err := cutLine(tx, key, now); err != nil {
				return err
			}
		}
		if !m.Banned.After(now) {
			m.Banned = time.Time{}
		}
		if err := m.Uncounted.moveAll(tx, j.Visitor); err != nil {
			return err
		}
		tx.Delete(countJob(j.Visitor))
		if err := putRecord(tx, key, visitorRecord{Erased: true, Banned: m.Banned}, nil); err != nil { // unknown fields may hold text
			return err
		}
		if err := j.cut(tx, m.Banned, now); err != nil {
			return err
		}
		tx.Delete(j.key())
		return askScrub(tx, e.store, now)
	})
}

// cutLine has a line of a messenger lead nowhere any more. For a while it says that it did.
func cutLine(tx *store.Tx, key string, now time.Time) error {
	_, err := editExtern(tx, key, func(extern) extern { return extern{Erased: now} })
	if err != nil {
		return unavailable(err)
	}
	return putJobIn(tx, now, redelivered, job{Kind: jobForget, Key: key})
}

// forgetLanes takes what messengers remember of the visitor out of the store.
func (e erasures) forgetLanes(ctx context.Context, v chat.VisitorID) error {
	m, err := e.visitors.get(ctx, v)
	if err != nil {
		return err
	}
	return forgetLanes(ctx, e.store, m.Lines)
}

// resume goes on with an erasure on the leading node. It writes down each page, so that the next
// leader need not erase it again.
func (e erasures) resume(ctx context.Context, j job, fence []store.Cond) error {
	for done := false; !done; {
		var err error
		if done, err = e.page(ctx, &j, fence); err != nil {
			return err
		}
		if err := e.leave(ctx, j, fence); err != nil {
			return err
		}
	}
	return e.finish(ctx, j, fence)
}
