package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// Settings is what a team works by. Each part is a record of its own, which a supervisor or the
// host changes.
type Settings struct {
	Sites     []Site
	Queues    []Queue
	Agents    []AgentSettings
	Schedules []Schedule
	Rules     []trigger.Rule
	Canned    []Canned
}

// Absent, as the Revision of a setting to be written, says that there must be none yet. Revision 0
// writes over any.
const Absent store.Rev = 1<<64 - 1

// Site is one storefront.
type Site struct {
	ID       chat.SiteID    `json:"id"`
	Name     string         `json:"name,omitempty"`
	Schedule string         `json:"schedule,omitempty"` // the name of its hours. Default: always open
	Queues   []chat.QueueID `json:"queues"`             // which a visitor may choose; the first is the default
	Never    []string       `json:"never,omitempty"`    // pages on which no prompt is ever shown, as in trigger.Config: "/checkout" is it and all below, however it is written
	NoChat   []string       `json:"no_chat,omitempty"`  // pages that offer no chat at all
	Form     []Field        `json:"form,omitempty"`     // what is asked before a session. Default: a name that may be left out
	Consent  Consent        `json:"consent,omitzero"`
	Texts    Texts          `json:"texts,omitempty"` // by language, then by name: title, greeting, closed, …

	Revision store.Rev `json:"-"`
}

// Texts are words by language tag, then by their purpose.
type Texts map[string]map[string]string

// Field is one question before a session.
type Field struct {
	Name     string            `json:"name"` // name, email, phone or text
	Required bool              `json:"required,omitempty"`
	Label    map[string]string `json:"label,omitempty"` // by language tag
}

// Consent is what a visitor must agree to before a session. The zero Consent asks for nothing.
type Consent struct {
	Version string            `json:"version,omitempty"` // names the text; empty: nothing is asked for
	Text    map[string]string `json:"text,omitempty"`
	URL     string            `json:"url,omitempty"`
}

// Queue is a line of sessions and how it is served.
type Queue struct {
	ID            chat.QueueID  `json:"id"`
	Name          string        `json:"name,omitempty"`
	Schedule      string        `json:"schedule,omitempty"`       // Default: the site's
	Priority      int           `json:"priority,omitempty"`       // added to each visitor's own, -1000 to 1000
	Weight        int           `json:"weight,omitempty"`         // units of capacity a session takes. Default: 1
	Skills        []chat.Skill  `json:"skills,omitempty"`         // required of its agents
	OfferFor      time.Duration `json:"offer_for,omitempty"`      // time to accept. Default: 25 seconds
	Broadcast     int           `json:"broadcast,omitempty"`      // how many agents are offered it at once. Default: 1
	AutoAccept    bool          `json:"auto_accept,omitempty"`    // assign without an offer step
	Manual        bool          `json:"manual,omitempty"`         // agents pick; nothing is offered
	Rings         []Ring        `json:"rings,omitempty"`          // how the search widens
	Overflow      chat.QueueID  `json:"overflow,omitempty"`       // to which a session goes that has waited too long
	OverflowAfter time.Duration `json:"overflow_after,omitempty"` // Default: at once if nobody is free
	Limit         int           `json:"limit,omitempty"`          // of waiting sessions; newcomers beyond it are turned away. Default: none
	Reopen        int           `json:"reopen,omitempty"`         // a full queue admits again when it is down to so many. Default: nine tenths of Limit
	MaxWait       time.Duration `json:"max_wait,omitempty"`       // after which a session becomes a message. Default: none
	NoAgent       NoAgent       `json:"no_agent,omitempty"`       // what happens when nobody who could serve it is there. Default: NoAgentMessage
	Policy        chat.Policy   `json:"policy,omitzero"`
	Target        time.Duration `json:"target,omitempty"` // of the service level. Default: 20 seconds
	// HandleTime is the typical length of a session, as the shop estimates it. Expected waits go by
	// it until the queue has figures of its own. Default: none, and the wait is unknown.
	HandleTime time.Duration `json:"handle_time,omitempty"`

	Revision store.Rev `json:"-"`
}

// Ring is one step by which the search for an agent widens.
type Ring struct {
	After  time.Duration  `json:"after"`
	Drop   []string       `json:"drop,omitempty"`   // skills no longer required
	Lower  int            `json:"lower,omitempty"`  // levels taken off
	Anyone bool           `json:"anyone,omitempty"` // no skills are required any more
	Queues []chat.QueueID `json:"queues,omitempty"` // whose agents may serve it too
}

// AgentSettings is an agent as the host or a supervisor sets one up.
type AgentSettings struct {
	Login      string        `json:"-"`  // the host's own id. Required for a new agent; kept as a keyed hash alone, so never answered
	ID         chat.AgentID  `json:"id"` // the minted one. Default: the one of Login
	Name       string        `json:"name"`
	Supervisor bool          `json:"supervisor,omitempty"`
	Bot        bool          `json:"bot,omitempty"`
	Everything bool          `json:"everything,omitempty"` // watches and changes everything, whatever Queues says. Default: for a supervisor whom the host gives no queues
	Queues     []chat.Serves `json:"queues"`               // whose sessions are offered, and which a supervisor watches
	Skills     []chat.Skill  `json:"skills,omitempty"`     // a level of 0 counts as 1
	Languages  []string      `json:"languages,omitempty"`
	Capacity   int           `json:"capacity"` // units. Default: 3
	Tier       int           `json:"tier,omitempty"`

	Revision store.Rev `json:"-"`
}

// Schedule is hours by name.
type Schedule struct {
	ID    string          `json:"id"`
	Hours *hours.Schedule `json:"hours"`

	Revision store.Rev `json:"-"`
}

// Canned is a reply that agents may insert.
type Canned struct {
	ID    string            `json:"id"`
	Title string            `json:"title"`
	Text  map[string]string `json:"text"`            // by language tag
	Queue chat.QueueID      `json:"queue,omitempty"` // Default: every queue

	Revision store.Rev `json:"-"`
}

// RuleSetting is one rule with its revision.
type RuleSetting struct {
	Rule     trigger.Rule
	Revision store.Rev
}
