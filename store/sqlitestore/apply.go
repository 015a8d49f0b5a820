package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/store"
)

var errStop = errors.New("sqlitestore: nothing to commit")

// counter is where a namespace stands within a transaction.
type counter struct {
	head, floor store.Rev
	lineage     store.Lineage
	moved       bool
}

// group applies requests one after the other, in one transaction, until next has no more. It
// answers what became of each, and which namespaces changed. It commits once all are applied: those
// that come while others are applied share their sync.
func (a *applier) group(ctx context.Context, next func() *request) (answers []answer, touched []int64, err error) {
	counters := map[int64]*counter{}
	if err := a.write(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, nil, err
	}
	err = finish(ctx, a.Conn, func() error {
		for r := next(); r != nil; r = next() {
			done, err := a.serve(ctx, counters, r)
			if err != nil {
				return err
			}
			answers = append(answers, done)
		}
		touched, err = a.advance(ctx, counters)
		if err == nil && len(touched) == 0 {
			return errStop
		}
		return err
	}())
	if errors.Is(err, errStop) {
		err = nil
	}
	return answers, touched, err
}

// serve applies one request. An error is the transaction's, and not only this request's.
func (a *applier) serve(ctx context.Context, counters map[int64]*counter, r *request) (answer, error) {
	if err := r.ctx.Err(); err != nil {
		return answer{err: err}, nil
	}
	c, err := a.counter(ctx, counters, r.ns)
	if errors.Is(err, store.ErrRewound) {
		return answer{err: err}, nil
	}
	if err != nil {
		return answer{}, err
	}
	rev, err := a.apply(ctx, r.ns.id, c, r.batch)
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return answer{}, err
	}
	return answer{rev, err}, nil
}

func (a *applier) counter(ctx context.Context, counters map[int64]*counter, ns namespace) (*counter, error) {
	if counters[ns.id] == nil {
		c := &counter{}
		var lineage []byte
		read := func() error { return a.heads.QueryRowContext(ctx, ns.id).Scan(&c.head, &c.floor, &lineage) }
		err := read()
		if errors.Is(err, sql.ErrNoRows) { // the file went back to before the namespace was made
			if _, err = a.ExecContext(ctx, create, ns.id, ns.name); err == nil {
				err = read()
			}
		}
		if errors.Is(err, sql.ErrNoRows) { // and it has another id by now, as an earlier release gave them
			return nil, fmt.Errorf("%w: namespace %s was made anew: open it again", store.ErrRewound, ns.name)
		}
		if err == nil {
			c.lineage, err = store.ParseLineage(lineage)
		}
		if err != nil {
			return nil, err
		}
		counters[ns.id] = c
	}
	return counters[ns.id], nil
}

// apply does one batch, or nothing and ErrConflict.
func (a *applier) apply(ctx context.Context, ns int64, c *counter, b store.Batch) (store.Rev, error) {
	revs, err := a.current(ctx, ns, b)
	if err != nil {
		return 0, err
	}
	for _, cond := range b.If {
		if revs[cond.Key] != cond.Rev {
			return 0, fmt.Errorf("%w: %s is at %d, not %d", store.ErrConflict, cond.Key, revs[cond.Key], cond.Rev)
		}
	}
	gone := slices.DeleteFunc(b.Delete, func(key string) bool { return revs[key] == 0 })
	if len(b.Put) == 0 && len(gone) == 0 {
		return c.head, nil
	}
	if a.numbers[ns] == nil {
		a.numbers[ns] = &store.Numbering{}
	}
	rev, lineage := a.numbers[ns].Next(c.head, c.lineage)
	for _, r := range b.Put {
		if _, err := a.put.ExecContext(ctx, ns, r.Key, rev, r.Value); err != nil {
			return 0, err
		}
		if revs[r.Key] != 0 {
			continue
		}
		if _, err := a.forget.ExecContext(ctx, ns, r.Key); err != nil {
			return 0, err
		}
	}
	for _, key := range gone {
		_, err := a.remove.ExecContext(ctx, ns, key)
		if err == nil {
			_, err = a.bury.ExecContext(ctx, ns, key, rev)
		}
		if err != nil {
			return 0, err
		}
	}
	c.head, c.lineage, c.moved = rev, lineage, true
	return rev, nil
}

// current gives the revisions of all records that b names.
func (a *applier) current(ctx context.Context, ns int64, b store.Batch) (map[string]store.Rev, error) {
	keys := slices.Clone(b.Delete)
	for _, c := range b.If {
		keys = append(keys, c.Key)
	}
	for _, r := range b.Put {
		keys = append(keys, r.Key)
	}
	rows, err := a.revs.QueryContext(ctx, ns, jsonArray(keys))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	revs := make(map[string]store.Rev, len(keys))
	for rows.Next() {
		var key string
		var rev store.Rev
		if err := rows.Scan(&key, &rev); err != nil {
			return nil, err
		}
		revs[key] = rev
	}
	return revs, rows.Err()
}

// advance writes the counters that moved and forgets deletions beyond Keep.
func (a *applier) advance(ctx context.Context, counters map[int64]*counter) (touched []int64, err error) {
	for _, ns := range slices.Sorted(maps.Keys(counters)) {
		c := counters[ns]
		if !c.moved {
			continue
		}
		c.floor = max(c.floor, store.Kept(c.head, a.keep))
		_, err := a.move.ExecContext(ctx, c.head, c.floor, c.lineage.Bytes(), ns)
		if err == nil {
			_, err = a.trim.ExecContext(ctx, ns, c.floor)
		}
		if err != nil {
			return nil, err
		}
		touched = append(touched, ns)
	}
	return touched, nil
}
