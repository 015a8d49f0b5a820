package main

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/store"
)

// Hasty is FileStore with the most common mistake: it checks the conditions first and writes afterwards. Alone, it
// answers everything right.
type Hasty struct{ *FileStore }

// Commit is wrong on purpose.
func (h Hasty) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	for _, c := range b.If {
		rs, err := h.Get(ctx, c.Key)
		if err != nil {
			return 0, err
		}
		if (len(rs) == 0) != (c.Rev == 0) || (len(rs) > 0 && rs[0].Rev != c.Rev) {
			return 0, fmt.Errorf("%w: %s", store.ErrConflict, c.Key)
		}
	}
	b.If = nil // "they were checked"
	return h.FileStore.Commit(ctx, b)
}
