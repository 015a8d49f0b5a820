package schemaorg

import (
	"slices"
	"strings"
)

// ownMembers are the members whose hours are the thing's own. A department, a seller, a publisher
// or an event has hours of itself.
var ownMembers = []string{
	"mainEntity", "mainEntityOfPage", "about", "location", "hasPOS", "contactPoint", "contactPoints",
	"availableChannel", "serviceLocation",
}

// owns tells whether a member of an object speaks of the page's own place. Where an event is, and
// what an article is about, are places of others.
func (p *page) owns(n node, name string) bool {
	switch name {
	case "location":
		return !p.sortOf(n).event
	case "about", "mainEntity":
		s := p.sortOf(n)
		return s.page || !s.typed
	}
	return slices.Contains(ownMembers, name)
}

// sort is what the types of an object say of it.
type sort struct{ typed, event, page bool }

// sortOf is that of an object, and of all others with its @id.
func (p *page) sortOf(n node) (s sort) {
	if id, ok := n["@id"].(string); ok {
		if t := p.byID[id]; t != nil {
			s = t.sort
		}
	}
	for _, v := range (value{is: n["@type"]}).list() {
		text, ok := v.is.(string)
		name := bare(text)
		s.typed = s.typed || ok
		s.event, s.page = s.event || isEvent(name), s.page || isPage(name)
	}
	return s
}

// isEvent tells whether a type of the vocabulary is one of events, or of actions.
func isEvent(name string) bool {
	others := []string{"EventSeries", "Festival", "Hackathon", "CourseInstance"}
	return strings.HasSuffix(name, "Event") || strings.HasSuffix(name, "Action") ||
		slices.Contains(others, name)
}

// isPage tells whether a type of the vocabulary is one of pages, or of whole sites.
func isPage(name string) bool {
	return strings.HasSuffix(name, "Page") || name == "WebSite" || name == "RealEstateListing"
}

// thing is all that a page says of one @id. It may tell parts of a thing in several places.
type thing struct {
	parts    []value
	fullest  node // the part that says most
	sort     sort
	followed bool // whether its own members have been looked into
}

// register keeps an object that has an @id, so that it is found by that.
func (p *page) register(v value, n node) {
	id, ok := n["@id"].(string)
	if !ok || id == "" || len(n) == 1 {
		return
	}
	t := p.byID[id]
	if t == nil {
		t = &thing{}
		p.byID[id] = t
	}
	t.sort = p.sortOf(n)
	t.parts = append(t.parts, v)
	if len(n) > len(t.fullest) {
		t.fullest = n
	}
}

// isName tells whether an object does no more than name another.
func (n node) isName() bool {
	_, typed := n["@type"]
	return len(n) == 1 || len(n) == 2 && typed
}
