package settings

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Queue is a line of sessions and how it is served.
type Queue struct {
	ID       chat.QueueID `json:"id"`
	Name     string       `json:"name,omitempty"`
	Schedule string       `json:"schedule,omitempty"` // Default: the site's
	Priority int          `json:"priority,omitempty"` // added to each visitor's own, -1000 to 1000
	Weight   int          `json:"weight,omitempty"`   // units of capacity a session takes. Default: 1
	Skills   []chat.Skill `json:"skills,omitempty"`   // required of its agents
	// OfferFor is the time to accept. Default: 25 seconds.
	OfferFor time.Duration `json:"offer_for,omitempty"`
	// Broadcast is how many agents are offered it at once. Default: 1.
	Broadcast  int    `json:"broadcast,omitempty"`
	AutoAccept bool   `json:"auto_accept,omitempty"` // assign without an offer step
	Manual     bool   `json:"manual,omitempty"`      // agents pick; nothing is offered
	Rings      []Ring `json:"rings,omitempty"`       // how the search widens
	// Overflow is the queue to which a session goes that has waited too long. Default: none.
	Overflow chat.QueueID `json:"overflow,omitempty"`
	// OverflowAfter is the wait before that. Default: at once if nobody is free.
	OverflowAfter time.Duration `json:"overflow_after,omitempty"`
	// Limit is of waiting sessions; newcomers beyond it are turned away. Default: none.
	Limit int `json:"limit,omitempty"`
	// Reopen is how many wait when a full queue admits again. Default: nine tenths of Limit.
	Reopen int `json:"reopen,omitempty"`
	// MaxWait is the wait after which a session becomes a message. Default: none.
	MaxWait time.Duration `json:"max_wait,omitempty"`
	// Admit is the longest expected wait with which a newcomer is let into the line; who would wait
	// longer leaves a message. A wait that is not known is let in. Default: any.
	Admit time.Duration `json:"admit,omitempty"`
	// NoAgent is what happens when nobody who could serve it is there. Default: NoAgentMessage.
	NoAgent NoAgent `json:"no_agent,omitempty"`
	// AwayAfter is how long those in line are kept when nobody who could serve them is there any
	// more; then each becomes a message, unless NoAgent is NoAgentWait or the visitor has written
	// nothing. Negative: they are kept. Default: 2 minutes.
	AwayAfter time.Duration `json:"away_after,omitempty"`
	// Summon is how long a newcomer is kept in line though nobody is there, while the Notifier asks
	// somebody to come; then it becomes a message. It is for NoAgentMessage, and for a desk with a
	// Notifier. Default: off.
	Summon time.Duration `json:"summon,omitempty"`
	Policy chat.Policy   `json:"policy,omitzero"`
	// Target is that of the service level. Default: 20 seconds.
	Target time.Duration `json:"target,omitempty"`
	// HandleTime is the typical length of a session, as the shop estimates it. Expected waits go by
	// it until the queue has figures of its own. Default: none, and the wait is unknown.
	HandleTime time.Duration `json:"handle_time,omitempty"`

	Revision Revision `json:"-"`
}

// Ring is one step by which the search for an agent widens.
type Ring struct {
	After  time.Duration  `json:"after"`
	Drop   []string       `json:"drop,omitempty"`   // skills no longer required
	Lower  int            `json:"lower,omitempty"`  // levels taken off
	Anyone bool           `json:"anyone,omitempty"` // no skills are required any more
	Queues []chat.QueueID `json:"queues,omitempty"` // whose agents may serve it too
}

// From is a queue and those whose agents its rings let serve it too.
func (q Queue) From() []chat.QueueID {
	out := []chat.QueueID{q.ID}
	for _, r := range q.Rings {
		out = append(out, r.Queues...)
	}
	return out
}

// LeansOn returns the other queues whose agents may come to serve this one.
func (q Queue) LeansOn() map[chat.QueueID]bool {
	all := map[chat.QueueID]bool{}
	if q.Overflow != "" {
		all[q.Overflow] = true
	}
	for _, r := range q.Rings {
		for _, id := range r.Queues {
			all[id] = true
		}
	}
	return all
}
