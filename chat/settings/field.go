package settings

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A setting is described once, by its struct: the json tag names a field, and beside it
//
//	range:"1,64"    the least and the most; a time without one is 0 to 100 years, "any" also negative
//	default:"25s"   what the zero value means
//	unit:"units"    what a number counts; times travel in seconds
// enum:"a,b" the words it, or each of a list, may be; "strategies" are the names of strategies
//	need:"true"     it must be there
//	host:"true"     the host alone says it: it does not travel
//
// Checks, the JSON that travels, the JSON Schemas and the tables of the documentation read that.

// maxSpan is the longest time in a setting; instants beyond overflow.
const maxSpan = 100 * 365 * 24 * time.Hour

// field is one described field of a struct.
type field struct {
	reflect.StructField
	name string // in JSON
	rest string // of the json tag, from the comma on

	limited   bool
	low, high int64 // the least and the most that a number may be, as it stands in the struct
}

// described are the fields of each type that was asked for: each start of a desk and each change
// of its settings asks for all of them.
var described sync.Map

// fieldsOf returns the fields of a struct that are settings; those of embedded structs are among
// them. Nobody may change the slice.
func fieldsOf(t reflect.Type) []field {
	known, ok := described.Load(t)
	if !ok {
		known, _ = described.LoadOrStore(t, readFields(t))
	}
	return known.([]field)
}

func readFields(t reflect.Type) (all []field) {
	for _, f := range reflect.VisibleFields(t) {
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || !f.IsExported() || name == "" || name == "-" {
			continue
		}
		if rest != "" {
			rest = "," + rest
		}
		x := field{StructField: f, name: name, rest: rest}
		x.low, x.high, x.limited = x.limits()
		all = append(all, x)
	}
	return all
}

// travels returns the name by which a field travels.
func (f field) travels() string {
	if f.Type == durationType {
		return f.name + "_seconds"
	}
	return f.name
}

// enum returns the words that a field may be; nil for any.
func (f field) enum() []string {
	switch tag := f.Tag.Get("enum"); tag {
	case "":
		return nil
	case "strategies":
		var all []string
		for s := range strategies {
			all = append(all, string(s))
		}
		slices.Sort(all)
		return all
	default:
		return strings.Split(tag, ",")
	}
}

// limits returns the least and the most that a number may be, as it stands in the struct; false if
// it has no limits.
func (f field) limits() (low, high int64, ok bool) {
	tag := f.Tag.Get("range")
	switch {
	case f.Type == durationType && tag == "":
		return 0, int64(maxSpan), true
	case tag == "any":
		return -int64(maxSpan), int64(maxSpan), true
	case tag == "":
		return 0, 0, false
	}
	from, to, _ := strings.Cut(tag, ",")
	return f.number(from), f.number(to), true
}

// number reads a number of a tag.
func (f field) number(s string) int64 {
	if f.Type == durationType {
		d, _ := time.ParseDuration(s)
		return int64(d)
	}
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

var (
	durationType    = reflect.TypeFor[time.Duration]()
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// readsItself reports whether a type has JSON of its own.
func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler)
}

// bounds refuses every number and word below v that is not as its field is described. The zero
// value is the default, and always fine.
func (f *faults) bounds(at string, v reflect.Value) {
	t := v.Type()
	for _, x := range fieldsOf(t) {
		if x.Tag.Get("host") == "" {
			f.bound(below(at, x.name), x, v.FieldByIndex(x.Index))
		}
	}
}

func (f *faults) bound(at string, x field, v reflect.Value) {
	if x.limited && !v.IsZero() && !within(v, x.low, x.high) {
		f.when(true, at, "%s", x.wants())
	}
	if words := x.enum(); words != nil && !v.IsZero() {
		f.spelled(at, words, v)
	}
	switch {
	case readsItself(v.Type()):
	case v.Kind() == reflect.Struct:
		f.bounds(at, v)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct && !readsItself(v.Type().Elem()):
		for i := range v.Len() {
			f.bounds(fmt.Sprintf("%s[%d]", at, i), v.Index(i))
		}
	}
}

// UnknownWord returns the first field of a setting whose word this release does not know; empty for
// none. V is a setting, or a struct that has one.
func UnknownWord(v reflect.Value) string { return unknownWord("", v) }

func unknownWord(at string, v reflect.Value) (field string) {
	switch {
	case readsItself(v.Type()):
	case v.Kind() == reflect.Slice:
		for i := 0; i < v.Len() && field == ""; i++ {
			field = unknownWord(fmt.Sprintf("%s[%d]", at, i), v.Index(i))
		}
	case v.Kind() == reflect.Struct:
		for _, x := range fieldsOf(v.Type()) {
			here, is := below(at, x.name), v.FieldByIndex(x.Index)
			if words := x.enum(); words != nil && !knownWords(words, is) {
				return here
			}
			if field = unknownWord(here, is); field != "" {
				return field
			}
		}
	}
	return field
}

// knownWords reports whether a word, or each one of a list, is one of some words, or empty.
func knownWords(words []string, v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			if !knownWords(words, v.Index(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero() || slices.Contains(words, v.String())
}

// spelled refuses a word, or one of a list, that is none of some words, or that is there twice.
func (f *faults) spelled(at string, words []string, v reflect.Value) {
	if v.Kind() == reflect.Slice {
		seen := map[string]bool{}
		for i := range v.Len() {
			one := fmt.Sprintf("%s[%d]", at, i)
			f.spelled(one, words, v.Index(i))
			f.when(seen[v.Index(i).String()], one, "%q is there twice", v.Index(i).String())
			seen[v.Index(i).String()] = true
		}
		return
	}
	last := len(words) - 1
	f.when(!slices.Contains(words, v.String()), at,
		"want %s or %s", strings.Join(words[:last], ", "), words[last])
}

// wants says what a number may be.
func (x field) wants() string {
	from, to, _ := strings.Cut(x.Tag.Get("range"), ",")
	switch {
	case from == "any":
		return "want at most 100 years"
	case from == "":
		return "want 0 to 100 years"
	}
	return "want " + from + " to " + to
}

func within(v reflect.Value, low, high int64) bool {
	if v.CanInt() {
		return v.Int() >= low && v.Int() <= high
	}
	return v.Float() >= float64(low) && v.Float() <= float64(high)
}
