package chathttp

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// oracleDecode is decode as it was with encoding/json's own reader of tokens: slow, and plainly right.
func oracleDecode(data []byte, dst any) error {
	if !utf8.Valid(data) {
		return refuse(codeInvalid, "the body is not UTF-8")
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return refuse(codeInvalid, "the body is not JSON: "+err.Error())
	}
	w := oracleWalker{
		dec: json.NewDecoder(bytes.NewReader(data)), levels: allowanceOf(dst).levels,
	}
	w.dec.UseNumber()
	_ = w.value(reflect.TypeOf(dst).Elem(), nil, 0)
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

func oracleMisfit(t reflect.Type, tok json.Token) string {
	switch v := tok.(type) {
	case string:
		if t.Kind() != reflect.String {
			return "must be " + noun(t)
		}
	case bool:
		if t.Kind() != reflect.Bool {
			return "must be " + noun(t)
		}
	case json.Number:
		return number(t, string(v))
	}
	return ""
}

// oracleWalker reads valid JSON beside the Go type it is meant for.
type oracleWalker struct {
	dec    *json.Decoder
	levels int
	faults []fault
}

// oracleSpot is where a value stands: under a key, or an index, of what holds it. The whole body is nil.
type oracleSpot struct {
	of  *oracleSpot
	key string
	at  int
}

// pointer writes a spot as a JSON pointer, RFC 6901 §3.
func (p *oracleSpot) pointer() string {
	switch {
	case p == nil:
		return ""
	case p.at >= 0:
		return p.of.pointer() + "/" + strconv.Itoa(p.at)
	}
	return p.of.pointer() + "/" + escape(p.key)
}

// fault notes one fault and reports whether to go on.
func (w *oracleWalker) fault(at *oracleSpot, detail string) error {
	w.faults = append(w.faults, fault{Pointer: at.pointer(), Detail: detail})
	if len(w.faults) >= maxFaults {
		return errEnough
	}
	return nil
}

// value walks the next value; t is nil where anything may stand.
func (w *oracleWalker) value(t reflect.Type, at *oracleSpot, depth int) error {
	tok, err := w.dec.Token()
	if err != nil {
		return err
	}
	nullable := t == nil || t.Kind() == reflect.Pointer
	t = shape(t)
	switch tok := tok.(type) {
	case json.Delim:
		if depth++; depth > w.levels {
			_ = w.fault(at, "is nested deeper than "+strconv.Itoa(w.levels)+" levels")
			return errEnough
		}
		if tok == '{' {
			return w.object(t, at, depth)
		}
		return w.array(t, at, depth)
	case nil:
		if !nullable {
			return w.fault(at, "must not be null; leave it out")
		}
	default:
		if t != nil {
			if why := oracleMisfit(t, tok); why != "" {
				return w.fault(at, why)
			}
		}
	}
	return nil
}

func (w *oracleWalker) object(t reflect.Type, at *oracleSpot, depth int) error {
	var known map[string]reflect.Type
	if t != nil && t.Kind() != reflect.Map {
		if t.Kind() != reflect.Struct {
			if err := w.fault(at, "must not be an object"); err != nil {
				return err
			}
			t = nil
		} else {
			known = fields(t)
		}
	}
	seen := map[string]bool{}
	for w.dec.More() {
		tok, err := w.dec.Token()
		if err != nil {
			return err
		}
		key, _ := tok.(string)
		here := &oracleSpot{at, key, -1}
		if seen[key] {
			err = w.fault(here, "comes twice")
		}
		seen[key] = true
		var inner reflect.Type
		switch {
		case known != nil:
			var ok bool
			if inner, ok = known[key]; !ok && err == nil {
				err = w.fault(here, "is unknown")
			}
		case t != nil:
			inner = t.Elem()
		}
		if err != nil {
			return err
		}
		if err := w.value(inner, here, depth); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

func (w *oracleWalker) array(t reflect.Type, at *oracleSpot, depth int) error {
	var inner reflect.Type
	if t != nil {
		if t.Kind() != reflect.Slice {
			if err := w.fault(at, "must not be an array"); err != nil {
				return err
			}
		} else {
			inner = t.Elem()
		}
	}
	for i := 0; w.dec.More(); i++ {
		if err := w.value(inner, &oracleSpot{of: at, at: i}, depth); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}
