package trigger

import (
	"math"
	"time"
)

// never is the instant that does not come.
const never = math.MaxInt64

// maxLeaps bounds how often schedules are asked that keep missing each other. After that many leaps
// the answer is an instant before which nothing happens, and the host evaluates again then.
const maxLeaps = 4096

// instant returns the first instant from t on at which the tree is want, never if there is none
// before the horizon. An "any" takes its earliest part. An "all" leaps to its latest part, and asks
// all parts again until none moves. With want false it is the other way round.
func (ev *evaluation) instant(n *node, t int64, want bool) int64 {
	if n.kind == single {
		return ev.flip(n, t, want)
	}
	kids := ev.set.kids(n)
	if (n.kind == anyOf) == want {
		first := int64(never)
		for i := range kids {
			first = min(first, ev.instant(&kids[i], t, want))
		}
		return first
	}
	for range maxLeaps {
		from := t
		for i := range kids {
			t = ev.instant(&kids[i], t, want)
			if t > ev.horizon {
				return never
			}
		}
		if t == from {
			break
		}
	}
	return t
}

// flip is instant for one literal. It changes at most once, except for opening hours, which change
// as their schedule does.
func (ev *evaluation) flip(n *node, t int64, want bool) int64 {
	l := &ev.set.leaves[n.at]
	switch {
	case !l.timed:
		if ev.literal(int(n.at), n.neg, t) == want {
			return t
		}
		return never
	case ev.literal(int(n.at), n.neg, t) == want:
		return t
	}
	switch a := &ev.set.attrs[l.attr]; a.source {
	case fromHours:
		return turn(a.hours, t, !a.hours.Open(instantAt(t)))
	case fromNow:
		return after(t, l.at, l.op == After)
	default:
		return after(t, ev.fact(l.attr).at+l.at, false)
	}
}

// after returns the instant of a change, or the one just behind it, if that is still to come after
// t; else never.
func after(t, at int64, behind bool) int64 {
	if behind {
		at++
	}
	if at > t {
		return at
	}
	return never
}

// turn asks a schedule when it opens or closes after t. A schedule whose answer is not after t is
// taken never to change.
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

// instantAt returns the instant that a count of nanoseconds since 1970 stands for.
func instantAt(ns int64) time.Time { return time.Unix(0, ns).UTC() }

// Instants between these two, with any duration of a rule added, fit 64 bits of nanoseconds.
var (
	earliest = time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2250, 1, 1, 0, 0, 0, 0, time.UTC)
)

// nanos returns an instant as nanoseconds since 1970. ok is false for one that does not fit, which
// counts as missing.
func nanos(t time.Time) (ns int64, ok bool) {
	if t.Before(earliest) || t.After(latest) {
		return 0, false
	}
	return t.UnixNano(), true
}
