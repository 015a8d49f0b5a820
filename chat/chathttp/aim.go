package chathttp

import (
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
)

// aimed makes the faults of a refused value point at fields of the body it came in. The desk names
// its own fields: a length of time there is "for", and travels as "for_seconds". What is no field of
// the body is told in the detail alone.
func aimed(err error, body reflect.Type) error {
	if _, ok := errors.AsType[*problem](err); ok || !errors.Is(err, chat.ErrInvalid) {
		return err
	}
	p := explain(err)
	var at []fault
	for _, f := range p.Errors {
		if pointer, ok := aim(strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/"), body); ok {
			at = append(at, fault{Pointer: pointer, Detail: f.Detail})
		}
	}
	p.Errors = at
	return p
}

// aim follows a path through a body, and corrects it on the way.
func aim(path []string, t reflect.Type) (string, bool) {
	out := ""
	for i, name := range path {
		t = shape(t)
		switch {
		case t == nil || t.Kind() == reflect.Map: // reads itself: whatever is below is its own
			return out + "/" + strings.Join(path[i:], "/"), true
		case t.Kind() == reflect.Slice:
			if _, err := strconv.ParseUint(name, 10, 32); err != nil {
				return "", false
			}
			t = t.Elem()
		case t.Kind() == reflect.Struct:
			known := fields(t)
			if value := known["value"]; value != nil && known[name] == nil { // the desk names the fields of what is in it
				if out, t = out+"/value", shape(value); t == nil {
					return out + "/" + strings.Join(path[i:], "/"), true
				}
				if known = nil; t != nil && t.Kind() == reflect.Struct {
					known = fields(t)
				}
			}
			for _, as := range []string{name, name + "_seconds", strings.TrimSuffix(name, "_seconds")} {
				if inner, ok := known[as]; ok {
					name, t = as, inner
					break
				}
			}
			if known[name] == nil {
				return "", false
			}
		default:
			return "", false
		}
		out += "/" + name
	}
	return out, true
}
