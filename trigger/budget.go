package trigger

// budget is what patterns may still cost, in instructions times bytes.
type budget struct {
	left int
	over bool // it was not enough for one of them
}

// spend takes off what running a pattern over a text costs, and reports whether there was enough.
func (b *budget) spend(l *leaf, text string) bool {
	cost := l.cost * (len(text) + 1)
	if cost > b.left {
		b.over = true
		return false
	}
	b.left -= cost
	return true
}
