package desk

import "github.com/switchboard-go/switchboard/chat"

// agent is an agent as colleagues see one, with where they stand in their plan.
func (vs views) agent(a chat.Agent) AgentView {
	v := AgentView{
		ID: a.ID, Name: a.Name, Photo: a.Photo,
		Supervisor: a.Supervisor, Everything: a.Oversees(), Bot: a.Bot,
		Hosted: a.Hosted, Mode: a.Mode, Reason: a.ModeReason, Since: a.ModeAt, Capacity: a.Capacity,
		Load: a.Load, Sessions: a.Sessions, Languages: a.Languages, Missed: a.Missed,
		Can:   Can{vs.escalates, vs.shows, vs.attaches},
		Shift: vs.replica.Shift(a, vs.now()),
	}
	if v.Powers = a.Powers; a.Supervisor && len(a.Powers) == 0 {
		v.Powers = []chat.Power{chat.PowerEverything}
	}
	for _, s := range a.Queues {
		v.Queues = append(v.Queues, s.Queue)
	}
	return v
}
