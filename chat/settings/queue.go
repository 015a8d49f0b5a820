package settings

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Queue is a line of sessions and how it is served.
type Queue struct {
	ID   chat.QueueID `json:"id"`
	Name string       `json:"name,omitempty"`
	// Schedule is the name of its hours. Default: the site's.
	Schedule string `json:"schedule,omitempty"`
	// Priority is added to each visitor's own. Default: 0.
	Priority int `json:"priority,omitempty" range:"-1000,1000" default:"0"`
	// Weight is the units of capacity a session takes. Default: 1.
	Weight int `json:"weight,omitempty" range:"1,64" default:"1" unit:"units"`
	// Skills are required of its agents. Default: none.
	Skills []chat.Skill `json:"skills,omitempty"`
	// OfferFor is the time to accept. Default: 25 seconds.
	OfferFor time.Duration `json:"offer_for,omitempty" default:"25s"`
	// Broadcast is how many agents are offered it at once. Default: 1.
	Broadcast int `json:"broadcast,omitempty" range:"1,16" default:"1" unit:"agents"`
	// AutoAccept assigns without an offer step. Default: false.
	AutoAccept bool `json:"auto_accept,omitempty"`
	// Manual has agents pick; nothing is offered. Default: false.
	Manual bool `json:"manual,omitempty"`
	// Rings are how the search widens. Default: none.
	Rings []Ring `json:"rings,omitempty"`
	// Overflow is the queue to which a session goes that has waited too long. Default: none.
	Overflow chat.QueueID `json:"overflow,omitempty"`
	// OverflowAfter is the wait before that. Default: at once if nobody is free.
	OverflowAfter time.Duration `json:"overflow_after,omitempty" default:"0s"`
	// Limit is of waiting sessions; newcomers beyond it are turned away. Default: none.
	Limit int `json:"limit,omitempty" range:"0,1000000" unit:"sessions"`
	// Reopen is how many wait when a full queue admits again. Default: nine tenths of Limit.
	Reopen int `json:"reopen,omitempty" range:"0,1000000" unit:"sessions"`
	// MaxWait is the wait after which a session becomes a message. Default: none.
	MaxWait time.Duration `json:"max_wait,omitempty"`
	// Admit is the longest expected wait with which a newcomer is let into the line; who would wait
	// longer leaves a message. A wait that is not known is let in. Default: any.
	Admit time.Duration `json:"admit,omitempty"`
	// NoAgent is what happens when nobody who could serve it is there. Default: NoAgentMessage.
	NoAgent NoAgent `json:"no_agent,omitempty" enum:"message,wait,refuse" default:"message"`
	// AwayAfter is how long those in line are kept when nobody who could serve them is there any
	// more; then each becomes a message, unless NoAgent is NoAgentWait or the visitor has written
	// nothing. Negative: they are kept. Default: 2 minutes.
	AwayAfter time.Duration `json:"away_after,omitempty" range:"any" default:"2m"`
	// Summon is how long who comes, or comes back, is kept in line though nobody is there, while the
	// Notifier asks somebody to come; then it becomes a message. It is for NoAgentMessage, and for a
	// desk with a Notifier. Default: off.
	Summon time.Duration `json:"summon,omitempty"`
	Policy chat.Policy   `json:"policy,omitzero"`
	Service

	Revision Revision `json:"-"`
}

// Service is whom a queue is for, how well it is to be served, and by whom first.
type Service struct {
	// For is whom the queue is for. To anybody else there is no such queue: they cannot choose it,
	// no rule sends them there, and an ended session does not come back to it. It is asked whenever
	// a visitor comes; a session that agents transfer, or that Overflow moves, goes to the queue
	// all the same, and stays. Default: everybody.
	For Audience `json:"for,omitzero"`
	// Channels are the ways by which its visitors may come; messenger is Instagram too. Who writes by
	// one that no queue takes is kept in the first one of the site. Default: every way.
	Channels []Channel `json:"channels,omitempty" enum:"widget,messenger,whatsapp,telegram,mail"`
	// Strategy orders the agents of a tier. Default: the team's, see Routing.
	Strategy Strategy `json:"strategy,omitempty" enum:"strategies"`
	// Target is that of the service level. Default: 20 seconds.
	Target time.Duration `json:"target,omitempty" default:"20s"`
	// HandleTime is the typical length of a session, as the shop estimates it. Expected waits go by
	// it until the queue has figures of its own. Default: none, and the wait is unknown.
	HandleTime time.Duration `json:"handle_time,omitempty"`
	// ReplyWithin is how soon a message that was left is answered, in open time: the visitor is
	// told by when, and whether that came true is recorded. Default: nothing is told.
	ReplyWithin time.Duration `json:"reply_within,omitempty"`
	// SettleAfter is when a left message that nobody answered is closed, counted from when its
	// answer was promised, or else from when it was left. Negative: never. Default: 30 days.
	SettleAfter time.Duration `json:"settle_after,omitempty" range:"any" default:"720h"`
	// LanguageFor is how long a session is kept for agents who speak its visitor's language, while
	// one of them is there who could serve it, whether they have room or not. After that it goes to
	// anybody. An agent who says no languages speaks every one, and a visitor whose language is not
	// known is kept for nobody. Negative: nobody asks for the language. Default: 30 seconds.
	LanguageFor time.Duration `json:"language_for,omitempty" range:"any" default:"30s"`
	// CorrectFor is how long after a message its author may correct or withdraw it, while the session
	// goes on. Negative: nobody can. Default: 15 minutes.
	CorrectFor time.Duration `json:"correct_for,omitempty" range:"any" default:"15m"`
	// Fields are asked of who begins a session here, beside the site's own, at most 8. One with the
	// name of a site's takes its place. Default: none.
	Fields []OwnField `json:"fields,omitempty"`
	// SplitAt is how many characters, as people count them, each message of an agent has at most:
	// a longer answer becomes several, cut between paragraphs where that can be. Default: none is
	// cut.
	SplitAt int `json:"split_at,omitempty" range:"40,4000" unit:"characters"`
	// Outcomes are those of which an agent who ends a session states one, at most 30, each 1 to 40
	// characters. Default: none.
	Outcomes []string `json:"outcomes,omitempty"`
	// OutcomeNeeded says that an agent has to: at the end, or at the end of the wrap-up where there
	// is one. Default: false.
	OutcomeNeeded bool `json:"outcome_needed,omitempty"`
	// SameAgentFor is how long a new session of a visitor who comes back is kept for the agent who had
	// their last one, if that ended within the policy's ReopenFor and the agent has room for it. After
	// that, and after an offer that the agent did not accept, it goes to anybody. Negative: it goes to
	// anybody at once. Default: 30 seconds.
	SameAgentFor time.Duration `json:"same_agent_for,omitempty" range:"any" default:"30s"`
	// HandoffWithin is by when a session that goes on elsewhere is to be done there, from when it was
	// handed off. Then the timeline says that it is late. Negative: nobody says so. Default: 3 days.
	HandoffWithin time.Duration `json:"handoff_within,omitempty" range:"any" default:"72h"`
	// FirstReply is the target of an agent's first answer, counted in the queue's hours from the
	// visitor's first message. Nothing happens when it is missed: card, board and report tell.
	// Default: none.
	FirstReply time.Duration `json:"first_reply,omitempty"`
	// Verbatim says that nothing is translated here, whatever the site says. Default: false.
	Verbatim bool `json:"verbatim,omitempty"`
	// NextReply is the same for each later answer, from the first message that nobody has answered.
	// Default: none.
	NextReply time.Duration `json:"next_reply,omitempty"`
}

// Ring is one step by which the search for an agent widens.
type Ring struct {
	// After is the wait in the queue at which the ring opens: above 0, and rising from ring to ring.
	// Required.
	After time.Duration `json:"after" need:"true"`
	// Drop are skills no longer required. Default: none.
	Drop []string `json:"drop,omitempty"`
	// Lower is so many levels taken off. Default: 0.
	Lower int `json:"lower,omitempty" range:"0,1000" default:"0"`
	// Anyone drops all required skills. Default: false.
	Anyone bool `json:"anyone,omitempty"`
	// Queues are those whose agents may serve it too. Default: none.
	Queues []chat.QueueID `json:"queues,omitempty"`
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
