package desk

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// Stats is how a desk stands at an instant, as this node knows it: what the operator's gauges show.
// Queues, Team, Connected and Outbox are of the whole team, and each node says the same of them,
// but for Lag. The others are this node's own.
type Stats struct {
	At        time.Time
	Waiting   int           // sessions in line, in all queues
	Oldest    time.Duration // how long the first of them has waited; 0: nobody waits
	Queues    []QueueStats
	Team      map[chat.AgentMode]Crew // people, each once, by their mode
	Bots      int                     // bots that are available
	Connected int                     // people with a stream, or calls that keep them, on some node
	Outbox    int                     // effects on the outside that are not done: mails, hand-offs

	Streams map[StreamScope]int // open to this node; all scopes are there
	// Lag is how old this node's picture may be: how long the store's feed has owed it an answer. 0:
	// it is up to date. Loaded is false as long as there is no picture at all: then it is 0, too.
	Lag     time.Duration
	Loaded  bool
	Leading bool // this node leads
	// Degraded is how many settings and agents are not in force as they stand: Desk.Ready names
	// them. A node that is to fetch files and has no Config.Blobs counts as one.
	Degraded int
}

// QueueStats is how one queue stands.
type QueueStats struct {
	Queue chat.QueueID
	// Lines are who waits, by the visitors' own priority: below 0, 0 and above 0.
	Low, Normal, High LineStats
	Free              int                     // units that people could be offered now
	Team              map[chat.AgentMode]Crew // people who serve it; somebody may serve several
}

// LineStats is who waits.
type LineStats struct {
	Waiting int
	Oldest  time.Duration // how long the first of them has waited; 0: nobody waits
}

// Crew is some people, with the units of their capacity and those that are taken.
type Crew struct{ Agents, Capacity, Load int }

// StreamScope is what a stream shows.
type StreamScope string

// The scopes of streams.
const (
	StreamVisitor StreamScope = "visitor"
	StreamAgent   StreamScope = "agent"
	StreamBoard   StreamScope = "board"
)

// Stats adds up how things stand. It reads no store and waits for nothing: its cost grows with the
// agents and with those who wait.
func (h Host) Stats() Stats {
	e, now := &h.d.engine, h.d.now()
	out := Stats{
		At: now, Streams: e.feed.open.counts(), Lag: e.feed.lag(), Leading: e.lease.Term() != 0,
		Degraded: len(e.replica.Unreadable()) + len(e.unfetched(h.d.cfg.Blobs)),
	}
	var queues []chat.QueueID
	if set := e.settings.Load(); set != nil {
		queues = slices.Concat(set.QueueIDs(), set.Held) // people wait in those, too
		out.Degraded += len(set.Degraded)
	}
	g := e.replica.Gauges(queues, now)
	out.Loaded, out.Bots, out.Connected, out.Outbox = g.Loaded, g.Bots, g.Connected, g.Outbox
	out.Team = crews(g.Team)
	for i, q := range g.Queues {
		x := QueueStats{Queue: queues[i], Free: q.Free, Team: crews(q.Team)}
		for urgency, line := range []*LineStats{&x.Low, &x.Normal, &x.High} {
			*line = LineStats(q.Lines[urgency])
			out.Waiting += line.Waiting
			out.Oldest = max(out.Oldest, line.Oldest)
		}
		out.Queues = append(out.Queues, x)
	}
	return out
}

func crews(team map[chat.AgentMode]replica.Crew) map[chat.AgentMode]Crew {
	out := make(map[chat.AgentMode]Crew, len(team))
	for mode, c := range team {
		out[mode] = Crew(c)
	}
	return out
}
