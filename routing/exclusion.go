package routing

import (
	"slices"
	"time"
)

// Exclusion keeps an agent from a request: who missed or declined it, who
// handed it on, or who must never get it.
//
// When everybody at work who could serve a request is excluded from it, the
// one whose exclusion ends first is asked as a last resort, from Again on.
type Exclusion struct {
	Agent string
	Until time.Time // zero means for good
	// Again is from when the agent may be the last resort. Zero means not before Until.
	Again time.Time
	Tries int // how often the agent missed or declined the request
}

// The first time an agent is left alone for firstAgain though nobody else is
// left, then twice as long each time.
const (
	firstAgain   = 10 * time.Second
	maxDoublings = 20
	// handedAgain is how long an agent who handed a request on is left alone.
	handedAgain = 2 * time.Minute
)

// PassOver is what becomes of a request's exclusions when an agent missed or
// declined an offer of it: that agent is kept from it for d. As a last resort
// the agent is asked again after 10 seconds, and after each further time twice
// as long, but never later than the end. A later end the agent has already stays.
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
			return xs // one that is not to be lifted
		}
	}
	wait := firstAgain << min(x.Tries, maxDoublings)
	if x.Until.IsZero() {
		wait = max(wait, handedAgain)
	}
	if x.Again = now.Add(wait); !x.Until.IsZero() && x.Again.After(x.Until) {
		x.Again = x.Until
	}
	x.Tries++
	xs = slices.DeleteFunc(slices.Clone(xs), func(o Exclusion) bool { return o.Agent == agent })
	return append(xs, x)
}

// LeaveBehind is what becomes of a request's exclusions in another queue: who
// missed or declined it in the last one is free to be asked.
func LeaveBehind(xs []Exclusion) []Exclusion {
	return slices.DeleteFunc(slices.Clone(xs), func(x Exclusion) bool { return !x.Until.IsZero() && !x.Again.IsZero() })
}

// handed reports whether the agent handed the request on, and nobody else has had it since.
func (x Exclusion) handed() bool { return x.Until.IsZero() && !x.Again.IsZero() }

// enter puts a record into another queue, or anew into its own.
func (f *RequestFact) enter(queue string, now time.Time) {
	if queue != f.Queue {
		f.Exclude = LeaveBehind(f.Exclude)
	}
	f.Queue, f.QueueSince, f.Ring, f.Admitted = queue, now, 0, true
}

// handOn keeps a record from the agent who hands it on.
func (f *RequestFact) handOn(agent string, now time.Time) {
	f.Exclude = append(Owned(f.Exclude, agent), Exclusion{Agent: agent, Again: now.Add(handedAgain)})
}

// Owned is what becomes of a request's exclusions when an agent becomes its
// owner: that agent's end, and those of agents who handed it on before.
func Owned(xs []Exclusion, owner string) []Exclusion {
	return slices.DeleteFunc(slices.Clone(xs), func(x Exclusion) bool { return x.Agent == owner || x.handed() })
}

// excluded tells until when an agent is kept from the request, and from when
// the agent may be its last resort; never where there is no such time.
func (q *request) excluded(a *agent, now int64) (end, again int64, ok bool) {
	for i := range q.fact.Exclude {
		e := &q.fact.Exclude[i]
		if u := until(e.Until); e.Agent == a.fact.ID && now < u {
			end, again, ok = max(end, u), max(again, until(e.Again)), true
		}
	}
	return end, again, ok
}

// lift finds the end at which those excluded come first who could serve the
// request; exclusions that end then are lifted from Again on. It is 0 when
// somebody who could serve it is not excluded: then none is lifted. It does
// not depend on loads, so it is the same during a whole match.
type lift struct {
	q   *request
	now int64
	end int64
	no  bool
}

// look takes a seat of the request's class into account.
func (l *lift) look(s *seat) {
	if l.no || !s.able() {
		return
	}
	end, again, ok := l.q.excluded(s.agent, l.now)
	switch {
	case !ok:
		l.no, l.end = true, 0
	case again != never && (l.end == 0 || end < l.end):
		l.end = end
	}
}

// liftOf is the lift of a waiting request, or 0.
func (q *request) liftOf(c *class, now int64) int64 {
	if !slices.ContainsFunc(q.fact.Exclude, func(e Exclusion) bool { return until(e.Again) <= now && now < until(e.Until) }) {
		return 0
	}
	l := lift{q: q, now: now}
	for _, b := range c.benches {
		for _, s := range b.seats {
			if l.look(s); l.no {
				return 0
			}
		}
	}
	return l.end
}

// able reports whether the seat's agent is at work and could take a request of
// the class with nothing else to do.
func (s *seat) able() bool {
	a := s.agent
	return a.ready && a.capacity >= s.class.weight && (s.channel < 0 || a.fact.Channels[s.channel].Max > 0)
}

// stir has the lines looked at in which an agent, who may be about to leave,
// could be what keeps a last resort from being asked.
func (r *Router) stir(a *agent) {
	if r.barred == 0 || !a.ready {
		return
	}
	for _, s := range a.seats {
		if s.class.line.n > 0 {
			r.heat(s.class)
		}
	}
}

// helps reports whether an agent may have the request: now, or in the end.
func (q *request) helps(a *agent, inTheEnd bool, now int64) bool {
	if !inTheEnd {
		return !q.bars(a, now)
	}
	end, again, _ := q.excluded(a, now)
	return end != never || again != never
}
