package desk

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// Between two beacons several events may be raised. The rules see one at a time, oldest first, as
// if a beacon had come for each: event.name has one value, and what fires for one event counts for
// the caps, quiet times and holds of the next.

// happened returns the events that the rules have yet to see: what the host raised, then what the
// page itself says. A page that shows nothing now takes none of the host's, so none is lost there.
func (l *look) happened(m *visitorRecord) []raised {
	var all []raised
	if !l.f.Quiet {
		all = slices.Clone(m.Events)
	}
	if id := l.f.Command; id != "" && slices.Contains(m.Heard, id) {
		return all
	}
	most := len(all) + maxRaised // those of the host hide none of the page's
	for _, moment := range l.f.Moments {
		if name, ok := strings.CutPrefix(string(moment), eventPrefix); ok && len(all) < most {
			all = append(all, raised{Name: name, At: l.now})
		}
	}
	return all
}

// eventPrefix begins the moment of an event that has a name.
var eventPrefix = string(trigger.OnEvent("")) + ":"

// seeing returns the visit as the rules see it, once for each event and once where there is none,
// together with what the visitor ordered. The page's own moments belong to the first look.
func (l *look) seeing(m *visitorRecord, events []raised) []trigger.Visit {
	visit := l.visit
	if m.Orders > 0 {
		m.bought(visit.Attrs, l.now)
	}
	visit.Moments = slices.DeleteFunc(slices.Clone(visit.Moments), func(x trigger.Moment) bool {
		return strings.HasPrefix(string(x), eventPrefix)
	})
	if len(events) == 0 {
		l.alone[0] = visit
		return l.alone[:]
	}
	all := make([]trigger.Visit, 0, len(events))
	for _, e := range events {
		at := visit
		// The event comes first: a visit keeps no more than [trigger.MaxMoments].
		at.Moments = append([]trigger.Moment{trigger.OnEvent(e.Name)}, visit.Moments...)
		// A recorder keeps the visit, and another attempt may find no event.
		at.Attrs = maps.Clone(visit.Attrs)
		at.Attrs["event.name"] = trigger.Text(e.Name)
		all, visit.Moments = append(all, at), nil
	}
	return all
}

// glance asks the rules at each look until something fires. The events after that wait in the
// record for the next beacon, which is soon: a page shows one prompt at a time, and a rule that any
// event fires does so for each. An event for which a rule would have invited, had there been a
// place, stays for the beacons of eventStays: places come free meanwhile.
func (l *look) glance(m *visitorRecord) (wrote bool) {
	had := slices.Clone(m.Events)
	rest := l.happened(m)
	wrote = m.hear(l.f)
	var stay []raised
	for i, visit := range l.seeing(m, rest) {
		if i > 0 {
			visit.Holds = l.answer.Holds
		}
		l.turned = false
		ended, fired := l.ask(m, visit)
		wrote = wrote || ended || fired
		if len(rest) == 0 {
			break
		}
		e := rest[0]
		if rest = rest[1:]; fired {
			break
		}
		if l.turned && e.stays(l.now) {
			stay = append(stay, e)
		}
	}
	if len(stay) > 0 {
		l.answer.Next = min(l.answer.Next, invited)
	}
	if len(rest) > 0 {
		l.answer.Next = soonest
	}
	if all := append(stay, rest...); !l.f.Quiet {
		m.Events = all[max(0, len(all)-maxRaised):]
	} else if len(rest) > 0 {
		wrote = true
	}
	return wrote || !slices.Equal(had, m.Events)
}

// eventStays is how long an event waits for a place, from the first beacon that found none.
const eventStays = time.Minute

// stays reports whether an event that found no place is seen by another beacon, and notes since
// when it waits. Another node's clock may have noted it, and be wrong.
func (e *raised) stays(now time.Time) bool {
	if e.Stays.IsZero() {
		e.Stays = now
	}
	return now.Sub(e.Stays).Abs() < eventStays
}

// hear notes a beacon with events under its id, so that they count once.
func (m *visitorRecord) hear(f VisitFacts) (wrote bool) {
	if f.Command == "" || slices.Contains(m.Heard, f.Command) ||
		!slices.ContainsFunc(f.Moments, func(x trigger.Moment) bool {
			return strings.HasPrefix(string(x), eventPrefix)
		}) {
		return false
	}
	m.Heard = append(m.Heard, f.Command)
	m.Heard = m.Heard[max(0, len(m.Heard)-maxRaisedOnce):]
	return true
}

// ask asks the rules and does what they say: it ends prompts, and claims what fires.
func (l *look) ask(m *visitorRecord, visit trigger.Visit) (ended, fired bool) {
	if l.d.hooks.recorder != nil {
		l.seen = append(l.seen, visit)
	}
	r := l.rules.Eval(visit, m.History, l.now)
	if next, ok := r.Wait(l.now); ok {
		l.answer.Next = min(max(next, soonest), l.answer.Next)
	}
	l.answer.Holds = slices.Clone(r.Holds)
	for _, e := range r.Ends {
		if uid, is := m.endRule(e.Rule, l.me, e.Fate, l.now); is {
			l.ended(uid, e)
			ended = true
		}
	}
	ended = l.stand(m) || ended
	return ended, l.show(m, visit, r)
}
