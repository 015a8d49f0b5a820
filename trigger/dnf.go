package trigger

import "slices"

// literal is a leaf or its opposite.
type literal struct {
	leaf int
	neg  bool
}

// alternatives writes a tree as a disjunction of conjunctions, if there are at most maxConjuncs of them.
func alternatives(n *node) ([][]literal, bool) {
	switch n.kind {
	case single:
		return [][]literal{{{n.leaf, n.neg}}}, true
	case anyOf:
		var sum [][]literal
		for i := range n.kids {
			part, ok := alternatives(&n.kids[i])
			if sum = append(sum, part...); !ok || len(sum) > maxConjuncs {
				return nil, false
			}
		}
		return sum, true
	}
	product := [][]literal{nil}
	for i := range n.kids {
		part, ok := alternatives(&n.kids[i])
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
			both := slices.Clone(x)
			for _, l := range y {
				if !slices.Contains(both, l) {
					both = append(both, l)
				}
			}
			out = append(out, both)
		}
	}
	return out
}

// necessary returns the literals without which a tree cannot be true: those every path goes through.
func necessary(n *node) []literal {
	switch n.kind {
	case single:
		return []literal{{n.leaf, n.neg}}
	case allOf:
		var all []literal
		for i := range n.kids {
			for _, l := range necessary(&n.kids[i]) {
				if !slices.Contains(all, l) {
					all = append(all, l)
				}
			}
		}
		return all
	}
	if len(n.kids) == 1 {
		return necessary(&n.kids[0])
	}
	return nil
}
