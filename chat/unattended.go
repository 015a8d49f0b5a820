package chat

import "time"

// Unattended notes that nobody who could serve a session in line is there any more. The session keeps its place; Around says
// for how long.
type Unattended struct{}

func (Unattended) apply(t *step) error {
	switch {
	case t.unattended():
		return nil
	case t.State != Queued:
		return notIn(t.State)
	}
	t.move(Queued, NoAgent)
	return nil
}

// Attended notes that somebody who could serve the session is there again.
type Attended struct{}

func (Attended) apply(t *step) error {
	if t.State != Queued {
		return notIn(t.State)
	}
	if t.unattended() {
		t.move(Queued, SomebodyBack)
	}
	return nil
}

// unattended reports whether the session waits though nobody who could serve it is there.
func (s Session) unattended() bool { return s.State == Queued && s.Reason == NoAgent }

// deserted returns what comes of it that nobody who could serve the session is there, or is again. Only words can become a
// message: without any the session stays in line.
func (s Session) deserted(around Around, now time.Time) (time.Time, Command) {
	switch {
	case s.State != Queued:
	case !around.Deserted && s.unattended():
		return now, Attended{}
	case !around.Deserted || around.AwayAfter <= 0:
	case !s.unattended():
		return now, Unattended{}
	case !s.VisitorAt.IsZero():
		return s.StateAt.Add(around.AwayAfter), TakeMessage{By: Author{Kind: AuthorSystem}, Reason: NoAgent}
	}
	return time.Time{}, nil
}
