package schemaorg

import "slices"

// mains are what the pages in a text call their mainEntity, and what calls one of these its
// mainEntityOfPage. Where several places have hours, they are the ones whose page it is.
func (p *page) mains(top value) (all []value) {
	things := p.collect(top, nil, shallow)
	names, seen := map[string]bool{}, map[string]bool{} // by which a page is known; each @id once
	for _, v := range things {
		n, _ := v.node()
		if !p.sortOf(n).page {
			continue
		}
		for _, name := range []string{"@id", "url"} {
			if text, ok := n[name].(string); ok && text != "" {
				names[text] = true
			}
		}
		for _, main := range v.member(n, "mainEntity").list() {
			all = append(all, p.parts(main, seen)...)
		}
	}
	for _, v := range things {
		n, _ := v.node()
		texts, _ := v.member(n, "mainEntityOfPage").texts()
		if slices.ContainsFunc(texts, func(text string) bool { return names[text] }) {
			all = append(all, p.parts(v, seen)...)
		}
	}
	return all
}

// parts are a value, or all that the page says of the @id that it has, unless that was seen before.
func (p *page) parts(v value, seen map[string]bool) []value {
	n, _ := v.node()
	id, named := n["@id"].(string)
	switch {
	case !named || p.byID[id] == nil:
		return []value{v}
	case seen[id]:
		return nil
	}
	seen[id] = true
	return p.byID[id].parts
}

// ownOf are some things, and what stands in those of their members that speak of the same place.
func (p *page) ownOf(mains []value) (all []value) {
	for _, v := range mains {
		all = p.collect(v, all, own)
	}
	for _, t := range p.byID {
		t.followed = false
	}
	return all
}

// another tells whether a place is not among what a page is about, and that is of its kind: the
// page of one branch lists another.
func (p *page) another(mains []value, place value) bool {
	n, _ := place.node()
	alike := false
	for _, v := range mains {
		main, _ := v.node()
		if v.at == place.at {
			return false
		}
		for _, kind := range (value{is: main["@type"]}).list() {
			name, ok := kind.is.(string)
			alike = alike || ok && n.isA(bare(name))
		}
	}
	return alike
}
