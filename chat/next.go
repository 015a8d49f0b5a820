package chat

import "time"

// Around is what of the world around a session its automatic commands depend on. With the zero
// Around only the session's own timers count.
type Around struct {
	// Team finds the records of agents. Nothing is concluded from an agent whom it does not find.
	// Default: it finds nobody.
	Team Team
	// Closes is when a waiting session becomes a message because its queue is closed and nobody who
	// could serve it is left. A host that cannot tell that in advance gives the instant at which to
	// ask again, and asks Next again then. The zero Time is never.
	Closes time.Time
	// Deserted says that nobody who could serve a waiting session is there, neither a person nor a
	// bot.
	Deserted bool
	// AwayAfter is how long a waiting session stays in line though it is Deserted. Then it becomes
	// a message. Default: for as long as it takes.
	AwayAfter time.Duration
	// Visitor is what is known of the absence of the session's visitor. Default: nothing.
	Visitor Absence
	// Summon is the same for a session that came when nobody was there, while somebody is asked to
	// come. Default: AwayAfter.
	Summon time.Duration
}

// Team finds agents' records.
type Team interface {
	// Agent returns an agent's record, and whether there is one.
	Agent(id AgentID) (Agent, bool)
}

// Next returns the next command that comes by itself, and the instant at which it is due: an
// offer's end, the inactivity warning, the close after it, the idle mark, an answer that is overdue,
// the return of a session whose owner does not answer, the end of a hold or of a wrap-up, the end of
// a session that nobody does anything to, and, by what is around, the return of a session whose
// agent is lost beyond the grace, the end of a transfer offer whose target went away, what comes of
// a visitor who is gone, the message after closing time, and what comes of a line that nobody
// attends to. The instant is the zero Time,
// and the command nil, when nothing is due however long one waits.
//
// An instant that is not after now means that the command is due: apply it by Decide, with a now of
// that instant or later, and ask again. What overdue commands have in common is now, so they come
// in the order given above. An instant after now holds as long as the session and what is around it
// stay as they are: ask again whenever one of them changes. Widening a search, overflow and the
// longest wait are routing's to propose. It costs O(offers).
func Next(s Session, around Around, now time.Time) (time.Time, Command) {
	if s.State.Ended() {
		return time.Time{}, nil
	}
	var first upcoming
	at, c := s.ownTimer()
	first.offer(at, c, now)
	first.offer(s.graceOver(around), Requeue{Reason: AgentGone}, now)
	if o, why := s.unreachable(around); why != "" {
		first.offer(now, Rescind{Offer: o.ID, Reason: why}, now)
	}
	if o, ok := s.ringing(around.Visitor); ok {
		first.offer(now, Rescind{Offer: o.ID, Reason: Left}, now)
	}
	first.offer(s.Leaves(around.Visitor), Leave{around.Visitor}, now)
	if s.State.Waiting() {
		first.offer(around.Closes, TakeMessage{By: Author{Kind: AuthorSystem}, Reason: Closing}, now)
		at, c := s.deserted(around, now)
		first.offer(at, c, now)
	}
	return first.at, first.command
}

// upcoming is the earliest of several commands. Those that are overdue count as due now, and of
// those that are due at the same instant the first stays.
type upcoming struct {
	at      time.Time
	command Command
}

// offer takes a command that is due earlier; the zero instant is never.
func (u *upcoming) offer(at time.Time, c Command, now time.Time) {
	if !at.IsZero() && (u.command == nil || later(at, now).Before(later(u.at, now))) {
		u.at, u.command = at, c
	}
}

// ownTimer returns the command that depends on the session alone.
func (s Session) ownTimer() (at time.Time, c Command) {
	earliest := func(next Command, t time.Time) {
		if c == nil || t.Before(at) {
			c, at = next, t
		}
	}
	for _, o := range s.Offers {
		earliest(Expire{Offer: o.ID}, o.Deadline)
	}
	p := s.Policy.Resolved()
	ended := s.forgotten()
	switch s.State {
	case Queued, Offered:
		if !ended.IsZero() {
			earliest(TakeMessage{By: Author{Kind: AuthorSystem}, Reason: LongestWait}, ended)
		}
	case Active:
		if at := s.takenBack(); !at.IsZero() {
			earliest(Requeue{Reason: Unanswered}, at)
		} else if !ended.IsZero() {
			earliest(End{Reason: Inactivity, By: Author{Kind: AuthorSystem}}, ended)
		}
		if at := s.late(p.AnswerWithin); p.AnswerWithin > 0 && !s.ByMail && !s.Overdue() &&
			!at.IsZero() {
			earliest(Remind{}, at)
		}
		if p.WarnAfter > 0 && s.waits() && !s.unhurried() {
			if s.WarnedAt.IsZero() {
				earliest(Warn{}, s.silentFrom().Add(p.WarnAfter))
			} else if p.CloseAfter > 0 {
				earliest(End{Reason: Inactivity, By: Author{Kind: AuthorSystem}}, s.WarnedAt.Add(p.CloseAfter))
			}
		}
		if p.IdleAfter > 0 && !s.Idle && s.waits() {
			earliest(SetIdle{}, s.silentFrom().Add(p.IdleAfter))
		}
	case Held:
		earliest(Resume{Reason: HoldOver, By: Author{Kind: AuthorSystem}}, s.HeldUntil)
	case Wrapping:
		earliest(EndWrap{Reason: WrapOver}, s.StateAt.Add(p.WrapUp))
	}
	return at, c
}

// graceOver returns the instant at which the session is taken from its lost agent, from one who was
// removed, or, when it is held, from an agent who signed off; the zero Time is never. Of those who
// signed off the Router
// takes the other sessions.
func (s Session) graceOver(around Around) time.Time {
	if !s.State.Owned() {
		return time.Time{}
	}
	a, known := around.agent(s.Agent)
	switch {
	case known && a.Mode == Lost:
		return a.LostAt.Add(max(0, s.Policy.Resolved().Grace))
	case known && a.Removed:
		return a.ModeAt
	case known && a.Mode == Offline && s.State == Held:
		return a.ModeAt
	}
	return time.Time{}
}

// unreachable returns a transfer offer whose target cannot accept it any more, and why: the target
// went away, or has more than the capacity since that was lowered. The Router ends the other
// offers.
func (s Session) unreachable(around Around) (Offer, Reason) {
	for _, o := range s.Offers {
		if !o.Transfer {
			continue
		}
		switch a, known := around.agent(o.Agent); {
		case !known:
		case a.Removed || a.Mode != Available && a.Mode != Draining:
			return o, AgentGone
		case a.Load > a.Capacity && a.Capacity > 0:
			return o, Rescinded
		}
	}
	return Offer{}, ""
}

func (r Around) agent(id AgentID) (Agent, bool) {
	if r.Team == nil {
		return Agent{}, false
	}
	return r.Team.Agent(id)
}
