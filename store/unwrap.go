package store

import "context"

// Unwrap returns what a decorator (metrics, tracing, encryption) wraps: the answer of its method
// Unwrap() Store, or nil if s has none. A decorator that forgets it hides Waiter and Scrubber.
func Unwrap(s Store) Store {
	if u, ok := s.(interface{ Unwrap() Store }); ok {
		return u.Unwrap()
	}
	return nil
}

// Scrub calls the Scrubber that s is or wraps. A store without one has nothing to scrub.
func Scrub(ctx context.Context, s Store) error {
	if sc, ok := find[Scrubber](s); ok {
		return sc.Scrub(ctx)
	}
	return nil
}

// find returns the outermost T among s and what it wraps.
func find[T any](s Store) (t T, ok bool) {
	for ; s != nil; s = Unwrap(s) {
		if t, ok := s.(T); ok {
			return t, true
		}
	}
	return t, false
}
