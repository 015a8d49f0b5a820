package chat

import (
	"slices"
	"time"
)

// Command is something that happens to a session: what somebody asks for, or what is due. The
// commands are structs of this package, such as Accept and Hold.
type Command interface {
	apply(*step) error
}

// Decide is the whole state machine. It returns the session as it is after c, and the entries that
// its timeline gains, numbered on from s.Entries. On an error s is returned unchanged, without
// entries. A command that is already satisfied is a no-op: s, no entries, no error. now is taken as
// UTC. It counts as Now says: within a session time never goes back.
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
	t := &step{Session: s.clone(), now: s.Now(now)}
	if !t.State.Running() {
		t.Beside = nil // an older node leaves them there
	}
	if err := c.apply(t); err != nil {
		return s, nil, err
	}
	t.changeHands(s.holder())
	t.settleBeside(s)
	t.parted(s.Beside)
	return t.Session, t.entries, nil
}

// Now returns an instant as the session sees it: in UTC, and never before its last entry or what
// came to its state since. Deadlines count from there.
func (s Session) Now(now time.Time) time.Time {
	return later(now.Round(0).UTC(), later(s.LastAt, s.StateAt))
}

// Deadline returns when something ends that begins now and lasts so long: counted from the session's
// own Now, so that a clock that was put back, or is behind the one that wrote last, makes no
// deadline that is over already.
func (s Session) Deadline(now time.Time, lasts time.Duration) time.Time {
	return s.Now(now).Add(lasts)
}

// clone copies everything that a command may change in place.
func (s Session) clone() Session {
	s.Offers = slices.Clone(s.Offers)
	s.Skills = slices.Clone(s.Skills)
	s.Excluded = slices.Clone(s.Excluded)
	s.Tags = slices.Clone(s.Tags)
	if s.Promise != nil {
		s.Promise = new(*s.Promise)
	}
	if s.Reply != nil {
		s.Reply = new(*s.Reply)
	}
	return s
}

// step is the application of one command: the session as it is so far, and the entries added.
type step struct {
	Session
	now     time.Time
	entries []Entry
}

// add appends an entry to the timeline.
func (t *step) add(e Entry) {
	t.Entries++
	e.N, e.At = t.Entries, t.now
	if e.Author.Kind == "" {
		e.Author.Kind = AuthorSystem
	}
	t.LastAt = t.now
	t.entries = append(t.entries, e)
}

// move puts the session into a state. Entering the state it is in starts that state anew.
func (t *step) move(to State, why Reason) {
	t.State, t.Reason, t.StateAt = to, why, t.now
	t.WarnedAt, t.HeldUntil, t.Idle = time.Time{}, time.Time{}, false
	t.EndedAt, t.OverdueAt, t.LeftAt = time.Time{}, time.Time{}, time.Time{}
	if to.Ended() || to == Wrapping {
		t.EndedAt = t.now
	}
}

// owner returns ErrNotOwner unless the author may act as the session's owner: the owning agent, a
// supervisor, the host or the desk itself.
func (t *step) owner(by Author, why Reason) error {
	if why == BySupervisor || by.Kind == AuthorSystem || by.Kind == AuthorVisitor || AgentID(by.ID) == t.Agent {
		return nil
	}
	return ErrNotOwner
}
