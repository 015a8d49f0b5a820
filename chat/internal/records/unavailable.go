package records

import (
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
)

// Unavailable marks an error of the store as chat.ErrUnavailable, once. Nil stays nil.
func Unavailable(err error) error {
	if err == nil || errors.Is(err, chat.ErrUnavailable) {
		return err
	}
	return fmt.Errorf("%w: %w", chat.ErrUnavailable, err)
}
