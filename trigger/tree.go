package trigger

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// tree is JSON as it was written. Members stay in order and doubled ones are kept, so that every
// fault can be told with its place. It is read as a whole before anything is made of it: a fault
// names its place by a JSON pointer, which is built on the way down.
type tree struct {
	kind  byte // one of { [ " 0 t(rue) f(alse) n(ull)
	text  string
	names []string
	kids  []*tree
}

const (
	// Both are far beyond what a person writes. A condition of the greatest depth nests less than
	// maxNest, so whoever nests conditions too deeply is told so in words of conditions.
	maxInput = 16 << 20
	maxNest  = 40
)

// readTree reads one JSON value and nothing after it.
func readTree(b []byte) (*tree, *Fault) {
	switch {
	case len(b) > maxInput:
		return nil, &Fault{Reason: "JSON is larger than 16 MiB"}
	case !utf8.Valid(b):
		return nil, &Fault{Reason: "JSON is not valid UTF-8"}
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	// A number stays as it was written, so that a fault can quote it.
	dec.UseNumber()
	n, f := readNode(dec, "", 0)
	if f != nil {
		return nil, f
	}
	if dec.More() {
		return nil, &Fault{Reason: "JSON goes on after its end"}
	}
	// The decoder takes a closing bracket behind the value for an end, and not for more.
	if rest := bytes.TrimLeft(b[dec.InputOffset():], " \t\r\n"); len(rest) > 0 {
		return nil, &Fault{Reason: "JSON goes on after its end"}
	}
	return n, nil
}

// readNode reads the value that comes next. Of text that is no JSON there is one fault: what
// follows it cannot be told apart any more.
func readNode(dec *json.Decoder, at string, depth int) (*tree, *Fault) {
	tok, err := dec.Token()
	if err != nil {
		return nil, broken(dec, at, err)
	}
	switch t := tok.(type) {
	case json.Delim:
		// Checked on the way down: a text of a million brackets is refused before it has taken a
		// million steps of the stack.
		if depth == maxNest {
			return nil, &Fault{at, "JSON is nested too deeply"}
		}
		return readChildren(dec, &tree{kind: byte(t)}, at, depth)
	case string:
		return &tree{kind: '"', text: t}, nil
	case json.Number:
		return &tree{kind: '0', text: t.String()}, nil
	case bool:
		if t {
			return &tree{kind: 't'}, nil
		}
		return &tree{kind: 'f'}, nil
	}
	return &tree{kind: 'n'}, nil
}

// readChildren reads the members or items of n, and the bracket behind them.
func readChildren(dec *json.Decoder, n *tree, at string, depth int) (*tree, *Fault) {
	for i := 0; dec.More(); i++ {
		// The place of an item is its number. That of a member is its name, once it is read.
		place := item(at, i)
		if n.kind == '{' {
			tok, err := dec.Token()
			name, ok := tok.(string)
			if err != nil || !ok {
				return nil, &Fault{at, "JSON, byte " + strconv.FormatInt(dec.InputOffset(), 10) + ": a member's name is expected"}
			}
			n.names = append(n.names, name)
			place = child(at, name)
		}
		kid, f := readNode(dec, place, depth+1)
		if f != nil {
			return nil, f
		}
		n.kids = append(n.kids, kid)
	}
	if _, err := dec.Token(); err != nil {
		return nil, broken(dec, at, err)
	}
	return n, nil
}

// broken returns the fault of text that is no JSON.
func broken(dec *json.Decoder, at string, err error) *Fault {
	// The decoder's own words are about the text, but for the ends of it, which it tells as errors
	// of reading.
	reason := err.Error()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		reason = "the text ends too early"
		if dec.InputOffset() == 0 {
			reason = "the text is empty"
		}
	}
	return &Fault{at, "JSON, byte " + strconv.FormatInt(dec.InputOffset(), 10) + ": " + reason}
}

// what returns what a value is, for a fault about another that was expected.
func (n *tree) what() string {
	switch n.kind {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "the string " + quote(n.text)
	case '0':
		return "the number " + n.text
	case 't':
		return "true"
	case 'f':
		return "false"
	}
	return "null"
}
