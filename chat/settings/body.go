package settings

import (
	"encoding/json"
	"math"
	"reflect"
	"time"
)

// Body is a setting as it travels to and from a browser: its own JSON, but times are whole seconds
// under names that end in "_seconds", and what the host alone says is left out. What is finer than
// a second is rounded away from zero, so that it stays on or off.
type Body[T any] struct{ Value T }

// MarshalJSON implements json.Marshaler.
func (b Body[T]) MarshalJSON() ([]byte, error) {
	out := reflect.New(b.Shape()).Elem()
	send(out, reflect.ValueOf(b.Value))
	return json.Marshal(out.Interface())
}

// UnmarshalJSON implements json.Unmarshaler. Members that are no fields are passed over: see Shape.
func (b *Body[T]) UnmarshalJSON(text []byte) error {
	in := reflect.New(b.Shape())
	if err := json.Unmarshal(text, in.Interface()); err != nil {
		return err
	}
	var v T
	take(reflect.ValueOf(&v).Elem(), in.Elem())
	b.Value = v
	return nil
}

// Shape returns the type of the JSON that travels, for whoever reads it strictly.
func (Body[T]) Shape() reflect.Type { return shape(reflect.TypeFor[T]()) }

// shape makes the type that a type travels as.
func shape(t reflect.Type) reflect.Type {
	switch {
	case t == durationType:
		return reflect.TypeFor[int32]()
	case readsItself(t):
		return t
	}
	switch t.Kind() {
	case reflect.Struct:
		var fields []reflect.StructField
		for _, f := range travelling(t) {
			tag := reflect.StructTag(`json:"` + f.travels() + f.rest + `"`)
			fields = append(fields, reflect.StructField{Name: f.Name, Type: shape(f.Type), Tag: tag})
		}
		return reflect.StructOf(fields)
	case reflect.Slice:
		return reflect.SliceOf(shape(t.Elem()))
	case reflect.Map:
		return reflect.MapOf(t.Key(), shape(t.Elem()))
	}
	return t
}

// travelling returns the fields of a struct that travel.
func travelling(t reflect.Type) (all []field) {
	for _, f := range fieldsOf(t) {
		if f.Tag.Get("host") == "" {
			all = append(all, f)
		}
	}
	return all
}

// send copies a setting into what travels.
func send(to, from reflect.Value) {
	copyInto(to, from, func(to, from reflect.Value, f []field) {
		for i, x := range f {
			send(to.Field(i), from.FieldByIndex(x.Index))
		}
	}, send)
}

// take copies what travelled into a setting.
func take(to, from reflect.Value) {
	copyInto(to, from, func(to, from reflect.Value, f []field) {
		for i, x := range f {
			take(to.FieldByIndex(x.Index), from.Field(i))
		}
	}, take)
}

func copyInto(to, from reflect.Value, fields func(to, from reflect.Value, f []field), each func(to, from reflect.Value)) {
	switch {
	case from.Type() == durationType:
		to.SetInt(int64(seconds(time.Duration(from.Int()))))
	case to.Type() == durationType:
		to.SetInt(from.Int() * int64(time.Second))
	case to.Type() == from.Type():
		to.Set(from)
	case to.Kind() == reflect.Struct:
		described := to.Type()
		if described.Name() == "" { // the one that travels has no name
			described = from.Type()
		}
		fields(to, from, travelling(described))
	case from.IsNil():
	case to.Kind() == reflect.Slice:
		to.Set(reflect.MakeSlice(to.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			each(to.Index(i), from.Index(i))
		}
	case to.Kind() == reflect.Map:
		to.Set(reflect.MakeMapWithSize(to.Type(), from.Len()))
		for _, k := range from.MapKeys() {
			v := reflect.New(to.Type().Elem()).Elem()
			each(v, from.MapIndex(k))
			to.SetMapIndex(k, v)
		}
	}
}

// seconds rounds away from zero.
func seconds(d time.Duration) int32 {
	n := d / time.Second
	switch {
	case d%time.Second > 0:
		n++
	case d%time.Second < 0:
		n--
	}
	return int32(max(math.MinInt32, min(int64(n), math.MaxInt32)))
}
