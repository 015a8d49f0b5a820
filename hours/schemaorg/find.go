package schemaorg

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// The members that carry hours.
const (
	regularList = "openingHoursSpecification"
	specialList = "specialOpeningHoursSpecification"
	plainText   = "openingHours"
)

// page is what was found in a text.
type page struct {
	regular, special, texts []value
	byID                    map[string]node // the objects of the page that have an @id
}

// find looks for the one thing that has hours: the object itself, or one of a list or a @graph.
// Where none has, the specifications that stand there by themselves are it.
func find(top value) (*page, error) {
	p := &page{byID: map[string]node{}}
	var loose, places []value
	var hours node
	told := ""
	for _, v := range p.collect(top, nil) {
		n, _ := v.node()
		if n.isA("OpeningHoursSpecification") {
			loose = append(loose, v)
			continue
		}
		found := node{}
		for _, name := range []string{regularList, specialList, plainText} {
			if len(v.member(n, name).list()) > 0 {
				found[name] = n[name]
			}
		}
		text, err := json.Marshal(found)
		if len(found) == 0 || err == nil && string(text) == told { // a page may tell it twice
			continue
		}
		hours, told, places = found, string(text), append(places, v)
	}
	switch {
	case len(places) > 1:
		return nil, fmt.Errorf("several have hours, want one: %s", quote(places))
	case len(places) == 1:
		p.regular = places[0].member(hours, regularList).list()
		p.special = places[0].member(hours, specialList).list()
		p.texts = places[0].member(hours, plainText).list()
	default:
		p.regular = loose
	}
	if len(p.regular)+len(p.special)+len(p.texts) == 0 {
		return nil, errors.New("no openingHoursSpecification, specialOpeningHoursSpecification or openingHours")
	}
	return p, nil
}

// collect adds the objects of a page to those found: a value itself, or those of its list or
// @graph.
func (p *page) collect(v value, found []value) []value {
	if _, ok := v.is.([]any); ok {
		for _, item := range v.list() {
			found = p.collect(item, found)
		}
		return found
	}
	n, ok := v.node()
	if !ok {
		return found
	}
	if id, ok := n["@id"].(string); ok && len(n) > 1 {
		p.byID[id] = n
	}
	found = append(found, v)
	if graph := v.member(n, "@graph"); graph.is != nil {
		found = p.collect(graph, found)
	}
	return found
}

// resolve is a specification, or the one elsewhere on the page that it names by its @id.
func (p *page) resolve(v value) (node, error) {
	n, ok := v.node()
	if !ok {
		return nil, fmt.Errorf("%s: want an object, not %s", v.at, kind(v.is))
	}
	if id, ok := n["@id"].(string); ok && len(n) == 1 {
		if n = p.byID[id]; n == nil {
			return nil, fmt.Errorf("%s: the page has no %q", v.at, id)
		}
	}
	return n, nil
}

// kind is what a value is, in words.
func kind(is any) string {
	switch is := is.(type) {
	case nil:
		return "null"
	case string:
		return fmt.Sprintf("the text %q", is)
	case bool:
		return fmt.Sprint(is)
	case []any:
		return fmt.Sprintf("a list of %d", len(is))
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("the number %v", is)
}

func quote(places []value) string {
	var names []string
	for _, v := range places[:min(5, len(places))] {
		name := v.at
		if name == "" {
			name = "the object itself"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
