package chathttp

import (
	"reflect"
	"sync"
)

// wanted is what a type asks of the JSON that is meant for it. It is found once for each type: a
// request costs no reflection over fields.
type wanted struct {
	shape    reflect.Type // nil: anything may stand
	nullable bool
	fields   map[string]member // of a struct
}

// member is a field of a struct, and its place among them.
type member struct {
	n int
	t reflect.Type
}

// allWanted is what was found so far, by type: there are as many as types of bodies and their fields.
var allWanted sync.Map

var anything = wanted{nullable: true}

// wantedBy returns what a type asks for; t is nil where anything may stand.
func wantedBy(t reflect.Type) *wanted {
	if t == nil {
		return &anything
	}
	if f, ok := allWanted.Load(t); ok {
		return f.(*wanted)
	}
	f := &wanted{shape: shape(t), nullable: t.Kind() == reflect.Pointer}
	if f.shape != nil && f.shape.Kind() == reflect.Struct {
		f.fields = map[string]member{}
		for name, t := range fields(f.shape) {
			f.fields[name] = member{len(f.fields), t}
		}
	}
	allWanted.Store(t, f)
	return f
}

// names are those of an object, as far as it was read.
type names struct {
	fields uint64 // by place, of the first 64 fields
	few    [][]byte
	many   map[string]bool
}

// fewNames is how many names are looked through one by one.
const fewNames = 8

// add adds a name, and reports whether it is new. Only names that are no field take memory.
func (x *names) add(f *wanted, name []byte) bool {
	if m, known := f.fields[string(name)]; known && m.n < 64 {
		had := x.fields & (1 << m.n)
		x.fields |= 1 << m.n
		return had == 0
	}
	if x.many == nil && len(x.few) < fewNames {
		for _, n := range x.few {
			if string(n) == string(name) {
				return false
			}
		}
		x.few = append(x.few, name)
		return true
	}
	if x.many == nil {
		x.many = map[string]bool{}
		for _, n := range x.few {
			x.many[string(n)] = true
		}
	}
	had := x.many[string(name)]
	x.many[string(name)] = true
	return !had
}
