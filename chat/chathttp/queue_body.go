package chathttp

import (
	"math"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// queueBody is a queue as it travels: a settings.Queue with its times in seconds.
type queueBody struct {
	ID            chat.QueueID `json:"id,omitempty"`
	Name          string       `json:"name,omitempty"`
	Schedule      string       `json:"schedule,omitempty"`
	Priority      int          `json:"priority,omitempty"`
	Weight        int          `json:"weight,omitempty"`
	Skills        []chat.Skill `json:"skills,omitempty"`
	OfferFor      int32        `json:"offer_for_seconds,omitempty"`
	Broadcast     int          `json:"broadcast,omitempty"`
	AutoAccept    bool         `json:"auto_accept,omitempty"`
	Manual        bool         `json:"manual,omitempty"`
	Rings         []ringBody   `json:"rings,omitempty"`
	Overflow      chat.QueueID `json:"overflow,omitempty"`
	OverflowAfter int32        `json:"overflow_after_seconds,omitempty"`
	Limit         int          `json:"limit,omitempty"`
	Reopen        int          `json:"reopen,omitempty"`
	MaxWait       int32        `json:"max_wait_seconds,omitempty"`
	awayBody
	Policy     policyBody `json:"policy,omitzero"`
	Target     int32      `json:"target_seconds,omitempty"`
	HandleTime int32      `json:"handle_time_seconds,omitempty"`
}

// awayBody is what a settings.Queue says of newcomers who would wait too long, and of the time in which nobody is there.
type awayBody struct {
	Admit     int32            `json:"admit_seconds,omitempty"`
	Summon    int32            `json:"summon_seconds,omitempty"`
	NoAgent   settings.NoAgent `json:"no_agent,omitempty"`
	AwayAfter int32            `json:"away_after_seconds,omitempty"`
}

// ringBody is a settings.Ring.
type ringBody struct {
	After  int32          `json:"after_seconds"`
	Drop   []string       `json:"drop,omitempty"`
	Lower  int            `json:"lower,omitempty"`
	Anyone bool           `json:"anyone,omitempty"`
	Queues []chat.QueueID `json:"queues,omitempty"`
}

// policyBody is a chat.Policy; a negative time is off, as there.
type policyBody struct {
	WarnAfter  int32 `json:"warn_after_seconds,omitempty"`
	CloseAfter int32 `json:"close_after_seconds,omitempty"`
	IdleAfter  int32 `json:"idle_after_seconds,omitempty"`
	WrapUp     int32 `json:"wrap_up_seconds,omitempty"`
	WrapWeight int   `json:"wrap_weight,omitempty"`
	HeldWeight int   `json:"held_weight,omitempty"`
	HoldFor    int32 `json:"hold_for_seconds,omitempty"`
	ReopenFor  int32 `json:"reopen_for_seconds,omitempty"`
	MissFor    int32 `json:"miss_for_seconds,omitempty"`
	DeclineFor int32 `json:"decline_for_seconds,omitempty"`
	MissedMax  int   `json:"missed_max,omitempty"`
	StickyFor  int32 `json:"sticky_for_seconds,omitempty"`
	Grace      int32 `json:"grace_seconds,omitempty"`
}

// span and secs turn times into each other; what is finer than a second is rounded away from zero, so that it stays on or off.
func span(s int32) time.Duration { return time.Duration(s) * time.Second }

func secs(d time.Duration) int32 {
	if d < 0 {
		return -secs(-max(d, -math.MaxInt64))
	}
	return int32(min(seconds(d), math.MaxInt32))
}

func (b queueBody) queue() settings.Queue {
	return settings.Queue{
		ID: b.ID, Name: b.Name, Schedule: b.Schedule, Priority: b.Priority, Weight: b.Weight, Skills: b.Skills,
		OfferFor: span(b.OfferFor), Broadcast: b.Broadcast, AutoAccept: b.AutoAccept, Manual: b.Manual, Rings: rings(b.Rings, ringBody.ring),
		Overflow: b.Overflow, OverflowAfter: span(b.OverflowAfter), Limit: b.Limit, Reopen: b.Reopen, MaxWait: span(b.MaxWait),
		NoAgent: b.NoAgent, AwayAfter: span(b.AwayAfter), Admit: span(b.Admit), Summon: span(b.Summon),
		Target: span(b.Target), HandleTime: span(b.HandleTime), Policy: b.Policy.policy(),
	}
}

func bodyOfQueue(q settings.Queue) queueBody {
	return queueBody{
		ID: q.ID, Name: q.Name, Schedule: q.Schedule, Priority: q.Priority, Weight: q.Weight, Skills: q.Skills,
		OfferFor: secs(q.OfferFor), Broadcast: q.Broadcast, AutoAccept: q.AutoAccept, Manual: q.Manual, Rings: rings(q.Rings, bodyOfRing),
		Overflow: q.Overflow, OverflowAfter: secs(q.OverflowAfter), Limit: q.Limit, Reopen: q.Reopen, MaxWait: secs(q.MaxWait),
		awayBody: awayBody{NoAgent: q.NoAgent, AwayAfter: secs(q.AwayAfter), Admit: secs(q.Admit), Summon: secs(q.Summon)},
		Target:   secs(q.Target), HandleTime: secs(q.HandleTime), Policy: bodyOfPolicy(q.Policy),
	}
}

// rings is each, but no rings stay no rings.
func rings[T, V any](s []T, f func(T) V) []V {
	if s == nil {
		return nil
	}
	return each(s, f)
}

func (b ringBody) ring() settings.Ring {
	return settings.Ring{After: span(b.After), Drop: b.Drop, Lower: b.Lower, Anyone: b.Anyone, Queues: b.Queues}
}

func bodyOfRing(r settings.Ring) ringBody {
	return ringBody{After: secs(r.After), Drop: r.Drop, Lower: r.Lower, Anyone: r.Anyone, Queues: r.Queues}
}

func (b policyBody) policy() chat.Policy {
	return chat.Policy{
		WarnAfter: span(b.WarnAfter), CloseAfter: span(b.CloseAfter), IdleAfter: span(b.IdleAfter), WrapUp: span(b.WrapUp),
		WrapWeight: b.WrapWeight, HeldWeight: b.HeldWeight, HoldFor: span(b.HoldFor), ReopenFor: span(b.ReopenFor),
		MissFor: span(b.MissFor), DeclineFor: span(b.DeclineFor), StickyFor: span(b.StickyFor), Grace: span(b.Grace),
		MissedMax: b.MissedMax,
	}
}

func bodyOfPolicy(p chat.Policy) policyBody {
	return policyBody{
		WarnAfter: secs(p.WarnAfter), CloseAfter: secs(p.CloseAfter), IdleAfter: secs(p.IdleAfter), WrapUp: secs(p.WrapUp),
		WrapWeight: p.WrapWeight, HeldWeight: p.HeldWeight, HoldFor: secs(p.HoldFor), ReopenFor: secs(p.ReopenFor),
		MissFor: secs(p.MissFor), DeclineFor: secs(p.DeclineFor), StickyFor: secs(p.StickyFor), Grace: secs(p.Grace),
		MissedMax: p.MissedMax,
	}
}
