package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// readMarks keeps how far the two sides of a session have read.
type readMarks struct {
	store store.Store
}

// raise moves a read cursor forward, at most to the end of the timeline.
func (m readMarks) raise(
	ctx context.Context, s chat.Session, who string, n int,
) error {
	n = min(n, s.Entries)
	key := records.Cursor(s.ID, who)
	_, err := store.Do(ctx, m.store, func(tx *store.Tx) error {
		rs, err := tx.Get(key)
		if err != nil {
			return err
		}
		var old []byte
		if len(rs) > 0 {
			old = rs[0].Value
		}
		if n <= records.ReadUpTo(old) {
			return nil
		}
		return putRecord(tx, key, records.ReadMark{UpTo: n}, old)
	})
	return unavailable(err)
}
