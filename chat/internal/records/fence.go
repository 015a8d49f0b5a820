package records

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// ErrFenced says that a condition of a batch does not hold any more: mostly that another node
// leads by now. Nothing was written.
var ErrFenced = errors.New("desk: no longer leading")

// Holds makes conditions those of the batch. ErrFenced says that one of them does not hold even
// now.
func Holds(tx *store.Tx, conds []store.Cond) error {
	for _, c := range conds {
		rs, err := tx.Get(c.Key)
		if err != nil {
			return fmt.Errorf("%w: %w", chat.ErrUnavailable, err)
		}
		if len(rs) == 0 && c.Rev != 0 || len(rs) > 0 && rs[0].Rev != c.Rev {
			return ErrFenced
		}
	}
	return nil
}

// CommitFenced does fn in one batch on the conditions of a fence. The error is ErrFenced when they
// do not hold any more, that of fn when it refuses, and chat.ErrUnavailable when the store fails.
// Fn may run many times.
func CommitFenced(
	ctx context.Context, s store.Store, fence []store.Cond, fn func(*store.Tx) error,
) error {
	var refused error
	_, err := store.Do(ctx, s, func(tx *store.Tx) error {
		if refused = Holds(tx, fence); refused == nil {
			refused = fn(tx)
		}
		return refused
	})
	if refused != nil {
		return refused
	}
	return Unavailable(err)
}
