package records

import (
	"reflect"
	"strings"
	"sync"
)

// A form is a type's shape as far as keeping foreign members needs it: which parts of its JSON are
// structs, whose members this release knows, and which are lists or maps of such. It is learned
// once for each type, by reflection, and then only read.

// form is what of a type's JSON may have members that a newer release wrote: the structs in it. A
// type without any has none, and its form is nil.
type form struct {
	of     reflect.Type
	fields map[string]*form // of a struct, all that it knows; those without a form too
	inline map[string]bool  // of a struct, those that are structs and no pointers: empty is left out
	names  string           // of a struct, the first field that is a text: it tells elements apart
	each   *form            // of the elements of a list or a map
}

var forms sync.Map // reflect.Type → *form

// formOf returns the form of a type.
func formOf(t reflect.Type) *form {
	if f, ok := forms.Load(t); ok {
		return f.(*form)
	}
	f := learn(t, map[reflect.Type]*form{})
	forms.Store(t, f)
	return f
}

// learn makes the form of a type. seen has those that are being made, because a type may have
// itself below it.
func learn(t reflect.Type, seen map[reflect.Type]*form) *form {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if f, ok := seen[t]; ok {
		return f
	}
	// What is in such a value is its own affair: it is kept or replaced as a whole.
	if readsItself(t) {
		return nil
	}
	f := &form{of: t}
	switch t.Kind() {
	case reflect.Struct:
		// Before its fields are looked at, which may have the type again.
		seen[t] = f
		f.fields, f.inline = map[string]*form{}, map[string]bool{}
		for name, inner := range typesOf(t) {
			f.fields[name] = learn(inner, seen)
			f.inline[name] = inner.Kind() == reflect.Struct
		}
		f.names = firstText(t)
	case reflect.Slice, reflect.Array, reflect.Map:
		if f.each = learn(t.Elem(), seen); f.each == nil {
			return nil
		}
	default:
		return nil
	}
	return f
}

// firstText returns the JSON name of a struct's first field that is a text, if there is one.
func firstText(t reflect.Type) string {
	for _, x := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(x.Tag.Get("json"), ",")
		if x.Type.Kind() == reflect.String && x.IsExported() && name != "" && name != "-" {
			return name
		}
	}
	return ""
}

// field returns the form of a field by its name in JSON, as the decoder finds it.
func (f *form) field(name []byte) (inner *form, ok bool) {
	if inner, ok = f.fields[string(name)]; ok {
		return inner, true
	}
	inner, ok = f.fields[f.spelled(name)]
	return inner, ok
}

// spelled returns how a field's name is spelled here; as it is if no field has the name.
func (f *form) spelled(name []byte) string {
	if _, ok := f.fields[string(name)]; !ok {
		for known := range f.fields {
			if strings.EqualFold(known, string(name)) {
				return known
			}
		}
	}
	return string(name)
}
