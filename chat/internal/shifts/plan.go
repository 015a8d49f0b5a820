package shifts

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

const (
	// MaxBreak is the longest gap between two parts of one shift.
	MaxBreak = 2 * time.Hour
	// Notice is how long ahead a planned break is announced.
	Notice = 5 * time.Minute
	// span is how far a plan is looked at, back and ahead. Of a shift that goes on longer, the end is
	// found once it is near.
	span = 48 * time.Hour
)

// Plan is when somebody works. The zero Plan is none.
type Plan struct {
	Hours    *hours.Schedule
	Handover time.Duration // before the end of a shift; 0 or less: none
}

// none reports whether there is no plan.
func (p Plan) none() bool { return p.Hours == nil }

// shift is one shift with its parts; a zero From or To is further away than span.
type shift struct {
	from, to time.Time
	parts    []hours.Period
}

// shiftsAround returns the shifts of which some part is near an instant, in order.
func (p Plan) shiftsAround(now time.Time) (all []shift) {
	for x := range p.Hours.Whole(now.Add(-span), now.Add(span)) {
		last := len(all) - 1
		if last < 0 || x.Start.Sub(all[last].to) > MaxBreak {
			all = append(all, shift{from: x.Start})
			last++
		}
		all[last].parts = append(all[last].parts, x)
		all[last].to = x.End
	}
	for i := range all {
		if s := &all[i]; s.to.After(now.Add(span - MaxBreak)) {
			s.to = time.Time{} // more of it may follow
		}
	}
	return all
}

// holds reports whether an instant is within the shift.
func (s shift) holds(now time.Time) bool {
	return !now.Before(s.from) && (s.to.IsZero() || now.Before(s.to))
}

// pause returns the planned break that goes on at an instant, or else the next one; the zero Period
// if there is none.
func (s shift) pause(now time.Time) hours.Period {
	for i := 1; i < len(s.parts); i++ {
		if gap := (hours.Period{Start: s.parts[i-1].End, End: s.parts[i].Start}); now.Before(gap.End) {
			return gap
		}
	}
	return hours.Period{}
}

// At returns where an instant lies in the plan. It costs as much as the parts of four days are many.
func (p Plan) At(now time.Time) chat.Shift {
	if p.none() {
		return chat.Shift{}
	}
	for _, s := range p.shiftsAround(now) {
		if s.holds(now) {
			return p.within(s, now)
		}
	}
	next, _ := p.Hours.NextOpen(now)
	return chat.Shift{Phase: chat.ShiftOff, Next: next, Until: next}
}

// within returns where an instant lies in a shift.
func (p Plan) within(s shift, now time.Time) chat.Shift {
	out := chat.Shift{Phase: chat.ShiftOn, From: s.from, To: s.to, Until: s.to}
	if s.to.IsZero() {
		out.Until = now.Add(span / 2)
	}
	until := func(at time.Time) {
		if at.After(now) && at.Before(out.Until) {
			out.Until = at
		}
	}
	if ending := p.ending(s); !ending.IsZero() {
		if until(ending); !now.Before(ending) {
			out.Phase = chat.ShiftEnds
		}
	}
	gap := s.pause(now)
	if gap.Start.IsZero() {
		return out
	}
	out.BreakFrom, out.BreakTo = gap.Start, gap.End
	notice := gap.Start.Add(-Notice)
	until(notice)
	until(gap.Start)
	until(gap.End)
	switch {
	case !now.Before(gap.Start):
		out.Phase = chat.ShiftPause
	case !now.Before(notice) && out.Phase == chat.ShiftOn:
		out.Phase = chat.ShiftNotice
	}
	return out
}

// ending returns when the handover of a shift begins: its end, if there is no handover. The zero
// Time says that no end is near. A handover is never longer than the shift.
func (p Plan) ending(s shift) time.Time {
	if s.to.IsZero() {
		return time.Time{}
	}
	at := s.to.Add(-max(0, p.Handover))
	if at.Before(s.from) {
		return s.from
	}
	return at
}

// before returns the end of the last shift that is over, and when its handover began.
func (p Plan) before(now time.Time) (ending, end time.Time) {
	end, ok := p.Hours.PrevClose(now)
	if !ok {
		return time.Time{}, time.Time{}
	}
	for _, s := range p.shiftsAround(end.Add(-time.Nanosecond)) {
		if s.to.Equal(end) {
			return p.ending(s), end
		}
	}
	return end, end
}
