package shifts

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// Book keeps the plans of agents who have hours of their own, so that these are read once for each
// change. The zero Book is empty and ready. It is for one goroutine at a time.
type Book struct {
	own map[chat.AgentID]page
}

type page struct {
	text  json.RawMessage
	hours *hours.Schedule
}

// Plan returns an agent's plan: of the agent's own hours, or of the schedule that their settings
// name. Team is the team's handover. Hours that cannot be read, or are not there, are none.
func (b *Book) Plan(
	a chat.Agent, named func(schedule string) *hours.Schedule, team time.Duration,
) Plan {
	p := Plan{Handover: team}
	if a.Plan.Handover != 0 {
		p.Handover = a.Plan.Handover
	}
	switch {
	case len(a.Plan.Own) > 0:
		p.Hours = b.hours(a)
	case a.Plan.Schedule != "":
		p.Hours = named(a.Plan.Schedule)
	}
	return p
}

func (b *Book) hours(a chat.Agent) *hours.Schedule {
	if x, ok := b.own[a.ID]; ok && bytes.Equal(x.text, a.Plan.Own) {
		return x.hours
	}
	if b.own == nil {
		b.own = map[chat.AgentID]page{}
	}
	x := page{text: bytes.Clone(a.Plan.Own), hours: new(hours.Schedule)}
	if err := json.Unmarshal(a.Plan.Own, x.hours); err != nil {
		x.hours = nil
	}
	b.own[a.ID] = x
	return x.hours
}

// Drop forgets an agent.
func (b *Book) Drop(id chat.AgentID) { delete(b.own, id) }
