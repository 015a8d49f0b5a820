package assign

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// Session returns a session as a routing fact. rev is its record's revision. A session that has
// ended is Gone.
func Session(s chat.Session, rev uint64) routing.RequestFact {
	f := routing.RequestFact{ID: string(s.ID), Rev: rev, Gone: s.State.Ended()}
	if f.Gone {
		return f
	}
	f.Phase, f.Queue, f.Weight, f.Priority = phases[s.State], string(s.Queue), s.Weight, s.Priority
	f.EnqueuedAt, f.QueueSince, f.Ring, f.Skills = s.QueuedAt, s.EnteredAt, s.Ring, skills(s.Skills)
	f.Offered, f.Idle, f.Admitted = s.Offered, s.Idle, !s.Arriving
	for _, x := range s.Excluded {
		f.Exclude = append(f.Exclude, routing.Exclusion{Agent: string(x.Agent), Until: x.Until, Again: x.Again, Tries: x.Tries})
	}
	f.Language = chat.Language(s.Contact.Locale)
	if s.Sticky != nil {
		f.Prefer, f.PreferUntil = string(s.Sticky.Agent), s.Sticky.Until
	}
	if s.State.Owned() {
		f.Agent, f.ActiveSince = string(s.Agent), s.StateAt
	}
	for _, o := range s.Offers {
		if !o.Transfer {
			f.Offers = append(f.Offers, routing.PendingOffer{Number: o.N, Agent: string(o.Agent)})
		}
	}
	return f
}

var phases = map[chat.State]routing.Phase{
	chat.Queued: routing.Queued, chat.Offered: routing.Offered, chat.Active: routing.Active, chat.Held: routing.Held,
	chat.Wrapping: routing.Wrapping,
}

// Agent returns an agent as a routing fact. rev is the record's revision. A removed agent is Gone.
func Agent(a chat.Agent, rev uint64) routing.AgentFact {
	f := routing.AgentFact{ID: string(a.ID), Rev: rev, Gone: a.Removed}
	if f.Gone {
		return f
	}
	mode := a.Mode
	if mode == chat.Lost {
		mode, f.LostSince = a.Before, a.LostAt
	}
	f.Mode, f.Capacity, f.Used, f.Tier, f.Skills = modes[mode], a.Capacity, a.Load, a.Tier, skills(a.Skills)
	f.IdleSince, f.Turn, f.Share, f.Missed = a.IdleSince, a.Turn, a.Share, a.Missed
	for _, l := range a.Languages {
		f.Languages = append(f.Languages, chat.Language(l))
	}
	f.Never = len(a.Queues) == 0
	for _, s := range a.Queues {
		f.Queues = append(f.Queues, routing.Membership{Queue: string(s.Queue), Priority: s.Priority, Delay: s.Delay})
	}
	return f
}

var modes = map[chat.AgentMode]routing.Mode{
	chat.Offline: routing.Offline, chat.Available: routing.Available, chat.Break: routing.Break, chat.Draining: routing.Draining,
}

func skills(ss []chat.Skill) []routing.Skill {
	var out []routing.Skill
	for _, s := range ss {
		out = append(out, routing.Skill{Name: s.Name, Level: s.Level})
	}
	return out
}
