package brief

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// Same fails the test at once unless two values are deeply equal, and says where they first differ,
// what is wanted there and what there is. What, if any, is a format and its arguments.
func Same(t testing.TB, want, got any, what ...any) {
	t.Helper()
	if reflect.DeepEqual(want, got) {
		return
	}
	said := ""
	if len(what) > 0 {
		said = fmt.Sprintf(fmt.Sprint(what[0]), what[1:]...) + ": "
	}
	at, a, b := differs("", reflect.ValueOf(want), reflect.ValueOf(got))
	if at == "" {
		at = "the values"
	}
	t.Fatal(Text(Most, "%s%s: want %s, got %s", said, at, shown(a, b), shown(b, a)))
}

// differs is the first place at which two unequal values are unequal, and what stands there.
func differs(at string, a, b reflect.Value) (string, reflect.Value, reflect.Value) {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return at, a, b
	}
	same := func(a, b reflect.Value) bool {
		return a.CanInterface() && b.CanInterface() && reflect.DeepEqual(a.Interface(), b.Interface())
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !a.IsNil() && !b.IsNil() {
			return differs(at, a.Elem(), b.Elem())
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.IsExported() && !same(a.Field(i), b.Field(i)) {
				return differs(at+"."+f.Name, a.Field(i), b.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		if bytes(a) {
			break
		}
		for i := range min(a.Len(), b.Len()) {
			if !same(a.Index(i), b.Index(i)) {
				return differs(fmt.Sprintf("%s[%d]", at, i), a.Index(i), b.Index(i))
			}
		}
		if n := min(a.Len(), b.Len()); a.Len() != b.Len() {
			return fmt.Sprintf("%s[%d], of %d and %d", at, n, a.Len(), b.Len()), element(a, n), element(b, n)
		}
	case reflect.Map:
		for _, k := range append(a.MapKeys(), b.MapKeys()...) {
			x, y := a.MapIndex(k), b.MapIndex(k)
			if !x.IsValid() || !y.IsValid() || !same(x, y) {
				return differs(fmt.Sprintf("%s[%v]", at, k), x, y)
			}
		}
	}
	return at, a, b
}

func bytes(v reflect.Value) bool { return v.Type().Elem().Kind() == reflect.Uint8 }

// element is one of a list; invalid: the list ends before it.
func element(list reflect.Value, n int) reflect.Value {
	if n >= list.Len() {
		return reflect.Value{}
	}
	return list.Index(n)
}

// shown is a value beside the other one. Of a long text it is the part where they begin to differ.
func shown(v, other reflect.Value) string {
	if !v.IsValid() {
		return "nothing"
	}
	s, o := written(v), written(other)
	same := 0
	for same < min(len(s), len(o)) && s[same] == o[same] {
		same++
	}
	const before = 200
	if len(s) > Most/4 && same > before {
		s = "… " + strings.ToValidUTF8(s[same-before:], "")
	}
	return Text(Most/4, "%s", s)
}

func written(v reflect.Value) string {
	switch {
	case !v.IsValid():
		return ""
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%q", v.String())
	case v.Kind() == reflect.Slice && bytes(v):
		return fmt.Sprintf("%q", v.Bytes())
	case v.CanInterface():
		return fmt.Sprintf("%+v", v.Interface())
	}
	return v.String()
}
