package hours

import (
	"errors"
	"fmt"
)

// ErrInvalid is wrapped by every error about a schedule that cannot be built.
var ErrInvalid = errors.New("hours: invalid schedule")

// Fault is one thing wrong with a schedule. New and UnmarshalJSON join all they find with
// errors.Join; each wraps ErrInvalid.
type Fault struct {
	Field   string // where: "Rules[2].hours[0]", or in JSON "week.mon[0]"
	Column  int    // the byte in the field's text at which it is wrong, from 1; 0: the field as a whole
	Problem string // what is wrong, and what would be right
}

// Error is of the form "hours: week.mon[0]: column 4: …".
func (f *Fault) Error() string {
	if f.Column > 0 {
		return fmt.Sprintf("hours: %s: column %d: %s", f.Field, f.Column, f.Problem)
	}
	return fmt.Sprintf("hours: %s: %s", f.Field, f.Problem)
}

// Unwrap makes errors.Is(err, ErrInvalid) true.
func (f *Fault) Unwrap() error { return ErrInvalid }

// slip is a fault whose field is not yet known: a parser says at which column of its text, its
// caller adds where the text stood.
type slip struct {
	column  int
	problem string
}

func slipAt(column int, format string, args ...any) *slip {
	return &slip{column: column, problem: fmt.Sprintf(format, args...)}
}

func (s *slip) in(field string) error {
	return &Fault{Field: field, Column: s.column, Problem: s.problem}
}
