package schemaorg

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// node is an object of JSON-LD. Its names are without what tells the vocabulary: "schema:opens" and
// "https://schema.org/opens" are "opens".
type node map[string]any

// value is anything that stands in a node, and where: "openingHoursSpecification[2].opens".
type value struct {
	at string
	is any
}

// decode reads JSON, also behind a byte order mark.
func decode(data []byte) (value, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	var tree any
	err := json.Unmarshal(data, &tree)
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return value{}, fmt.Errorf("not JSON, byte %d: %w", syntax.Offset, err)
	}
	if err == nil {
		err = doubled(json.NewDecoder(bytes.NewReader(data)), "")
	}
	return value{is: tree}, err
}

// doubled refuses a member about hours that comes twice in one object. A reader of JSON keeps the
// last and would drop the hours of the others without a word.
func doubled(d *json.Decoder, at string) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := 0; token == json.Delim('{') || token == json.Delim('['); i++ {
		if !d.More() {
			_, err = d.Token()
			return err
		}
		inner := below(at, fmt.Sprintf("[%d]", i))
		if token == json.Delim('{') {
			member, err := d.Token()
			if err != nil {
				return err
			}
			name := bare(member.(string))
			inner = strings.TrimPrefix(below(at, "."+name), ".")
			if seen[name] && slices.Contains(ownNames, name) && about(at) {
				return fmt.Errorf("%s: stands twice in one object", inner)
			}
			seen[name] = true
		}
		if err := doubled(d, inner); err != nil {
			return err
		}
	}
	return nil
}

// mostShown is how long a path may be that an error shows, in bytes.
const mostShown = 200

// below is a path and one step more. One that is too long to read stays as it is: each of many
// values has one, and none may cost as much as the page is long.
func below(at, step string) string {
	if len(at)+len(step) > mostShown {
		return at
	}
	return at + step
}

// ownNames are the members that are read.
var ownNames = []string{
	regularList, specialList, plainText, available, "@graph",
	"dayOfWeek", "opens", "closes", "validFrom", "validThrough",
}

// about reports whether a path is that of a business or of its hours: an offer has a validFrom too.
func about(at string) bool { return !strings.Contains(strings.ToLower(at), "offer") }

// bare is a name without what tells the vocabulary.
func bare(name string) string { return name[strings.LastIndexAny(name, "/#:")+1:] }

// node is the value as an object.
func (v value) node() (node, bool) {
	object, ok := v.is.(map[string]any)
	if !ok {
		return nil, false
	}
	n := make(node, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, there := n[bare(name)]; name == bare(name) || !there {
			n[bare(name)] = object[name]
		}
	}
	return n, true
}

// list is the value as a list: what is no list is one of itself, and nothing is none.
func (v value) list() (all []value) {
	items, ok := v.is.([]any)
	switch {
	case ok:
		for i, item := range items {
			all = append(all, value{below(v.at, fmt.Sprintf("[%d]", i)), item})
		}
	case v.is != nil:
		all = []value{v}
	}
	return all
}

// member is what an object has by a name, or nothing.
func (v value) member(n node, name string) value {
	return value{strings.TrimPrefix(below(v.at, "."+name), "."), n[name]}
}

// text is the value as text: a string, or an object that stands for one by its @value, @id or name.
// Nothing is the empty text.
func (v value) text() (string, error) {
	texts, err := v.texts()
	if len(texts) == 0 {
		return "", err
	}
	return texts[0], nil
}

// texts are all that a value may stand for as text, the likeliest first.
func (v value) texts() (list []string, err error) {
	if items, ok := v.is.([]any); ok && len(items) == 1 {
		v.is = items[0]
	}
	switch is := v.is.(type) {
	case nil:
		return nil, nil
	case string:
		return []string{strings.TrimSpace(is)}, nil
	case map[string]any:
		n, _ := v.node()
		for _, name := range []string{"@value", "@id", "name"} {
			if text, ok := n[name].(string); ok {
				list = append(list, strings.TrimSpace(text))
			}
		}
	}
	if len(list) == 0 {
		err = fmt.Errorf("%s: want a text, not %s", v.at, kind(v.is))
	}
	return list, err
}

// isA tells whether the object is of a type.
func (n node) isA(name string) bool {
	for _, v := range (value{is: n["@type"]}).list() {
		if text, ok := v.is.(string); ok && bare(text) == name {
			return true
		}
	}
	return false
}
