package schemaorg

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The members that carry hours.
const (
	regularList = "openingHoursSpecification"
	specialList = "specialOpeningHoursSpecification"
	plainText   = "openingHours"
	available   = "hoursAvailable" // of a ContactPoint or a Service
)

// page is what was found in a text.
type page struct {
	regular, special, texts []value
	byID                    map[string]*thing // what the page has by an @id
}

// find looks for the one thing that has hours: the object itself, or one of a list or a @graph, the
// page's mainEntity before all others. Where none has, the specifications that stand there by
// themselves are it, or else the one thing within those objects that has hours.
func find(top value) (*page, error) {
	p := &page{byID: map[string]*thing{}}
	var loose, places []value
	for _, v := range p.collect(top, nil, shallow) {
		if n, _ := v.node(); n.isA("OpeningHoursSpecification") {
			loose = append(loose, v)
		}
	}
	names := []string{regularList, specialList, plainText}
	everywhere := p.collect(top, nil, deep) // so that an @id is found wherever it stands
	places = having(p.collect(top, nil, shallow), names...)
	mains := p.mains(top)
	if main := having(p.ownOf(mains), names...); len(main) > 0 {
		places, loose = main, nil
	} else if len(places) == 1 && p.another(mains, places[0]) {
		return nil, fmt.Errorf("%s has hours, but the page's mainEntity is another of its kind: "+
			"give that object alone", quote(places))
	}
	if len(places)+len(loose) == 0 {
		names = append(names, available)
		places = having(p.collect(top, nil, own), names...)
	}
	if len(places)+len(loose) == 0 {
		if others := having(everywhere, names...); len(others) == 1 {
			return nil, fmt.Errorf(
				"%s has hours, but not the page's own: give that object alone", quote(others))
		} else if len(others) > 1 {
			places = others
		}
	}
	switch {
	case len(places) > 1:
		return nil, fmt.Errorf("several have hours, want one: %s", quote(places))
	case len(places) == 1:
		n, _ := places[0].node()
		p.regular = places[0].member(n, regularList).list()
		p.special = places[0].member(n, specialList).list()
		p.texts = places[0].member(n, plainText).list()
		if len(p.regular)+len(p.special)+len(p.texts) == 0 {
			p.regular = places[0].member(n, available).list()
		}
	default:
		p.regular = loose
	}
	if len(p.regular)+len(p.special)+len(p.texts) == 0 {
		return nil, errors.New("no openingHoursSpecification, specialOpeningHoursSpecification or openingHours")
	}
	return p, nil
}

// having are the values that have a member of some names. Those that tell the same are one: a page
// may tell it twice.
func having(all []value, names ...string) (places []value) {
	told := map[string]bool{}
	for _, v := range all {
		n, _ := v.node()
		found := node{}
		for _, name := range names {
			if len(v.member(n, name).list()) > 0 {
				found[name] = n[name]
			}
		}
		text, err := json.Marshal(found)
		again := err == nil && told[string(text)]
		if len(found) == 0 || n.isA("OpeningHoursSpecification") || again {
			continue
		}
		told[string(text)], places = true, append(places, v)
	}
	return places
}

// reach says into which members of an object to look, beside @graph.
type reach int

const (
	shallow reach = iota // into none
	own                  // into those that speak of the same place
	deep                 // into all
)

// collect adds the objects of a page to those found: a value itself, or those of its list or
// @graph, and of the members that are in reach. Objects of one @id are one thing: where its own
// members are asked for, all that the page says of it is.
func (p *page) collect(v value, found []value, far reach) []value {
	if _, ok := v.is.([]any); ok {
		for _, item := range v.list() {
			found = p.collect(item, found, far)
		}
		return found
	}
	n, ok := v.node()
	if !ok {
		return found
	}
	if far == deep {
		p.register(v, n)
	}
	if id, ok := n["@id"].(string); ok && far == own && p.byID[id] != nil {
		t := p.byID[id]
		if t.followed {
			return found
		}
		t.followed = true
		for _, part := range t.parts {
			n, _ := part.node()
			found = p.members(part, n, append(found, part), far)
		}
		return found
	}
	return p.members(v, n, append(found, v), far)
}

// members adds the objects that stand in an object's members.
func (p *page) members(v value, n node, found []value, far reach) []value {
	for _, name := range slices.Sorted(maps.Keys(n)) {
		if far == deep || name == "@graph" || far == own && p.owns(n, name) {
			found = p.collect(v.member(n, name), found, far)
		}
	}
	return found
}

// resolve is a specification, or the one elsewhere on the page that it names by its @id.
func (p *page) resolve(v value) (node, error) {
	n, ok := v.node()
	if !ok {
		return nil, fmt.Errorf("%s: want an object, not %s", v.at, kind(v.is))
	}
	if id, ok := n["@id"].(string); ok && n.isName() {
		if t := p.byID[id]; t != nil {
			return t.fullest, nil
		}
		if len(n) == 1 {
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
