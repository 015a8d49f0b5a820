package records

import (
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// ErrFenced says that a condition of a batch does not hold any more: mostly that another node leads by now. Nothing was
// written.
var ErrFenced = errors.New("desk: no longer leading")

// Holds makes conditions those of the batch. ErrFenced says that one of them does not hold even now.
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
