package trigger

import "slices"

// literal is a leaf or its opposite.
type literal struct {
	leaf int32
	neg  bool
}

// literal is a node with one comparison as an index knows it.
func (n *node) literal() literal { return literal{n.at, n.neg} }

// newConjunction returns an empty list with room for so many literals. They come out of one slab,
// because every rule needs some.
func (b *builder) newConjunction(most int) []literal {
	if cap(b.slab) < most {
		b.slab = make([]literal, max(most, slab))
	}
	conj := b.slab[:0:most]
	b.slab = b.slab[most:]
	return conj
}

// slab is how many literals newConjunction takes room for at once.
const slab = 4096

// alternatives writes a tree as a disjunction of conjunctions, if there are at most maxConjuncs of
// them.
//
// "a and (b or c)" becomes "(a and b) or (a and c)". Each "any" within an "all" multiplies their
// number, hence the bound; a condition beyond it has one slot and is tested as a whole.
func (b *builder) alternatives(n *node) ([][]literal, bool) {
	kids := b.set.kids(n)
	switch n.kind {
	case single:
		return [][]literal{append(b.newConjunction(2), n.literal())}, true
	case anyOf:
		var sum [][]literal
		for i := range kids {
			part, ok := b.alternatives(&kids[i])
			if sum = append(sum, part...); !ok || len(sum) > maxConjuncs {
				return nil, false
			}
		}
		return sum, true
	}
	product := [][]literal{b.newConjunction(len(kids) + 1)}
	for i := range kids {
		if kids[i].kind == single {
			for k := range product {
				product[k] = with(product[k], kids[i].literal())
			}
			continue
		}
		part, ok := b.alternatives(&kids[i])
		if !ok || len(product)*len(part) > maxConjuncs {
			return nil, false
		}
		product = b.multiply(product, part)
	}
	return product, true
}

// multiply joins every conjunction of xs with every one of ys.
func (b *builder) multiply(xs, ys [][]literal) [][]literal {
	out := make([][]literal, 0, len(xs)*len(ys))
	for _, x := range xs {
		for _, y := range ys {
			out = append(out, with(append(b.newConjunction(len(x)+len(y)+1), x...), y...))
		}
	}
	return out
}

// with adds literals to a conjunction that it does not have yet.
func with(conj []literal, more ...literal) []literal {
	for _, l := range more {
		if !slices.Contains(conj, l) {
			conj = append(conj, l)
		}
	}
	return conj
}

// necessary returns the literals without which a tree cannot be true.
//
// It is what a slot asks whose condition has too many alternatives. Of an "any" nothing is
// necessary, unless it has a single part.
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
