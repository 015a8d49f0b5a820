package schemaorg

import (
	"encoding/json"
	"errors"
	"fmt"
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

// decode reads JSON.
func decode(data []byte) (value, error) {
	var tree any
	err := json.Unmarshal(data, &tree)
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return value{}, fmt.Errorf("not JSON, byte %d: %w", syntax.Offset, err)
	}
	return value{is: tree}, err
}

// bare is a name without what tells the vocabulary.
func bare(name string) string { return name[strings.LastIndexAny(name, "/#:")+1:] }

// node is the value as an object.
func (v value) node() (node, bool) {
	object, ok := v.is.(map[string]any)
	if !ok {
		return nil, false
	}
	n := make(node, len(object))
	for name, member := range object {
		if _, plain := object[bare(name)]; name == bare(name) || !plain {
			n[bare(name)] = member
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
			all = append(all, value{fmt.Sprintf("%s[%d]", v.at, i), item})
		}
	case v.is != nil:
		all = []value{v}
	}
	return all
}

// member is what an object has by a name, or nothing.
func (v value) member(n node, name string) value {
	return value{strings.TrimPrefix(v.at+"."+name, "."), n[name]}
}

// text is the value as text: a string, or an object that stands for one by its @value, @id or name.
// Nothing is the empty text.
func (v value) text() (string, error) {
	if items, ok := v.is.([]any); ok && len(items) == 1 {
		v.is = items[0]
	}
	switch is := v.is.(type) {
	case nil:
		return "", nil
	case string:
		return strings.TrimSpace(is), nil
	case map[string]any:
		for _, name := range []string{"@value", "@id", "name"} {
			if text, ok := is[name].(string); ok {
				return strings.TrimSpace(text), nil
			}
		}
	}
	return "", fmt.Errorf("%s: want a text, not %s", v.at, kind(v.is))
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
