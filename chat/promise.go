package chat

import "time"

// Promise is what the visitor was told of the wait, so that whether it came true can be counted. It
// is Kept or Broken once the wait is over: kept when somebody took the session within Wait, or the
// visitor left before that time had passed; broken when it took longer, or when the desk made a
// message of it. Visitors are told of whole minutes, so Wait counts up to the end of its minute.
type Promise struct {
	Position int           `json:"position"`
	Wait     time.Duration `json:"wait,omitempty"` // the 90th percentile told; 0: unknown
	At       time.Time     `json:"at,omitzero"`    // when it was told. Default: when the session was queued
	Kept     bool          `json:"kept,omitempty"`
	Broken   bool          `json:"broken,omitempty"`
}

// settlePromise records whether the promise was kept, now that the wait is over. unanswered says
// that the desk gave up.
func (t *step) settlePromise(unanswered bool) { t.settlePromiseAt(unanswered, t.now) }

// settlePromiseAt is settlePromise for a wait that was over at an instant.
func (t *step) settlePromiseAt(unanswered bool, over time.Time) {
	p := t.Promise
	if p == nil || p.Wait <= 0 || p.Kept || p.Broken || !t.State.Waiting() {
		return
	}
	since := p.At
	if since.IsZero() { // an earlier release wrote it, and settled it with the first assignment
		if !t.AssignedAt.IsZero() {
			return
		}
		since = t.QueuedAt
	}
	p.Broken = unanswered || over.Sub(since) > toldAs(p.Wait)
	p.Kept = !p.Broken
}

// toldAs is a wait as visitors are told of it: in whole minutes, the last one "under a minute".
func toldAs(wait time.Duration) time.Duration {
	if rest := wait % time.Minute; rest > 0 {
		return max(wait, wait-rest+time.Minute)
	}
	return wait
}

// Tell records what the visitor of a waiting session is told of the wait. One promise is recorded at
// a time: what was told first counts until it is kept, and one that was broken stays.
type Tell struct {
	Position int
	Wait     time.Duration // the 90th percentile; more than 0
}

func (c Tell) apply(t *step) error {
	switch {
	case !t.State.Waiting():
		return notIn(t.State)
	case c.Wait <= 0:
		return invalid("wait", "must be more than 0")
	case t.Promised():
		return nil
	}
	t.Promise = &Promise{Position: c.Position, Wait: c.Wait, At: t.now}
	return nil
}

// Promised reports whether a promise is on record that another one must not replace.
func (s Session) Promised() bool { return s.Promise != nil && s.Promise.Wait > 0 && !s.Promise.Kept }
