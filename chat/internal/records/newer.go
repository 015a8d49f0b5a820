package records

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
)

// Newer says what of a record only a newer release can have written: fields of it that T does not
// have, as paths such as "policy.mood" and "rings[0].mood". The error is chat.ErrNewer if its
// version is higher than this release's. A value that is no object has neither.
func Newer[T any](value []byte) (fields []string, err error) {
	var v struct {
		Version json.RawMessage `json:"v"`
	}
	if json.Unmarshal(value, &v) == nil && v.Version != nil {
		err = older(v.Version)
	}
	unknownIn(value, reflect.TypeFor[T](), "", &fields)
	return fields, err
}

// Deep reports whether a path leads to a field below another one. Encode keeps only those that are
// not.
func Deep(path string) bool { return strings.ContainsAny(path, ".[") }

// Keeps refuses to have a value written over old where that would drop a field that T does not
// have: one below a field that T has. The error is chat.ErrNewer.
func Keeps[T any](old []byte) error {
	paths, err := Newer[T](old)
	for _, p := range paths {
		if err == nil && Deep(p) {
			err = fmt.Errorf("%w: it has %s, which this release does not know", chat.ErrNewer, p)
		}
	}
	return err
}

// unknownIn adds the paths of all members that a type does not know.
func unknownIn(value []byte, t reflect.Type, at string, found *[]string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if readsItself(t) {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		var members map[string]json.RawMessage
		if json.Unmarshal(value, &members) != nil {
			return
		}
		known := typesOf(t)
		for _, name := range slices.Sorted(maps.Keys(members)) {
			here := name
			if at != "" {
				here = at + "." + name
			}
			if inner := known.of([]byte(name)); inner != nil {
				unknownIn(members[name], inner, here, found)
			} else if here != "v" { // the version of the record; below it, a "v" is any field
				*found = append(*found, here)
			}
		}
	case reflect.Slice, reflect.Array:
		var items []json.RawMessage
		if structured(t.Elem()) && json.Unmarshal(value, &items) == nil {
			for i, item := range items {
				unknownIn(item, t.Elem(), fmt.Sprintf("%s[%d]", at, i), found)
			}
		}
	case reflect.Map:
		var items map[string]json.RawMessage
		// Lists of texts and numbers have nothing below them, and are not read.
		if structured(t.Elem()) && json.Unmarshal(value, &items) == nil {
			for _, key := range slices.Sorted(maps.Keys(items)) {
				unknownIn(items[key], t.Elem(), at+"."+key, found)
			}
		}
	}
}

// structured reports whether values of a type may have members of their own.
func structured(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct, reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return true
	}
	return false
}

var (
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// readsItself reports whether a type has JSON of its own.
func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonReader) || p.Implements(textReader)
}

// memberTypes are the types of a struct's fields by their names in JSON.
type memberTypes map[string]reflect.Type

// of matches as the decoder does: exactly, or else without regard to case.
func (m memberTypes) of(name []byte) reflect.Type {
	if t, ok := m[string(name)]; ok {
		return t
	}
	for known, t := range m {
		if strings.EqualFold(known, string(name)) {
			return t
		}
	}
	return nil
}

var knownTypes sync.Map // reflect.Type → memberTypes

// typesOf returns the members of a struct as encoding/json reads them. It is kept for each type,
// because every rewritten record asks for it.
func typesOf(t reflect.Type) memberTypes {
	if m, ok := knownTypes.Load(t); ok {
		return m.(memberTypes)
	}
	m := memberTypes{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() || f.Anonymous && name == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		m[name] = f.Type
	}
	knownTypes.Store(t, m)
	return m
}
