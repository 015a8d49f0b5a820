package settings

import (
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
)

// faults collects the faults of an input.
type faults []error

func (f *faults) when(bad bool, field, format string, args ...any) {
	if bad {
		*f = append(*f, fmt.Errorf("%w: %s: %s", chat.ErrInvalid, field, fmt.Sprintf(format, args...)))
	}
}

func (f *faults) add(err error) {
	if err != nil {
		*f = append(*f, err)
	}
}

// below names a field of the value at a place. The empty place is the input itself.
func below(at, field string) string {
	if at == "" {
		return field
	}
	return at + "." + field
}

// under puts the field that each fault names below the field at.
func (f *faults) under(at string, err error) {
	if err == nil {
		return
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for _, one := range all {
		field := strings.TrimPrefix(one.Error(), chat.ErrInvalid.Error()+": ")
		f.add(fmt.Errorf("%w: %s", chat.ErrInvalid, below(at, field)))
	}
}

// Says is what some faults come to, for people.
func Says(fs []chat.Fault) string {
	var all []string
	for _, f := range fs {
		all = append(all, f.String())
	}
	return strings.Join(all, "; ")
}
