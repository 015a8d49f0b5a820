package osm

import (
	"errors"
	"fmt"
)

// ErrUnsupported is wrapped by every Error: the text is outside the subset.
var ErrUnsupported = errors.New("osm: not in the supported subset of opening_hours")

// ErrInexpressible is wrapped by the error of Format for a schedule that the notation, or the
// subset, has no words for.
var ErrInexpressible = errors.New("osm: the schedule has no equal in opening_hours")

// Error says where a text leaves the subset.
type Error struct {
	Column  int    // in bytes, from 1
	Problem string // what stands there, or what would have to
}

// Error is of the form "osm: column 7: …".
func (e *Error) Error() string { return fmt.Sprintf("osm: column %d: %s", e.Column, e.Problem) }

// Unwrap makes errors.Is(err, ErrUnsupported) true.
func (e *Error) Unwrap() error { return ErrUnsupported }
