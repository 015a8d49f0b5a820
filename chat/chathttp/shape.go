package chathttp

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

var (
	rawType         = reflect.TypeFor[json.RawMessage]()
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// shaped is a type that reads itself, and says what it looks like.
type shaped interface{ Shape() reflect.Type }

// shape returns what a value of type t looks like in JSON, or nil where the type reads itself and only size, depth,
// doubled keys and UTF-8 are ours to check.
func shape(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t == rawType || t.Kind() == reflect.Interface {
		return nil
	}
	if v, ok := reflect.Zero(t).Interface().(shaped); ok {
		return v.Shape()
	}
	if p := reflect.PointerTo(t); p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler) {
		return nil
	}
	return t
}

// fields returns the JSON names of a struct's fields and their types.
func fields(t reflect.Type) map[string]reflect.Type {
	out := make(map[string]reflect.Type, t.NumField())
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "" && name != "-" {
			out[name] = f.Type
		}
	}
	return out
}

// misfit says why a scalar that begins with c cannot stand where t is, or "".
func misfit(t reflect.Type, c byte, scalar []byte) string {
	switch c {
	case '"':
		if t.Kind() != reflect.String {
			return "must be " + noun(t)
		}
	case 't', 'f':
		if t.Kind() != reflect.Bool {
			return "must be " + noun(t)
		}
	default:
		return number(t, string(scalar))
	}
	return ""
}

func number(t reflect.Type, digits string) string {
	var err error
	switch {
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64:
		_, err = strconv.ParseInt(digits, 10, t.Bits())
	case t.Kind() >= reflect.Uint && t.Kind() <= reflect.Uint64:
		_, err = strconv.ParseUint(digits, 10, t.Bits())
	case t.Kind() == reflect.Float32 || t.Kind() == reflect.Float64:
		_, err = strconv.ParseFloat(digits, t.Bits())
	default:
		return "must be " + noun(t)
	}
	if err != nil {
		return "must be " + noun(t) + " in range"
	}
	return ""
}

// noun names what a client has to send.
func noun(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "an array"
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	}
	return "a whole number"
}
