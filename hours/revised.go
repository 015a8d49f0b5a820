package hours

import "time"

// Between is Schedule.Between: each part of the time by the hours that were in force.
func (r Revisions) Between(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -r.Between(b, a)
	}
	var sum time.Duration
	for i := r.in(a); ; i++ {
		if !r.ends(i, b) {
			return saturated(sum, r.schedule(i).Between(a, b))
		}
		sum = saturated(sum, r.schedule(i).Between(a, r[i+1].From))
		a = r[i+1].From
	}
}

// saturated returns the sum of two durations that are not negative, at most the largest one.
func saturated(a, b time.Duration) time.Duration {
	if a+b < a {
		return 1<<63 - 1
	}
	return a + b
}

// Add is Schedule.Add: it uses up what each revision has left before the next begins.
func (r Revisions) Add(t time.Time, d time.Duration) (time.Time, bool) {
	if d < 0 {
		return r.Sub(t, -max(d, -(1<<63-1)))
	}
	for i := r.in(t); ; i++ {
		if i+1 >= len(r) {
			return r.schedule(i).Add(t, d)
		}
		// With equal time left the end lies in this revision: Add ends as soon as it can.
		has := r.schedule(i).Between(t, r[i+1].From)
		if has >= d {
			return r.schedule(i).Add(t, d)
		}
		d -= has
		t = r[i+1].From.In(t.Location())
	}
}

// Sub is Schedule.Sub: Add from the end, through the revisions backwards.
func (r Revisions) Sub(t time.Time, d time.Duration) (time.Time, bool) {
	if d < 0 {
		return r.Add(t, -max(d, -(1<<63-1)))
	}
	for i := r.in(t); ; i-- {
		if i < 0 {
			return never.Sub(t, d)
		}
		has := r.schedule(i).Between(r[i].From, t)
		if has >= d {
			return r.schedule(i).Sub(t, d)
		}
		d -= has
		t = r[i].From.In(t.Location())
	}
}
