package hours

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// node is a value of JSON text, and where it stands: faults name its field, and one of a wrong kind
// can be blanked to find the next.
type node struct {
	field      string // "dates[0].hours"
	start, end int    // bytes of the text
	list       bool
	object     bool
	names      []string
	kids       []*node
}

// deepest is how deeply objects and lists may nest.
const deepest = 40

// scanner reads nodes.
type scanner struct {
	data    []byte
	decoder *json.Decoder
	faults  []error
}

// scan reads JSON text into nodes. The faults are members that come twice; broken text gives no
// node.
func scan(data []byte) (*node, []error) {
	s := &scanner{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	s.decoder.UseNumber()
	n, err := s.node("", 0)
	if err == nil {
		if _, err = s.decoder.Token(); err == io.EOF {
			return n, s.faults
		}
		err = slipAt(int(s.decoder.InputOffset()), "goes on after its end").in("schedule")
	}
	return nil, []error{err}
}

// broken returns the fault of text that is no JSON.
func (s *scanner) broken(err error) error {
	at := int(s.decoder.InputOffset()) + 1
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return slipAt(at, "the JSON ends too early").in("schedule")
	case errors.As(err, &syntax):
		return slipAt(int(syntax.Offset), "is no JSON: %s", syntax).in("schedule")
	}
	return slipAt(at, "is no JSON").in("schedule")
}

// node reads the value that comes next, with all within it.
func (s *scanner) node(field string, depth int) (*node, error) {
	// The decoder stands behind the token before. Blanks, and the comma or colon in between, are
	// not part of the value.
	start := int(s.decoder.InputOffset())
	for start < len(s.data) && strings.IndexByte(" \t\r\n,:", s.data[start]) >= 0 {
		start++
	}
	token, err := s.decoder.Token()
	if err != nil {
		return nil, s.broken(err)
	}
	n := &node{field: field, start: start, list: token == json.Delim('['), object: token == json.Delim('{')}
	// Reading calls itself for each level, and a text of a million brackets must not take the
	// stack.
	if depth > deepest {
		return nil, slipAt(start+1, "is nested too deeply").in("schedule")
	}
	for i := 0; (n.list || n.object) && s.decoder.More(); i++ {
		inner := fmt.Sprintf("%s[%d]", field, i)
		if n.object {
			name, err := s.name(n, field)
			if err != nil {
				return nil, err
			}
			inner = strings.TrimPrefix(field+"."+name, ".")
		}
		kid, err := s.node(inner, depth+1)
		if err != nil {
			return nil, err
		}
		n.kids = append(n.kids, kid)
	}
	if n.list || n.object {
		if _, err := s.decoder.Token(); err != nil {
			return nil, s.broken(err)
		}
	}
	n.end = int(s.decoder.InputOffset())
	return n, nil
}

// name reads the name of a member. A name that came before, in whatever case, is a fault:
// encoding/json would keep the last.
func (s *scanner) name(n *node, field string) (string, error) {
	token, err := s.decoder.Token()
	name, ok := token.(string)
	if err != nil || !ok {
		return "", s.broken(err)
	}
	for _, other := range n.names {
		if strings.EqualFold(other, name) {
			s.faults = append(s.faults, slipAt(int(s.decoder.InputOffset()), "stands twice in one object").in(strings.TrimPrefix(field+"."+name, ".")))
		}
	}
	n.names = append(n.names, name)
	return name, nil
}

// at returns the innermost node that holds a byte.
func (n *node) at(offset int) *node {
	for _, kid := range n.kids {
		// The offset that encoding/json tells is that of the value's end or, for an object or a
		// list, of the byte behind its bracket: hence not from start on, and up to end itself.
		if kid.start < offset && offset <= kid.end {
			return kid.at(offset)
		}
	}
	return n
}
