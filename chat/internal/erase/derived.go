package erase

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// effects takes what is not done yet for some sessions out of the outbox, and their open hand-offs. An effect that cannot be
// read is left alone: it names no session.
func (e Eraser) effects(ctx context.Context, ids []chat.SessionID) error {
	if len(ids) == 0 {
		return nil
	}
	rs, err := records.List(ctx, e.cfg.Store, records.Prefix(records.FamilyOutbox))
	if err != nil {
		return records.Unavailable(err)
	}
	open, err := records.List(ctx, e.cfg.Store, records.Prefix(records.FamilyHandoff))
	if err != nil {
		return records.Unavailable(err)
	}
	for _, r := range append(rs, open...) {
		x, err := records.Decode[hook.Effect](r.Value) // an open hand-off names its session alike
		if err != nil || !slices.Contains(ids, x.Session) {
			continue
		}
		if _, err := e.cfg.Store.Commit(ctx, store.Batch{Delete: []string{r.Key}}); err != nil {
			return records.Unavailable(err)
		}
	}
	return nil
}

// Receipts deletes the receipts of the commands of a session, or of a visitor's that belong to
// none. They hold ids that the client chose, and hashes of what was said.
func (e Eraser) Receipts(ctx context.Context, scope string) error {
	prefix := records.Prefix(records.FamilyDone, scope)
	for {
		rs, err := e.cfg.Store.List(ctx, store.Range{Prefix: prefix, Limit: store.MaxBatch})
		if err != nil || len(rs) == 0 {
			return records.Unavailable(err)
		}
		var b store.Batch
		for _, r := range rs {
			b.Delete = append(b.Delete, r.Key)
		}
		if _, err := e.cfg.Store.Commit(ctx, b); err != nil {
			return records.Unavailable(err)
		}
	}
}
