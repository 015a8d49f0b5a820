package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
)

// A newer release may have fields below those that this one knows: of a skill, of a policy, of an
// offer. Whoever rewrites the record keeps them too: they stay with the struct that they are in, of
// a list with the element that is the same, or that has the same name.

// errFound ends a walk over members as soon as the answer is known.
var errFound = errors.New("records: found")

// deep reports whether a value has members that its form does not know.
func (f *form) deep(value []byte) bool {
	if f == nil || len(value) == 0 {
		return false
	}
	var err error
	switch {
	case f.fields != nil && value[0] == '{':
		err = members(value, func(name, value []byte) error {
			if inner, ok := f.field(name); !ok || inner.deep(value) {
				return errFound
			}
			return nil
		})
	case f.each != nil && value[0] == '{':
		err = members(value, func(_, value []byte) error { return found(f.each.deep(value)) })
	case f.each != nil && value[0] == '[':
		err = elements(value, func(value []byte) error { return found(f.each.deep(value)) })
	}
	return errors.Is(err, errFound)
}

// below reports whether a record has members that its form does not know below others.
func (f *form) below(record []byte) bool {
	err := members(record, func(name, value []byte) error {
		inner, _ := f.field(name)
		return found(inner.deep(value))
	})
	return errors.Is(err, errFound)
}

// found returns errFound for yes.
func found(ok bool) error {
	if ok {
		return errFound
	}
	return nil
}

// member is one member of an object.
type member struct {
	name  string
	value []byte
}

// merge returns now, with what f does not know of the value old that it replaces.
func (f *form) merge(now, old []byte) []byte {
	switch {
	case f == nil || len(now) == 0 || len(old) == 0 || now[0] != old[0]:
	case f.fields != nil && now[0] == '{':
		return f.mergeStruct(now, old, false)
	case f.each != nil && now[0] == '{':
		return f.mergeMap(now, old)
	case f.each != nil && now[0] == '[':
		return f.mergeList(now, old)
	}
	return now
}

// mergeStruct merges a struct. Of a whole record it leaves the members that are below no other to
// Encode.
func (f *form) mergeStruct(now, old []byte, whole bool) []byte {
	known, unknown := map[string][]byte{}, map[string][]byte{}
	_ = members(old, func(name, value []byte) error {
		if _, ok := f.field(name); ok {
			known[f.spelled(name)] = value
		} else {
			unknown[string(name)] = value
		}
		return nil
	})
	// The new value says what is there and in which order. The old one only lends what this release
	// cannot know of.
	var out []member
	_ = members(now, func(name, value []byte) error {
		inner, _ := f.field(name)
		out = append(out, member{string(name), inner.merge(value, known[string(name)])})
		delete(known, string(name))
		return nil
	})
	for _, name := range slices.Sorted(maps.Keys(known)) {
		inner := f.fields[name]
		// The encoder left the struct out, because all that this release knows of it is zero. What
		// a newer one wrote into it stays.
		if f.inline[name] && inner.deep(known[name]) && inner.empty(known[name]) {
			out = append(out, member{name, known[name]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unknown)) {
		if !whole {
			out = append(out, member{name, unknown[name]})
		}
	}
	return object(out)
}

// empty reports whether a value is the zero one, as far as its form knows.
func (f *form) empty(value []byte) bool {
	v := reflect.New(f.of)
	return json.Unmarshal(value, v.Interface()) == nil && v.Elem().IsZero()
}

// mergeMap merges each value with the one of the same key. A key that is gone stays gone.
func (f *form) mergeMap(now, old []byte) []byte {
	known := map[string][]byte{}
	_ = members(old, func(name, value []byte) error {
		known[string(name)] = value
		return nil
	})
	var out []member
	_ = members(now, func(name, value []byte) error {
		out = append(out, member{string(name), f.each.merge(value, known[string(name)])})
		return nil
	})
	return object(out)
}

// mergeList merges each element with the one that is equal, as far as its form knows, or else with
// the one of the same name.
func (f *form) mergeList(now, old []byte) []byte {
	var were, are [][]byte
	_ = elements(old, func(value []byte) error { were = append(were, value); return nil })
	_ = elements(now, func(value []byte) error { are = append(are, value); return nil })
	merged := make([]bool, len(are))
	// Equal elements first: two of one name may both be there, and only one of them has changed.
	for _, same := range []func(a, b []byte) bool{f.each.same, f.each.named} {
		for i := range are {
			j := slices.IndexFunc(were, func(b []byte) bool { return b != nil && same(are[i], b) })
			if merged[i] || j < 0 {
				continue
			}
			// Each old element lends to one new one, the first that it fits.
			are[i], merged[i], were[j] = f.each.merge(are[i], were[j]), true, nil
		}
	}
	return append(append([]byte{'['}, bytes.Join(are, []byte{','})...), ']')
}

// same reports whether two values are equal, as far as their form knows.
func (f *form) same(a, b []byte) bool {
	x, y := reflect.New(f.of), reflect.New(f.of)
	return json.Unmarshal(a, x.Interface()) == nil && json.Unmarshal(b, y.Interface()) == nil &&
		reflect.DeepEqual(x.Interface(), y.Interface())
}

// named reports whether two values have the same name.
func (f *form) named(a, b []byte) bool {
	name := f.name(a)
	return name != "" && name == f.name(b)
}

// name returns the text by which an element is known, such as an id; "" if it has none.
func (f *form) name(value []byte) (name string) {
	if f.names == "" || len(value) == 0 || value[0] != '{' {
		return ""
	}
	_ = members(value, func(at, value []byte) error {
		if string(at) == f.names {
			_ = json.Unmarshal(value, &name)
		}
		return nil
	})
	return name
}

// object writes members as one object.
func object(ms []member) []byte {
	out := []byte{'{'}
	for i, m := range ms {
		if i > 0 {
			out = append(out, ',')
		}
		quoted, _ := json.Marshal(m.name) // a string
		out = append(append(append(out, quoted...), ':'), m.value...)
	}
	return append(out, '}')
}
