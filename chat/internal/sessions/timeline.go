package sessions

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	// MaxPage is the most entries that Page returns.
	MaxPage = 200

	// lastNumber is the highest number that the key of an entry can hold.
	lastNumber = 99_999_999
)

// Page reads the entries of a timeline after entry n, at most limit of them (1 to MaxPage;
// anything else: MaxPage). It also returns the number to go on from: of the last entry that it
// read, or n if there is none.
func (r Reader) Page(
	ctx context.Context, id chat.SessionID, n, limit int,
) ([]chat.Entry, int, error) {
	n = max(0, n)
	if limit <= 0 || limit > MaxPage {
		limit = MaxPage
	}
	// A session that moves to the archive is there before its entries go from the store.
	if a, ok, err := r.left(ctx, id); err != nil || ok {
		es, next := archivedPage(a, n, limit)
		return es, next, err
	}
	part := store.Range{Prefix: records.Prefix(records.FamilyTimeline, string(id)), Limit: limit}
	if n > 0 {
		part.After = records.Timeline(id, min(n, lastNumber))
	}
	rs, err := r.store.List(ctx, part)
	if err != nil {
		return nil, n, records.Unavailable(err)
	}
	var es []chat.Entry
	for _, rec := range rs {
		e, err := records.Decode[chat.Entry](rec.Value)
		if err != nil {
			return nil, n, err
		}
		es, n = append(es, e), e.N
	}
	return es, n, nil
}

// Transcript reads what the visitor may see of a whole timeline, as the visitor sees it.
func (r Reader) Transcript(ctx context.Context, id chat.SessionID) (es []chat.Entry, err error) {
	for n, more := 0, true; more; {
		page, next, err := r.Page(ctx, id, n, MaxPage)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			if e.Public() {
				es = append(es, e.ForVisitor())
			}
		}
		n, more = next, len(page) == MaxPage
	}
	return es, nil
}
