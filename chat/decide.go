package chat

import (
	"slices"
	"time"
)

// Command is something that happens to a session: what somebody asks for, or what is due. The commands are the structs of
// this package, in files of their names; those of one kind share one.
type Command interface {
	apply(*turn) error
}

// Decide is the whole state machine. It returns the session as it is after c and the entries its timeline gains, numbered on
// from s.Entries, or an error, and then s unchanged and no entries. A command that asks for what is already so returns s, no
// entries and no error. now is taken as UTC, and as s.LastAt when it is before that: within a session time never goes back.
func Decide(s Session, c Command, now time.Time) (Session, []Entry, error) {
	if c == nil {
		return s, nil, invalid("command", "missing")
	}
	_, start := c.(Start)
	switch {
	case start && s.ID != "":
		return s, nil, invalid("session", "exists already")
	case !start && s.ID == "":
		return s, nil, invalid("session", "does not exist")
	}
	t := &turn{Session: s.clone(), now: s.Now(now)}
	if err := c.apply(t); err != nil {
		return s, nil, err
	}
	return t.Session, t.entries, nil
}

// Now is an instant as the session sees it: as UTC, and never before its last entry. A deadline counts from there.
func (s Session) Now(now time.Time) time.Time {
	if now = now.Round(0).UTC(); now.Before(s.LastAt) {
		return s.LastAt
	}
	return now
}

// clone copies what a command may change in place.
func (s Session) clone() Session {
	s.Offers = slices.Clone(s.Offers)
	s.Skills = slices.Clone(s.Skills)
	s.Excluded = slices.Clone(s.Excluded)
	s.Tags = slices.Clone(s.Tags)
	if s.Promise != nil {
		s.Promise = new(*s.Promise)
	}
	return s
}

// turn is a session in the hands of one command.
type turn struct {
	Session
	now     time.Time
	entries []Entry
}

// add appends an entry to the timeline.
func (t *turn) add(e Entry) {
	t.Entries++
	e.N, e.At = t.Entries, t.now
	if e.Author.Kind == "" {
		e.Author.Kind = AuthorSystem
	}
	t.LastAt = t.now
	t.entries = append(t.entries, e)
}

// move puts the session into a state. Re-entering a state starts it anew.
func (t *turn) move(to State, why Reason) {
	t.State, t.Reason, t.StateAt = to, why, t.now
	t.WarnedAt, t.HeldUntil, t.Idle = time.Time{}, time.Time{}, false
	t.EndedAt = time.Time{}
	if to.Ended() || to == Wrapping {
		t.EndedAt = t.now
	}
}

// owner checks that the author may act as the session's owner: the owning agent, a supervisor, the host or the desk itself.
func (t *turn) owner(by Author, why Reason) error {
	if why == BySupervisor || by.Kind == AuthorSystem || by.Kind == AuthorVisitor || AgentID(by.ID) == t.Agent {
		return nil
	}
	return ErrNotOwner
}
