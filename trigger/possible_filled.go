package trigger

import (
	"math"
	"slices"
)

// Some attributes are of the language, and what fills them in knows fewer values than their kind
// has: a cart has a whole number of items, a day has 24 hours, a week has seven days. Compile knows
// of kinds alone, since a host may fill in what it likes; a condition that no shop's visitors meet
// is warned of all the same.

// filled warns of a condition that can hold, but with none of the values that are filled in.
//
// A comparison by itself is looked at where it is compiled, see oddNumber and oddName. The search
// is for several about one attribute.
func (p *prover) filled(r *rule) {
	seen, first := make([]int, 0, maxLeaves), -1 // the first of the attributes that is asked twice
	p.onAllWays(&r.root, func(l literal) bool {
		if _, a := p.about(l); a.source == fromAttrs && closed(a.name) {
			attr := p.subject(l)
			if slices.Contains(seen, attr) && (first < 0 || attr < first) {
				first = attr
			}
			seen = append(seen, attr)
		}
		return false
	})
	if first < 0 {
		return
	}
	// One search is enough: it goes by the values of all such attributes.
	p.steps, p.chosen, p.culprit, p.closed = maxProof, p.chosen[:0], -1, true
	if p.search([]node{r.root}) == impossible {
		name := p.b.set.attrs[first].name
		p.b.warnings.add("/when", "never holds, since "+name+" is "+valuesOf(name))
	}
	p.closed = false
}

// closed reports whether the values of an attribute are fewer than those of its kind.
// They are few, so all of them that literals can tell apart are tried, and that is a proof.
func closed(name string) bool {
	_, counted := counts[name]
	return counted || name == "visitor.hour" || name == "visitor.weekday"
}

// valuesOf says what the values of a closed attribute are.
func valuesOf(name string) string {
	switch name {
	case "visitor.hour":
		return "a whole hour, 0 to 23"
	case "visitor.weekday":
		return list(weekdays)
	}
	return "a whole number, from " + string("01"[int(counts[name])])
}

// closedValues are those of a closed attribute on which literals differ.
func (p *prover) closedValues(lits []literal, a *attr) (values []fact, ok bool) {
	if a.source != fromAttrs || !closed(a.name) {
		return nil, false
	}
	number := func(n float64) { values = append(values, fact{ok: true, num: n}) }
	switch a.name {
	case "visitor.weekday":
		for _, s := range weekdays {
			values = append(values, fact{ok: true, str: s, low: s})
		}
		return values, true
	case "visitor.hour":
		for hour := range 24 {
			number(float64(hour))
		}
		return values, true
	}
	least := counts[a.name]
	number(least)
	number(least + 1)
	for _, l := range lits {
		f, _ := p.about(l)
		for _, n := range []float64{f.num, f.hi} {
			for _, step := range []float64{-1, 0, 1, 2} {
				number(max(least, math.Floor(n)+step))
			}
			// Beyond all fractions the next number is a whole one.
			if n > 1<<53 {
				number(math.Nextafter(n, math.Inf(-1)))
				number(math.Nextafter(n, math.Inf(1)))
			}
		}
	}
	return values, true
}
