package desk

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Follow yields every entry of every session after a cursor, in the order of their commits, without
// end: what a host needs to keep its own copy. The cursor is that of an event; empty begins now.
// Follow needs no Run. An entry that an erasure rewrote comes again.
//
// The sequence ends with ctx. It ends with ErrCursorExpired when the cursor was never issued, or is
// older than what the store keeps. Other errors of the store are yielded, and it goes on.
func (h Host) Follow(ctx context.Context, cursor string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		at, err := h.begin(ctx, cursor)
		if err != nil {
			yield(Event{}, err)
			return
		}
		from := at.rev
		if from > 0 && at.n > 0 {
			from-- // the commit at the cursor may not have been yielded whole
		}
		for rs, err := range store.Follow(ctx, h.d.cfg.Store, from, h.d.cfg.Poll) {
			if err != nil {
				if ctx.Err() != nil || !yield(Event{}, feedError(err)) {
					return
				}
				continue
			}
			if !at.pass(rs, yield) {
				return
			}
		}
	}
}

// inOrder sorts the changes of each commit by key, and so entries by number. A store promises the
// order of commits alone.
func inOrder(rs []store.Record) []store.Record {
	return slices.SortedFunc(slices.Values(rs), func(a, b store.Record) int {
		return cmp.Or(cmp.Compare(a.Rev, b.Rev), cmp.Compare(a.Key, b.Key))
	})
}

// begin reads the cursor.
func (h Host) begin(ctx context.Context, cursor string) (mark, error) {
	if cursor == "" {
		_, head, err := h.d.cfg.Store.Changes(ctx, 0, 0)
		return mark{rev: head}, unavailable(err)
	}
	m, ok := parseMark(cursor)
	if !ok {
		return m, chat.ErrCursorExpired
	}
	return m, nil
}

func feedError(err error) error {
	if errors.Is(err, store.ErrCursor) {
		return chat.ErrCursorExpired
	}
	return unavailable(err)
}

// pass yields the entries among some changes that come after the mark, and moves it. It reports whether to go on.
func (m *mark) pass(rs []store.Record, yield func(Event, error) bool) bool {
	for _, r := range inOrder(rs) {
		k, err := records.Parse(r.Key)
		if err != nil || k.Family != records.FamilyTimeline || r.Deleted {
			continue
		}
		e, err := records.Decode[chat.Entry](r.Value)
		if err != nil {
			if !yield(Event{}, err) {
				return false
			}
			continue
		}
		l := line{e, k.Session, r.Rev}
		if !m.before(l) {
			continue
		}
		*m = mark{l.rev, l.N}
		if !yield(l.event(m.String()), nil) {
			return false
		}
	}
	return true
}
