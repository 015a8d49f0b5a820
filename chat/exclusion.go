package chat

import (
	"slices"
	"time"
)

// maxExcluded is how many agents a session may be kept from.
const maxExcluded = 16

// firstAgain is how long an agent who missed or declined an offer for the first time is left alone
// though nobody else is left; each further time it is twice as long. maxDoublings keeps that
// finite.
const (
	firstAgain   = 10 * time.Second
	maxDoublings = 20
)

// handedAgain is how long a person who handed a session on is left alone though nobody else is
// left.
const handedAgain = 2 * time.Minute

// Exclusion keeps a session from an agent. There are four kinds, told apart by their times:
//
//   - missed or declined: Until and Again are set. It ends at Until, and stays behind when the session changes its queue.
//   - handed on by a person: Again alone is set. It ends when somebody else has had the session.
//   - handed on by a bot: no time is set. It stays for good, unless somebody gives the session to the bot by name.
//   - asked for by Exclude: Until alone is set, or no time. It is kept to the end.
//
// Whoever becomes the session's owner is not excluded any more.
//
// When everybody who could serve the session is excluded, the agent whose exclusion ends first is
// asked as a last resort, from Again on. An exclusion without Until counts as ending last, and an
// agent whose exclusion has no Again is never asked.
type Exclusion struct {
	Agent AgentID   `json:"agent"`
	Until time.Time `json:"until,omitzero"`  // the end; zero: none by time
	Again time.Time `json:"again,omitzero"`  // from when the agent may be asked as a last resort, never after Until; zero: not before Until
	Tries int       `json:"tries,omitempty"` // how often the agent missed or declined the session
}

// fromOffer reports whether the agent missed or declined an offer.
func (x Exclusion) fromOffer() bool { return !x.Until.IsZero() && !x.Again.IsZero() }

// asked reports whether the command Exclude asked for it, or a bot handed the session on: there is
// no last resort.
func (x Exclusion) asked() bool { return x.Agent != "" && x.Again.IsZero() }

// handed reports whether the agent, a person, handed the session on.
func (x Exclusion) handed() bool { return x.Until.IsZero() && !x.Again.IsZero() }

// excludes reports whether the agent must not be offered the session now, not even as a last
// resort.
func (t *step) excludes(a AgentID) bool {
	for _, x := range t.Excluded {
		if x.Agent == a {
			return !past(x.Until, t.now) && !past(x.Again, t.now)
		}
	}
	return false
}

// past reports whether an instant has come. The zero Time never comes.
func past(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

// excludeFromOffer keeps the session from an agent who missed or declined it, for d from now. A
// negative d does not. An exclusion of the agent that ends later already stays as it is. With final
// the agent is no last resort before the end.
func (t *step) excludeFromOffer(a AgentID, d time.Duration, final bool) {
	x := t.exclusionOf(a)
	d = patience(d, x.Tries)
	again := t.now.Add(firstAgain << min(x.Tries, maxDoublings))
	if final {
		again = later(again, t.now.Add(d))
	}
	switch {
	case x.handed():
		if end := t.now.Add(max(0, d)); again.After(end) { // it has no end of its own
			again = end
		}
		x.Again = later(again, t.now.Add(handedAgain))
	case d < 0, x.asked() && !past(x.Until, t.now):
		return
	default:
		x.Agent, x.Until = a, later(x.Until, t.now.Add(d))
		if x.Again = again; again.After(x.Until) {
			x.Again = x.Until
		}
	}
	x.Tries++
	t.exclude(x)
}

// patience is how long the exclusion lasts of an agent who has missed or declined the session so
// many times before. From the fiftieth on it doubles each time, up to a day: the session has long
// been on the supervisor's list by then, and its timeline must not grow for ever.
func patience(d time.Duration, tries int) time.Duration {
	for n := manyTries; n <= tries && d > 0 && d < day; n++ {
		d = min(2*d, day)
	}
	return d
}

const (
	manyTries = 50
	day       = 24 * time.Hour
)

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// handOn excludes the agent who hands the session on.
func (t *step) handOn(bot bool) {
	x := Exclusion{Agent: t.Agent}
	if bot {
		t.People = true
	} else {
		x.Again = t.now.Add(handedAgain)
	}
	t.exclude(x)
}

// ExcludedIn returns the exclusions that there are once the session is in a queue: who missed or
// declined it elsewhere may be asked there.
func (s Session) ExcludedIn(q QueueID) []Exclusion {
	if q == s.Queue {
		return s.Excluded
	}
	return slices.DeleteFunc(slices.Clone(s.Excluded), Exclusion.fromOffer)
}

// exclusionOf returns the agent's exclusion, over or not, or the zero Exclusion.
func (t *step) exclusionOf(a AgentID) Exclusion {
	for _, x := range t.Excluded {
		if x.Agent == a {
			return x
		}
	}
	return Exclusion{}
}

// exclude adds an exclusion, in place of the agent's last one. Beyond 16, those that are over are
// dropped first, then the one that ends first, then the oldest.
func (t *step) exclude(x Exclusion) {
	t.drop(func(e Exclusion) bool { return e.Agent == x.Agent })
	t.Excluded = append(t.Excluded, x)
	if len(t.Excluded) > maxExcluded {
		t.drop(func(e Exclusion) bool { return past(e.Until, t.now) })
	}
	for len(t.Excluded) > maxExcluded {
		i := 0
		for j, e := range t.Excluded {
			if first := t.Excluded[i].Until; !e.Until.IsZero() && (first.IsZero() || e.Until.Before(first)) {
				i = j
			}
		}
		t.Excluded = slices.Delete(t.Excluded, i, i+1)
	}
}

// drop removes the exclusions that are over.
func (t *step) drop(over func(Exclusion) bool) {
	if t.Excluded = slices.DeleteFunc(t.Excluded, over); len(t.Excluded) == 0 {
		t.Excluded = nil
	}
}
