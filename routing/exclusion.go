package routing

import (
	"slices"
	"time"
)

// Exclusion keeps an agent from a request: one who missed or declined it, handed it on, or must
// never get it.
//
// When everybody at work who could serve a request is excluded from it, the one whose exclusion
// ends first is asked as a last resort, from Again on.
type Exclusion struct {
	Agent string
	Until time.Time // zero means for good
	// Again is from when the agent may be the last resort. Zero means not before Until.
	Again time.Time
	Tries int // how often the agent missed or declined the request
}

// An agent who missed or declined a request is left alone for firstAgain although nobody else is
// left, and twice as long after each further time.
const (
	firstAgain   = 10 * time.Second
	maxDoublings = 20
	// handedAgain is how long an agent who handed a request on is left alone.
	handedAgain = 2 * time.Minute
)

// PassOver returns a request's exclusions after an agent missed or declined an offer of it: the
// agent is kept from it for d. Where nobody else can take it the agent is asked sooner: after 10
// seconds, and after twice as long each time the agent misses or declines it again, but never later
// than the exclusion's end. If the agent's exclusion ends later already, that end stays.
func PassOver(xs []Exclusion, agent string, now time.Time, d time.Duration) []Exclusion {
	now = now.Round(0).UTC()
	x := Exclusion{Agent: agent, Until: now.Add(d)}
	for _, o := range xs {
		if o.Agent != agent {
			continue
		}
		x.Tries = max(x.Tries, o.Tries)
		if o.Until.IsZero() || o.Until.After(x.Until) {
			x.Until = o.Until
		}
		if o.Again.IsZero() && (o.Until.IsZero() || o.Until.After(now)) {
			return xs // an exclusion that has no last resort stays as it is
		}
	}
	wait := firstAgain << min(x.Tries, maxDoublings)
	if x.Until.IsZero() {
		wait = max(min(wait, d), handedAgain)
	}
	if x.Again = now.Add(wait); !x.Until.IsZero() && x.Again.After(x.Until) {
		x.Again = x.Until
	}
	x.Tries++
	xs = slices.DeleteFunc(slices.Clone(xs), func(o Exclusion) bool { return o.Agent == agent })
	return append(xs, x)
}

// LeaveBehind returns a request's exclusions in another queue: agents who missed or declined it in
// the last one may be asked again.
func LeaveBehind(xs []Exclusion) []Exclusion {
	return slices.DeleteFunc(slices.Clone(xs), func(x Exclusion) bool { return !x.Until.IsZero() && !x.Again.IsZero() })
}

// handed reports whether the agent handed the request on, and nobody else has had it since.
func (x Exclusion) handed() bool { return x.Until.IsZero() && !x.Again.IsZero() }

// enter puts a record into another queue, or into its own once more.
func (f *RequestFact) enter(queue string, now time.Time) {
	if queue != f.Queue {
		f.Exclude = LeaveBehind(f.Exclude)
	}
	f.Queue, f.QueueSince, f.Ring, f.Admitted = queue, now, 0, true
}

// handOn excludes the agent who hands the request on.
func (f *RequestFact) handOn(agent string, now time.Time) {
	f.Exclude = append(Owned(f.Exclude, agent), Exclusion{Agent: agent, Again: now.Add(handedAgain)})
}

// Owned returns a request's exclusions after an agent became its owner: without that agent's, and
// without those of agents who handed it on before.
func Owned(xs []Exclusion, owner string) []Exclusion {
	return slices.DeleteFunc(slices.Clone(xs), func(x Exclusion) bool { return x.Agent == owner || x.handed() })
}

// excluded returns until when an agent is kept from the request, and from when the agent may be its
// last resort; each is never where there is no such time. ok is false if the agent is not excluded
// now.
func (q *request) excluded(a *agent, now int64) (end, again int64, ok bool) {
	for i := range q.fact.Exclude {
		e := &q.fact.Exclude[i]
		if u := until(e.Until); e.Agent == a.fact.ID && now < u {
			end, again, ok = max(end, u), max(again, until(e.Again)), true
		}
	}
	return end, again, ok
}

// lastResort finds out whether a request has a last resort: nobody who could serve it is free of
// exclusions. Then end is the first instant at which one of those exclusions ends, and agents whose
// exclusion ends then may be asked from Again on. end is 0 while there is no last resort. It does
// not depend on loads, so it stays the same during a match.
type lastResort struct {
	q        *request
	now      int64
	end      int64
	unneeded bool
}

// consider takes one seat of the request's class into account.
func (l *lastResort) consider(s *seat) {
	if l.unneeded || !s.able() {
		return
	}
	end, again, ok := l.q.excluded(s.agent, l.now)
	switch {
	case !ok:
		l.unneeded, l.end = true, 0
	case again != never && (l.end == 0 || end < l.end):
		l.end = end
	}
}

// lastResortEnd returns the end of the exclusions that may be ignored for a waiting request, or 0.
// See lastResort.
func (q *request) lastResortEnd(c *class, now int64) int64 {
	if !slices.ContainsFunc(q.fact.Exclude, func(e Exclusion) bool { return until(e.Again) <= now && now < until(e.Until) }) {
		return 0
	}
	l := lastResort{q: q, now: now}
	for _, b := range c.groups {
		for _, s := range b.seats {
			if l.consider(s); l.unneeded {
				return 0
			}
		}
	}
	return l.end
}

// able reports whether the seat's agent is at work, and could take a request of the class if all
// other work were done.
func (s *seat) able() bool {
	a := s.agent
	return a.ready && a.capacity >= s.class.weight && (s.channel < 0 || a.fact.Channels[s.channel].Max > 0)
}

// recheckLastResorts marks the classes in which an agent sits whose record is about to change. If
// the agent is the last one free of exclusions, leaving makes a last resort of somebody else.
func (r *Router) recheckLastResorts(a *agent) {
	if r.barred == 0 || !a.ready {
		return
	}
	for _, s := range a.seats {
		if s.class.line.n > 0 {
			r.markChanged(s.class)
		}
	}
}

// helps reports whether an agent may have the request: now, or, with inTheEnd, when the agent's
// exclusion is over.
func (q *request) helps(a *agent, inTheEnd bool, now int64) bool {
	if !inTheEnd {
		return !q.bars(a, now)
	}
	end, again, _ := q.excluded(a, now)
	return end != never || again != never
}
