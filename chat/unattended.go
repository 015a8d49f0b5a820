package chat

import "time"

// Unattended notes that nobody who could serve a session in line is there any more. The session keeps its place; Around says
// for how long.
type Unattended struct {
	Summons bool // somebody is being asked to come
}

func (c Unattended) apply(t *step) error {
	switch {
	case t.unattended():
		return nil
	case t.State != Queued:
		return notIn(t.State)
	}
	why := NoAgent
	if c.Summons {
		why = Summoned
	}
	t.move(Queued, why)
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
func (s Session) unattended() bool {
	return s.State == Queued && (s.Reason == NoAgent || s.Reason == Summoned)
}

// soonAfter is how soon after it came a session counts as one that found nobody there.
const soonAfter = 10 * time.Second

// justCame reports whether the visitor came, or came back, just now.
func (s Session) justCame(now time.Time) bool {
	switch s.Reason {
	case Admitted, Retired, Reopened, CameBack:
		return now.Sub(s.EnteredAt) < soonAfter
	}
	return false
}

// deserted returns what comes of it that nobody who could serve the session is there, or is again. Only words can become a
// message: without any the session stays in line.
func (s Session) deserted(around Around, now time.Time) (time.Time, Command) {
	switch {
	case s.State != Queued:
	case !around.Deserted && s.unattended():
		return now, Attended{}
	case !around.Deserted:
	case !s.unattended():
		return now, Unattended{Summons: around.Summon > 0 && s.justCame(now)}
	case s.Reason == Summoned && around.Summon > 0 && !s.VisitorAt.IsZero():
		return s.StateAt.Add(around.Summon), TakeMessage{By: Author{Kind: AuthorSystem}, Reason: NoAgent}
	case around.AwayAfter > 0 && !s.VisitorAt.IsZero():
		return s.StateAt.Add(around.AwayAfter), TakeMessage{By: Author{Kind: AuthorSystem}, Reason: NoAgent}
	}
	return time.Time{}, nil
}
