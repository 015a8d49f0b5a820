package trigger

import "slices"

// literal is a leaf or its opposite.
type literal struct {
	leaf int
	neg  bool
}

func (n *node) literal() literal { return literal{int(n.at), n.neg} }

// alternatives writes a tree as a disjunction of conjunctions, if there are at most maxConjuncs of them.
func (s *Set) alternatives(n *node) ([][]literal, bool) {
	kids := s.kids(n)
	switch n.kind {
	case single:
		return [][]literal{{n.literal()}}, true
	case anyOf:
		var sum [][]literal
		for i := range kids {
			part, ok := s.alternatives(&kids[i])
			if sum = append(sum, part...); !ok || len(sum) > maxConjuncs {
				return nil, false
			}
		}
		return sum, true
	}
	product := [][]literal{make([]literal, 0, len(kids)+1)}
	for i := range kids {
		if kids[i].kind == single {
			for k := range product {
				product[k] = with(product[k], kids[i].literal())
			}
			continue
		}
		part, ok := s.alternatives(&kids[i])
		if !ok || len(product)*len(part) > maxConjuncs {
			return nil, false
		}
		product = multiply(product, part)
	}
	return product, true
}

func multiply(a, b [][]literal) [][]literal {
	out := make([][]literal, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, with(append(make([]literal, 0, len(x)+len(y)+1), x...), y...))
		}
	}
	return out
}

// with adds the literals a conjunction does not have yet.
func with(conj []literal, more ...literal) []literal {
	for _, l := range more {
		if !slices.Contains(conj, l) {
			conj = append(conj, l)
		}
	}
	return conj
}

// necessary returns the literals without which a tree cannot be true: those every path goes through.
func (s *Set) necessary(n *node) []literal {
	kids := s.kids(n)
	switch {
	case n.kind == single:
		return []literal{n.literal()}
	case n.kind == anyOf && len(kids) != 1:
		return nil
	}
	var all []literal
	for i := range kids {
		all = with(all, s.necessary(&kids[i])...)
	}
	return all
}
