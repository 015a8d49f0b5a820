package mysqlstore

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/store"
)

// transaction commits one group: take the counter; read what the batches name; write what is left
// of them. The reads are statements of their own, begun after the counter's row was locked, and at
// READ COMMITTED each sees every commit before this one. At REPEATABLE READ, the default of both
// servers, they would see what was there before the lock was waited for.
type transaction struct {
	d         *database
	namespace string
	numbering *store.Numbering
	guard     *guard
	counter   counter
	moved     bool

	revs   map[string]store.Rev    // of every named record, as the group goes on
	buried map[string]bool         // of what the group puts, what was deleted before it
	put    map[string]store.Record // what the group leaves behind
	gone   map[string]store.Rev    // what it deleted, and when
}

// run answers a group. Its error is ErrNotCommitted unless COMMIT was sent.
func (t *transaction) run(ctx context.Context, group []*request) ([]answer, error) {
	answers := make([]answer, len(group))
	s, err := t.d.begin(ctx, readCommitted)
	if err != nil {
		return answers, fmt.Errorf("%w: %w", ErrNotCommitted, err)
	}
	if err := t.work(ctx, s, group, answers); err != nil {
		s.rollback(t.d)
		return answers, fmt.Errorf("%w: %w", ErrNotCommitted, err)
	}
	if !t.moved {
		s.rollback(t.d)
		return answers, nil
	}
	return answers, s.commit(ctx)
}

// work is everything between BEGIN and COMMIT. No statement follows one that failed: a deadlock has
// ended the transaction, and what came next would be committed by itself.
func (t *transaction) work(ctx context.Context, s *session, group []*request, answers []answer) error {
	if err := t.lock(ctx, s); err != nil {
		return err
	}
	if err := t.read(ctx, s, group); err != nil {
		return err
	}
	for i, r := range group {
		if answers[i].err = r.ctx.Err(); answers[i].err == nil {
			answers[i].rev, answers[i].err = t.apply(r.batch)
		}
	}
	if !t.moved {
		return nil
	}
	return t.write(ctx, s)
}

// lock takes the counter, and makes it where the database went back to before the namespace was
// there.
func (t *transaction) lock(ctx context.Context, s *session) error {
	stop := t.guard.watch()
	result, err := s.exec(ctx, t.d.sql.lock(t.namespace))
	if said := stop(err); err != nil && said != "" {
		err = fmt.Errorf("%w (%s)", err, said)
	}
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	if _, err := s.exec(ctx, t.d.sql.create(t.namespace)); err != nil {
		return err
	}
	_, err = s.exec(ctx, t.d.sql.lock(t.namespace))
	return err
}

// read finds the counter, the revisions of what the group names, and which of the keys that it puts
// were deleted before.
func (t *transaction) read(ctx context.Context, s *session, group []*request) error {
	t.revs, t.put, t.gone, t.buried = map[string]store.Rev{}, map[string]store.Record{}, map[string]store.Rev{}, map[string]bool{}
	puts := map[string]bool{}
	for _, r := range group {
		for _, c := range r.batch.If {
			t.revs[c.Key] = 0
		}
		for _, k := range r.batch.Delete {
			t.revs[k] = 0
		}
		for _, p := range r.batch.Put {
			puts[p.Key] = true
		}
	}
	found := false
	for _, text := range t.d.sql.state(t.namespace, slices.Sorted(maps.Keys(t.revs)), slices.Sorted(maps.Keys(puts))) {
		err := s.each(ctx, text, func(scan func(...any) error) error {
			var kind int
			var key string
			var rev, floor store.Rev
			var lineage []byte
			err := scan(&kind, &key, &rev, &floor, &lineage)
			switch {
			case err != nil:
			case kind == ofCounter:
				found = true
				t.counter.head, t.counter.floor = rev, floor
				t.counter.lineage, err = store.ParseLineage(lineage)
			case kind == ofRecord:
				t.revs[key] = rev
			case kind == ofDeletion:
				t.buried[key] = true
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	if !found {
		return fmt.Errorf("%s: no counter", t.namespace)
	}
	return nil
}

// apply works out one batch on top of those before it.
func (t *transaction) apply(b store.Batch) (store.Rev, error) {
	for _, c := range b.If {
		if t.revs[c.Key] != c.Rev {
			return 0, fmt.Errorf("%w: %s is at %d, not %d", store.ErrConflict, c.Key, t.revs[c.Key], c.Rev)
		}
	}
	missing := func(key string) bool { return t.revs[key] == 0 }
	b.Delete = slices.DeleteFunc(b.Delete, missing)
	if len(b.Put) == 0 && len(b.Delete) == 0 {
		return t.counter.head, nil
	}
	rev := t.counter.next(t.numbering)
	t.moved = true
	for _, r := range b.Put {
		t.revs[r.Key] = rev
		t.put[r.Key] = store.Record{Key: r.Key, Rev: rev, Value: r.Value}
		delete(t.gone, r.Key)
	}
	for _, k := range b.Delete {
		t.revs[k] = 0
		t.gone[k] = rev
		delete(t.put, k)
	}
	return rev, nil
}

// exhumed are the keys that were deleted before the group and are records after it.
func (t *transaction) exhumed() map[string]bool {
	keys := maps.Clone(t.buried)
	maps.DeleteFunc(keys, func(k string, _ bool) bool { _, put := t.put[k]; return !put })
	return keys
}

// write sends what is left of the group.
func (t *transaction) write(ctx context.Context, s *session) error {
	var texts []string
	add := func(parts []string, text func([]string) string) {
		for _, part := range chunks(parts) {
			texts = append(texts, text(part))
		}
	}
	with := func(text func(string, []string) string) func([]string) string {
		return func(keys []string) string { return text(t.namespace, keys) }
	}
	add(putRows(t.namespace, t.put), t.d.sql.put)
	add(slices.Sorted(maps.Keys(t.exhumed())), with(t.d.sql.unbury))
	add(slices.Sorted(maps.Keys(t.gone)), with(t.d.sql.remove))
	add(buryRows(t.namespace, t.gone), t.d.sql.bury)
	t.counter.floor = max(t.counter.floor, store.Kept(t.counter.head, t.d.config.Keep))
	if t.counter.floor > 0 {
		texts = append(texts, t.d.sql.trim(t.namespace, t.counter.floor))
	}
	for _, text := range append(texts, t.d.sql.move(t.namespace, t.counter)) {
		if _, err := s.exec(ctx, text); err != nil {
			return err
		}
	}
	return nil
}
