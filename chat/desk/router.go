package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// RouterConfig is what a Router is made of: the queues among the settings, in routing's terms.
type RouterConfig = routing.Config

// Router decides who gets which session. Facts go in and proposals come out; a proposal is none until its record comes
// back as a fact. The desk calls it from one goroutine at a time.
type Router interface {
	// Set takes in a record, as far as routing depends on it. Facts that are not newer than the known one are ignored.
	Set(now time.Time, f routing.Fact)
	// Advance proposes what is to be done now. The slice is valid until the next call.
	Advance(now time.Time) []routing.Decision
	// Undo takes a proposal back whose commit failed.
	Undo(now time.Time, d routing.Decision)
	// NextDeadline is when Advance may have something new to propose, if no fact comes before.
	NextDeadline() (time.Time, bool)
	// Configure takes in other queues. Facts known so far stay.
	Configure(now time.Time, cfg routing.Config) error

	// Position is a session's place in its line, from 1.
	Position(id string) (int, bool)
	// Waiting is how many sessions are in a queue's line.
	Waiting(queue string) int
	// Full reports whether a queue is at its limit, those on offer counted, or was and has not fallen far enough since.
	Full(queue string) bool
	// Wait is how long a session will wait from now on.
	Wait(id string, now time.Time) routing.Estimate
	// Explain says of each agent why they do not get a waiting session, or why one got it.
	Explain(id string) []routing.Verdict
}

// requestFact is a session in routing's terms. Offers carry no deadline there: ending them is the session's own timer.
// An offer to take over somebody's session is none of the Router's: it would take it for one that came too late.
func requestFact(s chat.Session, rev store.Rev) routing.RequestFact {
	f := routing.RequestFact{ID: string(s.ID), Rev: uint64(rev), Gone: s.State.Ended()}
	if f.Gone {
		return f
	}
	f.Phase, f.Queue, f.Weight, f.Priority = phases[s.State], string(s.Queue), s.Weight, s.Priority
	f.EnqueuedAt, f.QueueSince, f.Ring, f.Skills = s.QueuedAt, s.EnteredAt, s.Ring, skillFacts(s.Skills)
	f.Offered, f.Idle, f.Admitted = s.Offered, s.Idle, !s.Arriving
	for _, x := range s.Excluded {
		f.Exclude = append(f.Exclude, routing.Exclusion{Agent: string(x.Agent), Until: x.Until, Again: x.Again, Tries: x.Tries})
	}
	if s.Sticky != nil {
		f.Prefer, f.PreferUntil = string(s.Sticky.Agent), s.Sticky.Until
	}
	if s.State.Owned() {
		f.Agent, f.ActiveSince = string(s.Agent), s.StateAt
	}
	for _, o := range s.Offers {
		if o.Transfer {
			continue
		}
		f.Offers = append(f.Offers, routing.PendingOffer{Number: o.N, Agent: string(o.Agent)})
	}
	return f
}

var phases = map[chat.State]routing.Phase{
	chat.Queued: routing.Queued, chat.Offered: routing.Offered, chat.Active: routing.Active, chat.Held: routing.Held,
	chat.Wrapping: routing.Wrapping,
}

// agentFact is an agent in routing's terms. An agent in no queue serves none, where routing's empty list would mean all.
func agentFact(a chat.Agent, rev store.Rev) routing.AgentFact {
	f := routing.AgentFact{ID: string(a.ID), Rev: uint64(rev), Gone: a.Removed}
	if f.Gone {
		return f
	}
	mode := a.Mode
	if mode == chat.Lost {
		mode, f.LostSince = a.Before, a.LostAt
	}
	f.Mode, f.Capacity, f.Used, f.Tier, f.Skills = modes[mode], a.Capacity, a.Load, a.Tier, skillFacts(a.Skills)
	f.IdleSince, f.Turn, f.Missed = a.IdleSince, a.Turn, a.Missed
	f.Never = len(a.Queues) == 0
	for _, s := range a.Queues {
		f.Queues = append(f.Queues, routing.Membership{Queue: string(s.Queue), Priority: s.Priority, Delay: s.Delay})
	}
	return f
}

var modes = map[chat.AgentMode]routing.Mode{
	chat.Offline: routing.Offline, chat.Available: routing.Available, chat.Break: routing.Break, chat.Draining: routing.Draining,
}

func skillFacts(ss []chat.Skill) []routing.Skill {
	var out []routing.Skill
	for _, s := range ss {
		out = append(out, routing.Skill{Name: s.Name, Level: s.Level})
	}
	return out
}

// chatReasons are routing's reasons in the words of a timeline.
var chatReasons = map[routing.Reason]chat.Reason{
	routing.ReasonExpired: chat.Expired, routing.ReasonAgentGone: chat.AgentGone, routing.ReasonGrace: chat.AgentGone,
	routing.ReasonAgentBreak: chat.OnBreak, routing.ReasonTaken: chat.Taken, routing.ReasonCancelled: chat.Rescinded,
	routing.ReasonMaxWait: chat.LongestWait, routing.ReasonQueueFull: chat.QueueFull, routing.ReasonNoRoute: chat.NoAgent,
	routing.ReasonWrapEnd: chat.WrapOver, routing.ReasonOverflow: chat.Overflowed, routing.ReasonRing: chat.Widened,
}
