package routing

import "time"

// AgentFact is an agent's record. Its zero value is an agent without an id, which is ignored.
type AgentFact struct {
	ID   string
	Rev  uint64 // of the record; a fact with the same or a lower one is ignored
	Gone bool   // the agent was deleted; all but ID and Rev may be empty

	Mode     Mode
	Capacity int // units the agent can carry; 0 or less takes nothing
	Used     int // units charged: offers, active chats, wrap-ups; may exceed Capacity
	// Channels caps single channels. A channel not listed is limited by Capacity alone.
	Channels []ChannelLoad
	Skills   []Skill
	// Languages the agent speaks. Empty means every one.
	Languages []string
	// Queues the agent serves. Empty means all of them, with priority 0.
	Queues []Membership
	// Tier orders groups of agents: all of a lower tier go first. A bot first, people next,
	// supervisors last.
	Tier int
	// Never keeps the agent from all automatic decisions; a manual pick is possible.
	Never bool
	// AutoAccept assigns to this agent without asking.
	AutoAccept bool
	// Share is the agent's part under [Weighted]; less than 1 counts as 1.
	Share int
	// IdleSince is when the agent's load last changed.
	IdleSince time.Time
	// Turn as the agent's last Offer or Assign gave it.
	Turn int64
	// Busy is the part of the signed-in time with load, in thousandths, for [Occupancy].
	Busy int
	// Missed counts the offers in a row that expired.
	Missed int
	// LostSince is when the agent's last connection broke; zero while connected.
	LostSince time.Time
}

// ChannelLoad is an agent's cap and present number of requests on a channel.
type ChannelLoad struct {
	Channel string
	Max     int // 0 switches the channel off for this agent
	Used    int
}

// Skill is something an agent can do, at a level, or a request needs, at a level or above. Levels
// start at 1; 0 counts as 1.
type Skill struct {
	Name  string
	Level int
}

// Membership is an agent's place in a queue.
type Membership struct {
	Queue string
	// Priority orders the agent's queues, and the queue's agents: lower first, from 0.
	Priority int
	// Delay is how long a request must have waited before this agent helps.
	Delay time.Duration
}
