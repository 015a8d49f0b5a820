package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// Agent is an agent as the host or a supervisor sets one up.
type Agent struct {
	// Login is the host's own id. Required for a new agent; kept as a keyed hash alone, so never
	// answered.
	Login string `json:"-"`
	// ID is the minted one. Default: the one of Login.
	ID   chat.AgentID `json:"id" host:"true"`
	Name string       `json:"name" need:"true"`
	// Photo is the address of the agent's picture, which visitors and colleagues see: https, or a
	// path on the API's origin, see chat.CheckPicture. Default: none, the first letter of Name.
	Photo string `json:"photo,omitempty"`
	// Supervisor and Bot are the host's to say.
	Supervisor bool `json:"supervisor,omitempty" host:"true"`
	Bot        bool `json:"bot,omitempty" host:"true"`
	// Hosted says that code of the host leads the agent and holds no stream. Such an agent is never
	// lost because nobody is connected; any other who takes sessions is, see Agent.Events in package
	// desk. It is the host's to say. Default: false.
	Hosted bool `json:"hosted,omitempty" host:"true"`
	// Everything says that a supervisor watches and changes everything, whatever Queues says.
	// Default: for a supervisor whom the host gives no queues.
	Everything bool `json:"everything,omitempty"`
	// Powers are what a supervisor may do in the queues they watch: see, and any of answer, place,
	// configure and erase. The host alone gives them. An agent who is no supervisor may be given
	// place, with see and answer: they put the line of their queues in order. Default: of a
	// supervisor, everything; of any other agent, see and answer.
	Powers []chat.Power `json:"powers,omitempty" host:"true"`
	// Queues are those whose sessions are offered, and which a supervisor watches.
	Queues []chat.Serves `json:"queues"`
	// Skills are what the agent can do; a level of 0 counts as 1. Default: none.
	Skills []chat.Skill `json:"skills,omitempty"`
	// Languages are the tags of those the agent speaks, the first of them their own. Visitors who
	// speak one of them are offered to the agent before they are to others, see Service.LanguageFor.
	// Default: not said, every one.
	Languages []string `json:"languages,omitempty"`
	// Capacity is the units the agent can carry. Default: 3.
	Capacity int `json:"capacity" range:"1,64" default:"3" unit:"units"`
	// Tier orders groups of agents: a lower one is offered sessions first. Default: 0.
	Tier int `json:"tier,omitempty" range:"-1000,1000" default:"0"`
	// Schedule names the hours of the agent's shifts. A gap of up to two hours between two parts of a
	// shift is a planned break. Default: no shifts, the agent works when they choose to.
	Schedule string `json:"schedule,omitempty"`
	// Shifts are hours of the agent's own, in the place of Schedule. Default: none.
	Shifts *hours.Schedule `json:"shifts,omitempty"`
	// Handover is how long before the end of a shift the agent takes nothing new. Negative: not at
	// all. Default: the team's, see Routing.
	Handover time.Duration `json:"handover,omitempty" range:"any"`
	// Share is the agent's part of the turns under StrategyWeighted. Default: 1.
	Share int `json:"share,omitempty" range:"1,1000" default:"1"`

	// Revision is that of what is written here, whatever else an agent's record says: see
	// Settings.Agents in package desk. Set, it is the one that a change builds on. Default: 0, which
	// writes over any.
	Revision Revision `json:"-"`
}

const (
	maxLogin        = 256     // bytes of a host's own id
	DefaultCapacity = 3       // units of an agent whose settings give none
	maxShifts       = 8 << 10 // bytes of an agent's own hours
	maxHandover     = 12 * time.Hour
)

// agentPowers are the powers that somebody may have who is no supervisor.
var agentPowers = []chat.Power{chat.PowerSee, chat.PowerAnswer, chat.PowerPlace}

// Check refuses settings of an agent that are out of bounds or name an unknown queue. Errors name
// their fields below at.
func (a Agent) Check(at string, known Known) error {
	var f faults
	f.when(len(a.Login) > maxLogin, below(at, "login"),
		"%d bytes, at most %d", len(a.Login), maxLogin)
	f.under(at, chat.CheckAgent(chat.Agent{
		Name: a.Name, Queues: a.Queues, Skills: a.Skills, Capacity: a.Capacity, Tier: a.Tier,
		Person: chat.Person{Photo: a.Photo, Languages: a.Languages},
	}))
	for i, q := range a.Queues[:min(len(a.Queues), chat.MaxServes)] {
		f.when(!known.HasQueue(q.Queue), fmt.Sprintf("%s[%d].queue", below(at, "queues"), i),
			"there is no queue %.64q", q.Queue)
	}
	f.when(a.Everything && !a.Supervisor, below(at, "everything"),
		"only a supervisor watches everything")
	f.when(a.Share < 0 || a.Share > 1000, below(at, "share"), "want 1 to 1000")
	for i, p := range a.Powers {
		alone := !a.Supervisor && !slices.Contains(agentPowers, p)
		f.when(alone, fmt.Sprintf("%s[%d]", below(at, "powers"), i), "only a supervisor may %.64s", p)
	}
	f.under(at, chat.CheckPowers(a.Powers))
	a.checkShifts(&f, at, known)
	return errors.Join(f...)
}

func (a Agent) checkShifts(f *faults, at string, known Known) {
	f.when(a.Schedule != "" && !known.HasSchedule(a.Schedule), below(at, "schedule"),
		"there is no schedule %.64q", a.Schedule)
	f.when(a.Schedule != "" && a.Shifts != nil, below(at, "shifts"), "want schedule or shifts, not both")
	f.when(a.Handover > maxHandover, below(at, "handover"), "want at most 12 hours")
	text, err := a.OwnHours()
	f.when(err != nil, below(at, "shifts"), "%v", err)
	f.when(len(text) > maxShifts, below(at, "shifts"), "%d bytes, at most %d", len(text), maxShifts)
}

// OwnHours returns Shifts as they are kept in the agent's record; nil for none.
func (a Agent) OwnHours() (json.RawMessage, error) {
	if a.Shifts == nil {
		return nil, nil
	}
	return json.Marshal(a.Shifts)
}
