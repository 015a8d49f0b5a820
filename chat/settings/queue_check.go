package settings

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// maxSpan is the longest time in a setting; instants beyond overflow.
const maxSpan = 100 * 365 * 24 * time.Hour

// Check refuses a queue that could not be served. Whether queues go together is Load's to say.
func (q Queue) Check(at string, known Known) error {
	var f faults
	f.add(chat.CheckName(below(at, "id"), string(q.ID)))
	f.when(q.Schedule != "" && !known.HasSchedule(q.Schedule), below(at, "schedule"), "there is no schedule %q", q.Schedule)
	f.when(q.Overflow != "" && (!known.HasQueue(q.Overflow) || q.Overflow == q.ID), below(at, "overflow"), "there is no other queue %q", q.Overflow)
	f.when(q.Priority < -1000 || q.Priority > 1000, below(at, "priority"), "want -1000 to 1000")
	f.when(q.Weight < 0 || q.Weight > chat.MaxWeight, below(at, "weight"), "want 1 to %d", chat.MaxWeight)
	f.when(len(q.Skills) > chat.MaxSkills, below(at, "skills"), "want at most %d", chat.MaxSkills)
	for i, s := range q.Skills { // a skill that no session can require would refuse every visitor
		f.add(chat.CheckSkills(fmt.Sprintf("%s[%d]", below(at, "skills"), i), []chat.Skill{s}))
	}
	f.when(q.Broadcast < 0 || q.Broadcast > chat.MaxOffers, below(at, "broadcast"), "want 1 to %d", chat.MaxOffers)
	f.when(q.Limit < 0, below(at, "limit"), "must not be negative")
	f.when(q.Reopen < 0 || q.Limit > 0 && q.Reopen >= q.Limit, below(at, "reopen"), "want 0 or more, and less than the limit")
	f.when(!q.NoAgent.valid(), below(at, "no_agent"), "want message, wait or refuse")
	for _, x := range []struct {
		field string
		span  time.Duration
	}{
		{"offer_for", q.OfferFor}, {"overflow_after", q.OverflowAfter}, {"max_wait", q.MaxWait}, {"admit", q.Admit}, {"summon", q.Summon}, {"target", q.Target}, {"handle_time", q.HandleTime},
	} {
		f.when(x.span < 0 || x.span > maxSpan, below(at, x.field), "want 0 to 100 years")
	}
	f.when(q.AwayAfter < -maxSpan || q.AwayAfter > maxSpan, below(at, "away_after"), "want at most 100 years")
	q.checkRings(&f, at, known)
	checkPolicy(&f, below(at, "policy"), q.Policy)
	return errors.Join(f...)
}

func (q Queue) checkRings(f *faults, at string, known Known) {
	var before time.Duration
	for i, r := range q.Rings {
		ring := fmt.Sprintf("%s[%d]", below(at, "rings"), i)
		f.when(r.After <= before || r.After > maxSpan, ring+".after", "want more than 0, more than the ring before, and at most 100 years")
		f.when(r.Lower < 0, ring+".lower", "must not be negative")
		f.when(slices.Contains(r.Drop, ""), ring+".drop", "names an empty skill")
		for _, other := range r.Queues {
			f.when(!known.HasQueue(other), ring+".queues", "there is no queue %q", other)
		}
		before = r.After
	}
}

// checkPolicy refuses a policy that no session could have. A negative time switches a deadline off.
func checkPolicy(f *faults, at string, p chat.Policy) {
	f.when(p.WrapWeight < -1 || p.WrapWeight > chat.MaxWeight, at+".wrap_weight", "want -1 to %d", chat.MaxWeight)
	f.when(p.HeldWeight < 0 || p.HeldWeight > chat.MaxWeight, at+".held_weight", "want 0 to %d", chat.MaxWeight)
	const maxMissed = 100
	misses := p.MissedMax >= -1 && p.MissedMax <= maxMissed
	f.when(!misses, at+".missed_max", "want -1 to %d", maxMissed)
	for _, x := range []struct {
		field string
		span  time.Duration
	}{
		{"warn_after", p.WarnAfter}, {"close_after", p.CloseAfter}, {"idle_after", p.IdleAfter}, {"wrap_up", p.WrapUp}, {"hold_for", p.HoldFor},
		{"reopen_for", p.ReopenFor}, {"miss_for", p.MissFor}, {"decline_for", p.DeclineFor}, {"sticky_for", p.StickyFor}, {"grace", p.Grace},
	} {
		f.when(x.span < -maxSpan || x.span > maxSpan, at+"."+x.field, "want at most 100 years")
	}
}
