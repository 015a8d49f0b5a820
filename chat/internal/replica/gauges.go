package replica

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Gauges is how much there is of what a team is watched by.
type Gauges struct {
	Loaded    bool // the rest is known
	Queues    []QueueGauges
	Team      map[chat.AgentMode]Crew // people, each once
	Bots      int                     // who are available
	Connected int                     // people who are connected to some node
	Outbox    int                     // effects that are not done
}

// QueueGauges is how much there is of it in one queue.
type QueueGauges struct {
	Lines [Urgencies]LineGauge
	Free  int                     // units that people could be offered now
	Team  map[chat.AgentMode]Crew // people who serve it
}

// Urgency classes sessions by their visitors' own priority.
type Urgency int

// The urgencies.
const (
	UrgencyLow Urgency = iota // below 0
	UrgencyNormal
	UrgencyHigh // above 0
	Urgencies   = 3
)

// LineGauge is a line.
type LineGauge struct {
	Waiting int
	Oldest  time.Duration
}

// Crew is some people.
type Crew struct {
	Agents   int
	Capacity int // their units
	Load     int // those that are taken
}

// with returns the crew with one agent more.
func (c Crew) with(a chat.Agent) Crew {
	return Crew{c.Agents + 1, c.Capacity + a.Capacity, c.Load + a.Load}
}

// meter is the part of a Replica that counts.
type meter struct{ r *Replica }

// Gauges counts, in queues in the order asked for. It looks at every session in line and at every
// agent, and reads no store.
func (m meter) Gauges(queues []chat.QueueID, now time.Time) Gauges {
	m.r.mu.Lock()
	defer m.r.mu.Unlock()
	s := &m.r.state
	g := Gauges{
		Loaded: s.loaded, Team: map[chat.AgentMode]Crew{}, Outbox: len(s.effects),
		Queues: make([]QueueGauges, len(queues)),
	}
	if !s.loaded {
		return g
	}
	for i, q := range queues {
		g.Queues[i].Team = map[chat.AgentMode]Crew{}
		g.Queues[i].Free = s.settings.Demand(q).Among(s.team.there).Free
		for id := range s.sessions.line[q] {
			waits := &s.sessions.at(id).value
			line := &g.Queues[i].Lines[urgency(waits.Priority)]
			line.Waiting++
			line.Oldest = max(line.Oldest, now.Sub(waits.WaitingSince()))
		}
	}
	for _, a := range s.team.list() {
		// A bot has no shift and no chair: it is no part of the team.
		if a.Bot {
			if a.Mode == chat.Available {
				g.Bots++
			}
			continue
		}
		g.Team[a.Mode] = g.Team[a.Mode].with(a)
		if here, _ := s.connections.present(a.ID); here {
			g.Connected++
		}
		for _, serves := range a.Queues {
			if i := slices.Index(queues, serves.Queue); i >= 0 {
				g.Queues[i].Team[a.Mode] = g.Queues[i].Team[a.Mode].with(a)
			}
		}
	}
	return g
}

// urgency returns the class of a priority. The queue's own priority is no part of it.
func urgency(priority int) Urgency {
	switch {
	case priority < 0:
		return UrgencyLow
	case priority > 0:
		return UrgencyHigh
	}
	return UrgencyNormal
}
