package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// Version is what this release writes as "v". It rises only when an older release could not read a
// record any more.
const Version = 1

// ErrDecode says that a value is not what its key promises.
var ErrDecode = errors.New("records: cannot decode")

// Decode reads a value. Fields this release does not know are left alone; Encode puts them back.
func Decode[T any](b []byte) (T, error) {
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return v, fmt.Errorf("%w: %T: %w", ErrDecode, v, err)
	}
	return v, nil
}

// Encode writes v, and with it the fields of old that T does not have, also those below others.
// Old is the value it replaces, nil for none. T is a struct. The answer is the same for the
// same input, byte for byte.
func Encode[T any](v T, old []byte) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("records: encode %T: %w", v, err)
	}
	t := reflect.TypeFor[T]()
	// Nearly no record has foreign members below others. Whether it does is found without decoding
	// it; only then are the two merged, which costs more.
	if f := formOf(t); old != nil && f != nil && f.below(old) {
		b = f.mergeStruct(b, old, true)
	}
	out := make([]byte, 0, len(b)+16)
	// The version stands first, where a person who looks into the store sees it.
	out = append(out, fmt.Sprintf(`{"v":%d`, Version)...)
	if body := bytes.TrimSpace(b[1 : len(b)-1]); len(body) > 0 {
		out = append(append(out, ','), body...)
	}
	if old != nil {
		if out, err = keep(out, old, t); err != nil {
			return nil, err
		}
	}
	return append(out, '}'), nil
}

// keep appends the members of old that t does not know.
func keep(out, old []byte, t reflect.Type) ([]byte, error) {
	known := typesOf(t)
	unknown := map[string][]byte{} // the last one of a name counts
	err := members(old, func(name, value []byte) error {
		switch {
		case string(name) == "v":
			return older(value)
		case known.of(name) == nil:
			unknown[string(name)] = value
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Sorted, so that equal records are equal bytes, whatever the order they came in.
	for _, name := range slices.Sorted(maps.Keys(unknown)) {
		quoted, err := json.Marshal(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDecode, err)
		}
		out = append(append(out, ','), quoted...)
		out = append(append(out, ':'), unknown[name]...)
	}
	return out, nil
}

// older refuses what a later version wrote.
//
// A higher version means that a field has another meaning than here. Writing such a record, even
// with all fields kept, would say something else than its writer did.
func older(v []byte) error {
	var wrote int
	if err := json.Unmarshal(v, &wrote); err != nil {
		return fmt.Errorf("%w: v: %w", ErrDecode, err)
	}
	if wrote > Version {
		return fmt.Errorf("%w: v is %d, this release writes %d", chat.ErrNewer, wrote, Version)
	}
	return nil
}
