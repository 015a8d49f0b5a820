package replica

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
)

// Settings is what a replica asks of the settings in force. A value of it never changes: other
// settings are another value.
type Settings interface {
	// RouterConfig returns what the Router is configured with.
	RouterConfig() routing.Config
	// Queues returns the queues in force.
	QueueIDs() []chat.QueueID
	// Demand returns what a session of a queue asks of whoever serves it, when nothing more is
	// known of the session.
	Demand(q chat.QueueID) door.Demand
	// DemandOf returns what a session asks. It is false where the session's queue is not in force.
	DemandOf(s chat.Session) (door.Demand, bool)
	// AwayAfter returns how long a waiting session is kept in its line while nobody who could serve
	// it is there, before it becomes a message; 0: for as long as it takes.
	AwayAfter(s chat.Session) time.Duration
	// Summon is the same for one that came when nobody was there; 0: AwayAfter.
	Summon(s chat.Session) time.Duration
	// Hours returns until when the present phase of the hours of a session's queue lasts, and
	// whether the hours are over, grace included. It is false where there are no hours, or nobody
	// knows them.
	Hours(s chat.Session, now time.Time) (until time.Time, over, ok bool)
	// ShiftHours returns a schedule by its name; nil where there is none in force.
	ShiftHours(schedule string) *hours.Schedule
	// Handover returns how long before the end of a shift an agent takes nothing new, where the
	// agent's settings do not say.
	Handover() time.Duration
	// ReplyBy returns by when an agent is to answer a session, the zero instant where there is no
	// target.
	ReplyBy(s chat.Session) time.Time
	// Instead returns the queue to which a waiting session goes because its own takes nothing new,
	// and when. It is false where the session stays.
	Instead(s chat.Session) (q chat.QueueID, at time.Time, ok bool)
	// Midnight returns when the day began.
	Midnight(now time.Time) time.Time
}

// Router decides who gets which session. Facts go in and proposals come out; a proposal is none
// until its record comes back as a fact. A replica calls it from one goroutine at a time.
type Router interface {
	Set(now time.Time, f routing.Fact)
	Configure(now time.Time, cfg routing.Config) error
	Advance(now time.Time) []routing.Decision
	Undo(now time.Time, d routing.Decision)
	NextDeadline() (time.Time, bool)

	Position(id string) (int, bool)
	Waiting(queue string) int
	Full(queue string) bool
	Wait(id string, now time.Time) routing.Estimate
	Explain(id string) []routing.Verdict
}
