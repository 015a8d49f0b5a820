package chathttp

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a request's JSON.
const (
	maxDepth  = 16
	maxFaults = 8
)

// errEnough stops a walk that has found all the faults worth telling.
var errEnough = errors.New("chathttp: enough faults")

// decode reads one JSON object into dst, a pointer to a struct. Unlike encoding/json it refuses keys
// that are unknown, that differ in case, or that come twice, null where no pointer is, bad UTF-8,
// and more levels than are allowed; each fault carries a JSON pointer. The error is a *problem. dst
// is untouched when there is one. O(len(data)).
func decode(data []byte, dst any) error {
	if beacon, ok := dst.(*visitBody); ok && beacon.plainly(data) {
		return nil
	}
	if !utf8.Valid(data) {
		return refuse(codeInvalid, "the body is not UTF-8")
	}
	if !json.Valid(data) {
		var raw json.RawMessage
		return refuse(codeInvalid, "the body is not JSON: "+json.Unmarshal(data, &raw).Error())
	}
	w := walker{text: data, path: make([]step, 0, 8), levels: allowanceOf(dst).levels}
	_ = w.value(reflect.TypeOf(dst).Elem(), 0)
	if len(w.faults) > 0 {
		p := refuse(codeInvalid, "the body does not fit this request")
		p.Errors = w.faults
		return p
	}
	if err := json.Unmarshal(data, dst); err != nil {
		return refuse(codeInvalid, err.Error())
	}
	return nil
}

// walker reads JSON beside the Go type it is meant for, byte by byte. The text is known to be valid:
// so it only looks for where each value begins and ends. What fits costs no allocation, but for
// names where anything may stand.
type walker struct {
	text   []byte
	at     int
	path   []step // to the value that is read, from the whole body on
	levels int
	faults []fault
}

// step leads from an object or an array to a value in it: by a name, or by an index.
type step struct {
	name  []byte // nil: by the index
	index int
}

// fault notes one fault of the value at the end of the path. The error says that it was the last
// one worth telling.
func (w *walker) fault(detail string) error {
	w.faults = append(w.faults, fault{Pointer: w.pointer(), Detail: detail})
	if len(w.faults) >= maxFaults {
		return errEnough
	}
	return nil
}

// pointer writes the path as a JSON pointer, RFC 6901 §3.
func (w *walker) pointer() string {
	var b strings.Builder
	for _, s := range w.path {
		if s.name == nil {
			b.WriteString("/" + strconv.Itoa(s.index))
		} else {
			b.WriteString("/" + escape(string(s.name)))
		}
	}
	return b.String()
}

// value walks the next value; t is nil where anything may stand.
func (w *walker) value(t reflect.Type, depth int) error {
	f := wantedBy(t)
	c := w.next()
	if c == '{' || c == '[' {
		if depth++; depth > w.levels {
			_ = w.fault("is nested deeper than " + strconv.Itoa(w.levels) + " levels")
			return errEnough
		}
		if c == '{' {
			return w.object(f, depth)
		}
		return w.array(f, depth)
	}
	scalar := w.scalar()
	switch {
	case c == 'n':
		if !f.nullable {
			return w.fault("must not be null; leave it out")
		}
	case f.shape != nil:
		if why := misfit(f.shape, c, scalar); why != "" {
			return w.fault(why)
		}
	}
	return nil
}

func (w *walker) object(f *wanted, depth int) error {
	var inner reflect.Type
	if t := f.shape; t != nil && t.Kind() == reflect.Map {
		inner = t.Elem()
	} else if t != nil && t.Kind() != reflect.Struct {
		if err := w.fault("must not be an object"); err != nil {
			return err
		}
	}
	var had names
	at := len(w.path)
	w.path = append(w.path, step{})
	for w.at++; w.next() != '}'; w.pass(',') {
		name := unquoted(w.scalar())
		w.path[at].name = name
		if err := w.named(f, name, had.add(f, name)); err != nil {
			return err
		}
		w.pass(':')
		if f.fields != nil {
			inner = f.fields[string(name)].t
		}
		if err := w.value(inner, depth); err != nil {
			return err
		}
	}
	w.at++
	w.path = w.path[:at]
	return nil
}

// named notes what is wrong with the name of a member.
func (w *walker) named(f *wanted, name []byte, fresh bool) error {
	if !fresh {
		if err := w.fault("comes twice"); err != nil {
			return err
		}
	}
	if f.fields == nil {
		return nil
	}
	if _, known := f.fields[string(name)]; !known {
		return w.fault("is unknown")
	}
	return nil
}

func (w *walker) array(f *wanted, depth int) error {
	var inner reflect.Type
	if t := f.shape; t != nil {
		if t.Kind() != reflect.Slice {
			if err := w.fault("must not be an array"); err != nil {
				return err
			}
		} else {
			inner = t.Elem()
		}
	}
	at := len(w.path)
	w.path = append(w.path, step{})
	for w.at++; w.next() != ']'; w.pass(',') {
		if err := w.value(inner, depth); err != nil {
			return err
		}
		w.path[at].index++
	}
	w.at++
	w.path = w.path[:at]
	return nil
}

// next passes over blanks and returns the character behind them.
func (w *walker) next() byte {
	for w.text[w.at] <= ' ' {
		w.at++
	}
	return w.text[w.at]
}

// pass passes over a character, if it comes next.
func (w *walker) pass(c byte) {
	if w.next() == c {
		w.at++
	}
}

// scalar takes a string with its quotes, a number, or a word.
func (w *walker) scalar() []byte {
	from := w.at
	if w.next(); w.text[w.at] == '"' {
		from = w.at
		for w.at++; w.text[w.at] != '"'; w.at++ {
			if w.text[w.at] == '\\' {
				w.at++ // what follows is a part of the string, also where it is a quote
			}
		}
		w.at++
		return w.text[from:w.at]
	}
	for w.at < len(w.text) && !ends(w.text[w.at]) {
		w.at++
	}
	return w.text[from:w.at]
}

// ends reports whether a number or a word ends before c.
func ends(c byte) bool { return c <= ' ' || c == ',' || c == '}' || c == ']' }

// unquoted is a name as it reads. Nearly all stand for themselves.
func unquoted(quoted []byte) []byte {
	plain := quoted[1 : len(quoted)-1]
	if !slices.Contains(plain, '\\') {
		return plain
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // it is a part of valid JSON
	return []byte(s)
}

var escapes = strings.NewReplacer("~", "~0", "/", "~1")

// escape writes a key as a token of a JSON pointer.
func escape(key string) string {
	if len(key) > 64 {
		key = strings.ToValidUTF8(key[:64], "") + "…"
	}
	return escapes.Replace(key)
}
