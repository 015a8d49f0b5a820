package door

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Demand is what a session asks of whoever is to serve it. It may be asked for before the session
// begins.
type Demand struct {
	Weight int // units of capacity, at least 1
	Skills []chat.Skill
	Ways   []Way // in the order in which they are tried
	People bool  // a bot has handed it on: it waits for a person, and no bot comes

	barred []chat.Agent // never offered it
	paused []chat.Agent // not offered it now
}

// Way is one of the queues whose people may come to serve a session, and what is asked of them
// there.
type Way struct {
	Queue   chat.QueueID
	Skills  []chat.Skill // after all rings
	AtStart bool         // from the start, and not only once the session has waited
	Picks   bool         // people pick it there, and nobody asks what they can
}

// Without returns the demand of a session that excludes agents: one who is never asked again is
// nobody for it, and one who is left alone for a while could serve it soon, not now. Of agents whom
// the team does not know nothing is concluded.
func (d Demand) Without(xs []chat.Exclusion, team chat.Team, now time.Time) Demand {
	d.barred, d.paused = slices.Clip(d.barred), slices.Clip(d.paused)
	for _, x := range xs {
		if !x.Until.IsZero() && !x.Until.After(now) {
			continue
		}
		a, ok := team.Agent(x.Agent)
		if !ok {
			continue
		}
		d.paused = append(d.paused, a)
		if x.Until.IsZero() && x.Again.IsZero() {
			d.barred = append(d.barred, a)
		}
	}
	return d
}

// LeadsTo reports whether people of a queue may come to serve it.
func (d Demand) LeadsTo(q chat.QueueID) bool {
	return slices.ContainsFunc(d.Ways, func(w Way) bool { return w.Queue == q })
}

// Suits reports whether an agent, or a bot, could serve such a session once there is time and room
// for it, whatever they do now.
func (d Demand) Suits(a chat.Agent) bool {
	if a.Removed || a.Bot && d.People || a.Capacity < d.Weight || slices.ContainsFunc(d.barred, func(b chat.Agent) bool { return b.ID == a.ID }) {
		return false
	}
	return slices.ContainsFunc(d.Ways, func(w Way) bool { return a.In(w.Queue) && w.takes(a.Skills) })
}

// FromStart reports whether an agent could be offered such a session as soon as it begins, once
// there is room for it.
func (d Demand) FromStart(a chat.Agent) bool {
	return slices.ContainsFunc(d.Ways, func(w Way) bool {
		serves := func(s chat.Serves) bool { return s.Queue == w.Queue && s.Delay <= 0 }
		return w.AtStart && w.takes(a.Skills) && slices.ContainsFunc(a.Queues, serves)
	})
}

// takes reports whether an agent with these skills can get the session on this way. Where agents
// pick their sessions themselves, any skills are enough.
func (w Way) takes(has []chat.Skill) bool { return w.Picks || Able(has, w.Skills) }

// Able reports whether these skills are all of those needed, at their levels.
func Able(has, need []chat.Skill) bool {
	for _, n := range need {
		if !slices.ContainsFunc(has, func(s chat.Skill) bool { return s.Name == n.Name && max(1, s.Level) >= max(1, n.Level) }) {
			return false
		}
	}
	return true
}
