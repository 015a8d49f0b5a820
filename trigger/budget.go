package trigger

// budget is what patterns may still cost, in instructions times bytes.
//
// A regexp of this language takes time in proportion to its program and its text. So this product
// bounds what a visitor's text can make an evaluation cost, whatever the text and the pattern are.
type budget struct {
	left int
	over bool // it was not enough for one of them
}

// spend takes off what running a pattern over a text costs, and reports whether there was enough.
func (b *budget) spend(l *leaf, text string) bool {
	// One byte more, so that a pattern over an empty text is not free.
	cost := l.cost * (len(text) + 1)
	if cost > b.left {
		b.over = true
		return false
	}
	b.left -= cost
	return true
}
