package trigger

import (
	"math"
	"time"
)

// never is the instant that does not come.
const never = math.MaxInt64

// maxLeaps bounds how often schedules that keep missing each other are asked. After so many the answer is an instant
// before which nothing happens, and the question is asked again there.
const maxLeaps = 4096

// instant returns the first instant from t on at which the tree is want, never if there is none before the horizon.
// A disjunction (for want) takes its earliest part. A conjunction leaps to its latest part and asks again until none moves.
func (sc *scratch) instant(n *node, t int64, want bool) int64 {
	if n.kind == single {
		return sc.flip(n, t, want)
	}
	kids := sc.set.kids(n)
	if (n.kind == anyOf) == want {
		first := int64(never)
		for i := range kids {
			first = min(first, sc.instant(&kids[i], t, want))
		}
		return first
	}
	for range maxLeaps {
		from := t
		for i := range kids {
			t = sc.instant(&kids[i], t, want)
			if t > sc.horizon {
				return never
			}
		}
		if t == from {
			break
		}
	}
	return t
}

// flip is instant for one literal, which changes at most once, or as a schedule does.
func (sc *scratch) flip(n *node, t int64, want bool) int64 {
	l := &sc.set.leaves[n.at]
	switch {
	case !l.timed:
		if sc.literal(int(n.at), n.neg, t) == want {
			return t
		}
		return never
	case sc.literal(int(n.at), n.neg, t) == want:
		return t
	}
	switch a := &sc.set.attrs[l.attr]; a.source {
	case fromHours:
		return turn(a.hours, t, !a.hours.Open(instantAt(t)))
	case fromNow:
		return after(t, l.at, l.op == After)
	default:
		return after(t, sc.fact(l.attr).at+l.at, false)
	}
}

// after gives a single turn at an instant, or just behind it, if that is still to come.
func after(t, at int64, behind bool) int64 {
	if behind {
		at++
	}
	if at > t {
		return at
	}
	return never
}

// turn asks a schedule when it opens or closes. One that does not move on is taken not to change.
func turn(h Hours, t int64, opens bool) int64 {
	ask := h.NextClose
	if opens {
		ask = h.NextOpen
	}
	at, ok := ask(instantAt(t))
	if !ok {
		return never
	}
	if ns, ok := nanos(at); ok && ns > t {
		return ns
	}
	return never
}

// instantAt is the instant a count of nanoseconds since 1970 stands for.
func instantAt(ns int64) time.Time { return time.Unix(0, ns).UTC() }

// The instants within which nanoseconds, and any duration of a rule added to them, fit 64 bits.
var (
	earliest = time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2250, 1, 1, 0, 0, 0, 0, time.UTC)
)

// nanos is the count of nanoseconds since 1970; instants it cannot say are as good as missing.
func nanos(t time.Time) (int64, bool) {
	if t.Before(earliest) || t.After(latest) {
		return 0, false
	}
	return t.UnixNano(), true
}
