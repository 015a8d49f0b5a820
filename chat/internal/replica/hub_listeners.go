package replica

import "iter"

// listeners are those who listen to a topic. Most topics have one, which needs no map: a visitor's
// stream follows half a dozen of its own.
type listeners struct {
	one  *Listener
	more map[*Listener]struct{} // all of them, where they are several
}

func (x listeners) none() bool { return x.one == nil && len(x.more) == 0 }

// with returns them with one more.
func (x listeners) with(l *Listener) listeners {
	switch {
	case x.more != nil:
		x.more[l] = struct{}{}
		return x
	case x.one == nil || x.one == l:
		return listeners{one: l}
	}
	return listeners{more: map[*Listener]struct{}{x.one: {}, l: {}}}
}

// without returns them with one less.
func (x listeners) without(l *Listener) listeners {
	delete(x.more, l)
	if x.one == l {
		x.one = nil
	}
	return x
}

// all goes through them.
func (x listeners) all() iter.Seq[*Listener] {
	return func(yield func(*Listener) bool) {
		if x.one != nil {
			yield(x.one)
			return
		}
		for l := range x.more {
			if !yield(l) {
				return
			}
		}
	}
}
