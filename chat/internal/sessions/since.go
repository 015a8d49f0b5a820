package sessions

import (
	"context"
	"iter"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Since gives the sessions in the store that are open, and those that have ended, or were left as
// a message in one of some queues, since an instant. It reads a page at a time while the caller
// takes them. An error is the last thing it gives.
//
// The indexes are read in the order in which a session passes through them: open, left as a
// message, ended. So a session that moves on meanwhile may come twice. One that is reopened
// meanwhile may not come at all.
func (r Reader) Since(
	ctx context.Context, from time.Time, queues []chat.QueueID,
) iter.Seq2[chat.Session, error] {
	return func(yield func(chat.Session, error) bool) {
		ended := records.Prefix(records.FamilyEnded)
		ranges := []store.Range{{Prefix: records.Prefix(records.FamilyOpen)}}
		for _, q := range queues {
			left := records.Prefix(records.FamilyMessaged, string(q))
			ranges = append(ranges, store.Range{Prefix: left, After: left + records.Instant(from)})
		}
		ranges = append(ranges, store.Range{Prefix: ended, After: ended + records.Instant(from)})
		for _, x := range ranges {
			if !r.each(ctx, x, yield) {
				return
			}
		}
	}
}

// each yields the sessions that a range of an index names, page by page, and reports whether the
// caller wants those of the next range too.
func (r Reader) each(
	ctx context.Context, part store.Range, yield func(chat.Session, error) bool,
) bool {
	for part.Limit = records.Page; ; {
		index, err := r.store.List(ctx, part)
		if err != nil {
			yield(chat.Session{}, records.Unavailable(err))
			return false
		}
		rs, err := records.ReadSessions(ctx, r.store, index)
		if err != nil {
			yield(chat.Session{}, records.Unavailable(err))
			return false
		}
		for _, rec := range rs {
			// One that cannot be decoded is told with its error, and the next one follows.
			if s, err := records.Decode[chat.Session](rec.Value); !yield(s, err) {
				return false
			}
		}
		if len(index) < part.Limit {
			return true
		}
		part.After = index[len(index)-1].Key
	}
}
