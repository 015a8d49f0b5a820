package desk

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
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
		at, err := markOf(ctx, h.d.cfg.Store, cursor)
		if err != nil {
			yield(Event{}, err)
			return
		}
		from := at.Rev
		if from > 0 && at.N > 0 {
			from-- // the commit at the cursor may not have been yielded whole
		}
		for rs, err := range store.Follow(ctx, h.d.cfg.Store, from, h.d.cfg.Poll) {
			if err != nil {
				if ctx.Err() != nil || !yield(Event{}, feedError(err)) {
					return
				}
				continue
			}
			if !pass(&at, rs, yield) {
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

// markOf reads the cursor.
func markOf(ctx context.Context, s store.Store, cursor string) (sessions.Mark, error) {
	if cursor == "" {
		_, head, err := s.Changes(ctx, 0, 0)
		return sessions.Mark{Rev: head}, unavailable(err)
	}
	m, ok := sessions.ParseMark(cursor)
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
func pass(m *sessions.Mark, rs []store.Record, yield func(Event, error) bool) bool {
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
		l := sessions.Line{Entry: e, Session: k.Session, Rev: r.Rev}
		if !m.Before(l) {
			continue
		}
		*m = sessions.Mark{Rev: l.Rev, N: l.N}
		if !yield(lineEvent(l, sessions.Supervisors, m.String()), nil) {
			return false
		}
	}
	return true
}
