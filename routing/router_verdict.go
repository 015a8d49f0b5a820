package routing

import (
	"slices"
	"time"
)

// modeReasons is why an agent takes nothing, by mode.
var modeReasons = [...]Reason{Offline: ReasonOffline, Available: ReasonNone, Break: ReasonOnBreak, Draining: ReasonDraining}

// verdict returns the first reason that keeps an agent from the request.
//
// The reasons are asked in one order, from those that last longest to those that change with the
// next message: who they are, what they can, what this request rules out, room, rank.
func (r *Router) verdict(t *trial, a *agent) Verdict {
	v := Verdict{Agent: a.fact.ID, Have: a.used, Want: a.capacity}
	if slices.Contains(t.holds, a.fact.ID) {
		v.Chosen, v.Why = true, ReasonOwner
		if _, _, ok := t.q.excluded(a, t.now); ok && t.q.fact.Agent == "" {
			v.Why = ReasonLastResort
			return v
		}
		if t.best != nil && t.best.agent.fact.ID == a.fact.ID {
			v.Why, v.Have = ReasonBest, t.best.agent.used
		}
		return v
	}
	if away, ok := awayReason(a); ok {
		v.Why = away
		return v
	}
	if why, ok := r.unfit(t, a, &v); ok {
		v.Why = why
		return v
	}
	if r.withheld(t, a, &v) {
		return v
	}
	rank, _ := t.class.admits(a)
	s := t.seat(a, rank)
	switch {
	case a.capacity-a.used < t.class.need.Weight:
		v.Why = ReasonAtCapacity
	case !s.wants():
		v.Why = ReasonChannelFull
		v.Have, v.Want = a.channels[s.channel], a.fact.Channels[s.channel].Max
	case t.q.queue.Manual:
		v.Why = ReasonManual
	case t.best != nil && t.best.agent.fact.ID == a.fact.ID:
		v.Why, v.Chosen = ReasonReady, true
		if t.lastResort != 0 {
			v.Why = ReasonLastResort
		}
	case t.best != nil && t.best.group.rank.before(rank):
		v.Why = ReasonLaterTier
	default:
		v.Why = ReasonBehind
	}
	return v
}

// awayReason returns why an agent takes no requests at all, if so.
func awayReason(a *agent) (Reason, bool) {
	switch {
	case a.fact.Mode != Available:
		if int(a.fact.Mode) < len(modeReasons) {
			return modeReasons[a.fact.Mode], true
		}
		return ReasonOffline, true
	case !a.fact.LostSince.IsZero():
		return ReasonLost, true
	case a.fact.Never:
		return ReasonManual, true
	case !a.ready:
		return ReasonMissed, true
	}
	return ReasonNone, false
}

// unfit returns why an agent does not meet the class's requirements, if so.
func (r *Router) unfit(t *trial, a *agent, v *Verdict) (Reason, bool) {
	c := t.class
	if _, ok := c.admits(a); ok {
		return ReasonNone, false
	}
	if !a.speaks(c.language) {
		any := *c
		any.language = ""
		if _, ok := any.admits(a); ok {
			v.Until = instant(later(t.q.since, t.q.queue.LanguageFor))
			return ReasonLanguage, true
		}
	}
	for i, later := range t.later {
		if _, ok := later.admits(a); ok {
			v.Until = instant(t.q.since).Add(t.q.queue.Rings[t.q.ring+i].After)
			break
		}
	}
	if _, ok := c.membership(a); !ok {
		if wait, ok := delayOf(c, a); ok {
			v.Until = instant(t.q.since).Add(wait)
			return ReasonDelay, true
		}
		if !v.Until.IsZero() {
			return ReasonRingLater, true
		}
		return ReasonNotInQueue, true
	}
	for _, s := range c.need.Skills {
		// The first skill that is missing is named, as one reason is enough.
		if have := levelOf(a.fact.Skills, s.Name); have < s.Level {
			v.Skill, v.Have, v.Want = s.Name, have, s.Level
			break
		}
	}
	return ReasonSkill, true
}

// delayOf returns the shortest delay after which an agent helps one of the class's queues.
func delayOf(c *class, a *agent) (wait time.Duration, ok bool) {
	for _, m := range a.fact.Queues {
		if m.Queue == c.need.Queue || slices.Contains(c.extra, m.Queue) {
			if !ok || m.Delay < wait {
				wait, ok = m.Delay, true
			}
		}
	}
	return wait, ok
}

// withheld reports whether the request itself rules an agent out: by an exclusion, its preferred
// agent, or because somebody has it.
func (r *Router) withheld(t *trial, a *agent, v *Verdict) bool {
	q := t.q
	if end, again, ok := q.excluded(a, t.now); ok && t.bars(a) {
		v.Why = ReasonExcluded
		if end == t.lastResort { // nobody else is left
			end = again
		}
		if end != never {
			v.Until = instant(end)
		}
		return true
	}
	if a != q.prefers && r.sticky(q, t.now) {
		v.Why, v.Until = ReasonSticky, q.fact.PreferUntil
		return true
	}
	if len(t.holds) > 0 || q.locked() {
		v.Why = ReasonBehind
		if q.locked() && len(t.holds) == 0 {
			v.Why = ReasonInFlight
		}
		return true
	}
	return false
}
