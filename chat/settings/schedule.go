package settings

import (
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// Schedule is hours by name.
type Schedule struct {
	ID    string          `json:"id"`
	Hours *hours.Schedule `json:"hours"`

	Revision Revision `json:"-"`
}

// Check refuses a schedule without a name or hours.
func (x Schedule) Check(at string) error {
	err := chat.CheckName(below(at, "id"), x.ID)
	if x.Hours == nil {
		err = errors.Join(err, fmt.Errorf("%w: %s: missing", chat.ErrInvalid, below(at, "hours")))
	}
	return err
}
