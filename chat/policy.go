package chat

import (
	"cmp"
	"time"
)

// Policy is the times a session lives by. It is copied into the session when it starts, so that
// every deadline is a function of the session alone and an edited setting changes new sessions
// only. The zero Policy is the default one; a negative duration switches its timer off. From the
// tags package settings makes the description of each field: its range, default and unit.
type Policy struct {
	// WarnAfter is how long an active session may be silent, after an agent spoke, before the
	// visitor is warned. Default: 10 minutes.
	WarnAfter time.Duration `json:"warn_after,omitempty" range:"any" default:"10m"`
	// CloseAfter is how long after the warning it is closed. Default: 5 minutes.
	CloseAfter time.Duration `json:"close_after,omitempty" range:"any" default:"5m"`
	// IdleAfter is how long an active session may be silent before it stops counting against its
	// agent's capacity. It counts again with the next message. Default: off.
	IdleAfter time.Duration `json:"idle_after,omitempty" range:"any"`
	// WrapUp is how long an agent may finish up after the end. Default: off, the session closes at
	// once.
	WrapUp time.Duration `json:"wrap_up,omitempty" range:"any"`
	// WrapWeight is the units of capacity kept while wrapping, at most the session's weight; -1
	// keeps none. Default: the session's weight.
	WrapWeight int `json:"wrap_weight,omitempty" range:"-1,64" unit:"units"`
	// HeldWeight is the units of capacity kept while held, at most the session's weight. Default:
	// 0.
	HeldWeight int `json:"held_weight,omitempty" range:"0,64" default:"0" unit:"units"`
	// HoldFor is the longest hold. Default: 1 hour.
	HoldFor time.Duration `json:"hold_for,omitempty" range:"any" default:"1h"`
	// ReopenFor is how long after its end a session may be reopened or rated. An agent may answer a
	// message left for later until it is settled, whatever this says. Default: 24 hours.
	ReopenFor time.Duration `json:"reopen_for,omitempty" range:"any" default:"24h"`
	// MissFor is how long an agent who let an offer run out is not offered the session again; see
	// Exclusion for when it is sooner. Default: 1 minute.
	MissFor time.Duration `json:"miss_for,omitempty" range:"any" default:"1m"`
	// DeclineFor is the same for an agent who declined an offer. Default: 10 minutes.
	DeclineFor time.Duration `json:"decline_for,omitempty" range:"any" default:"10m"`
	// MissedMax is how many offers in a row an agent may let run out: with the last the agent goes
	// on a break, for the reason AwayMissed. -1 is any number. See Agent.Miss for what counts.
	// Default: 2.
	MissedMax int `json:"missed_max,omitempty" range:"-1,100" default:"2" unit:"offers"`
	// AnswerWithin is how long the owner of an active session may owe the visitor an answer before
	// it is overdue: an entry says so, and it stands on the board. It counts from the first message
	// that nobody has answered, and anew for whoever takes the session over. Default: 2 minutes.
	AnswerWithin time.Duration `json:"answer_within,omitempty" range:"any" default:"2m"`
	// TakeBackAfter is how long, counted likewise, before the session is taken from its owner and
	// put in line at its original place. What is taken from a bot is for people. Default: off.
	TakeBackAfter time.Duration `json:"take_back_after,omitempty" range:"any"`
	// EndAfter is how long after the last act of a person a session ends by itself: one that waits,
	// or whose visitor waits for an answer, becomes a message, any other is closed. Default: 30
	// days.
	EndAfter time.Duration `json:"end_after,omitempty" range:"any" default:"720h"`
	// LeaveAfter is how long the visitor of a session may be gone, all their pages closed, before
	// they count as having left: WhenLeft says what becomes of a session in line, and one that an
	// agent has takes no capacity until they are back. They are not offered to anybody while they
	// are gone. It is for the shop's own pages: see Absence. Default: 3 minutes.
	LeaveAfter time.Duration `json:"leave_after,omitempty" range:"any" default:"3m"`
	// LeaveHidden is the same for who was looking at something else when the page was last heard
	// of, as on a phone that was locked; never less than LeaveAfter. Default: 15 minutes.
	LeaveHidden time.Duration `json:"leave_hidden,omitempty" range:"any" default:"15m"`
	// WhenLeft is what becomes of a session in line whose visitor has left.
	// Default: WhenLeftReachable.
	WhenLeft WhenLeft `json:"when_left,omitempty" enum:"reachable,message,abandon" default:"reachable"`
	// MailAfter is how long an agent's words wait for a visitor who is gone to come back before
	// they go out by mail, to the address the visitor gave. Negative: nothing goes out by mail.
	// Default: 2 minutes.
	MailAfter time.Duration `json:"mail_after,omitempty" range:"any" default:"2m"`
	// StickyFor is how long a session taken from a lost agent waits for that agent first. Default:
	// off.
	StickyFor time.Duration `json:"sticky_for,omitempty" range:"any"`
	// Grace is how long a session waits for its agent whose connection is lost. Default: 45
	// seconds.
	Grace time.Duration `json:"grace,omitempty" range:"any" default:"45s"`
}

// Resolved returns the policy with its defaults filled in; a timer that is off is 0 or less.
func (p Policy) Resolved() Policy {
	p.WarnAfter = cmp.Or(p.WarnAfter, 10*time.Minute)
	p.CloseAfter = cmp.Or(p.CloseAfter, 5*time.Minute)
	p.HoldFor = cmp.Or(p.HoldFor, time.Hour)
	p.ReopenFor = cmp.Or(p.ReopenFor, 24*time.Hour)
	p.MissFor = cmp.Or(p.MissFor, time.Minute)
	p.DeclineFor = cmp.Or(p.DeclineFor, 10*time.Minute)
	p.MissedMax = cmp.Or(p.MissedMax, 2)
	p.AnswerWithin = cmp.Or(p.AnswerWithin, 2*time.Minute)
	p.EndAfter = cmp.Or(p.EndAfter, 30*day)
	p.LeaveAfter = cmp.Or(p.LeaveAfter, 3*time.Minute)
	p.LeaveHidden = cmp.Or(p.LeaveHidden, 15*time.Minute)
	p.WhenLeft = cmp.Or(p.WhenLeft, WhenLeftReachable)
	p.MailAfter = cmp.Or(p.MailAfter, 2*time.Minute)
	p.Grace = cmp.Or(p.Grace, 45*time.Second)
	return p
}
