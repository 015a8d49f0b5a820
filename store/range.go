package store

import "fmt"

// Range selects keys that begin with Prefix, in byte order. Prefix is empty or ends in "/".
type Range struct {
	Prefix string
	After  string // exclusive, in the direction of travel; "" starts at the end travelled from
	Desc   bool
	Limit  int // > 0
}

// Every key lies between these two, and the smallest byte that a key may hold makes the next key of
// one.
const (
	keySmallest = "-"
	keyBeyond   = "\x7f"
)

// CheckRange answers ErrInvalid unless r keeps the rules of its fields. The error names the field.
func CheckRange(r Range) error {
	if r.Limit <= 0 {
		return fmt.Errorf("%w: Limit: %d, must be above zero", ErrInvalid, r.Limit)
	}
	if r.Prefix != "" {
		if err := checkKey("Prefix", r.Prefix); err != nil {
			return err
		}
		if r.Prefix[len(r.Prefix)-1] != '/' {
			return fmt.Errorf("%w: Prefix %q: does not end in a slash", ErrInvalid, r.Prefix)
		}
	}
	if r.After != "" {
		return checkKey("After", r.After)
	}
	return nil
}

// Bounds returns r as a half-open interval, After included: r holds exactly the keys k with from <=
// k < to, compared as bytes. Both are ASCII text. The interval may be empty (from >= to).
func (r Range) Bounds() (from, to string) {
	from, to = keySmallest, keyBeyond
	if n := len(r.Prefix); n > 0 {
		from, to = r.Prefix, r.Prefix[:n-1]+"0" // '0' follows '/'
	}
	switch {
	case r.After == "":
	case r.Desc:
		to = min(to, r.After)
	default:
		from = max(from, r.After+keySmallest)
	}
	return from, to
}
