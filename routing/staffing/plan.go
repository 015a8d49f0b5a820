package staffing

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// PlanInput is what a week is to be planned for.
type PlanInput struct {
	// Chats that arrive in each hour, as [Profile.Chats] forecasts them.
	Chats Week
	// Open is the part of each hour the shop is open, from 0 to 1. Chats outside are left as
	// messages and need nobody.
	Open Week
	// Team is how agents work: Concurrency, Rates, Abandonment and Limit, per hour. Agents and
	// Arrival are ignored.
	Team Chat
	// Target to be met in every open hour, times in hours.
	Target Target
	// ShiftHours is the length of a shift, from 1 to 24.
	ShiftHours int
	// MaxAgents on duty at once. 0: no limit.
	MaxAgents int
	// MaxShifts in the week. 0: no limit.
	MaxShifts int
}

// Plan is a week of shifts.
type Plan struct {
	Need   [7][24]int // agents each hour asks for
	Have   [7][24]int // agents each hour gets
	Shifts []Shift    // in order of time
	Short  []Shortfall
}

// Shift is some agents who start together. It ends Hours later, on the next day if need be.
type Shift struct {
	Weekday time.Weekday
	Start   int // hour of the day
	Hours   int
	Agents  int
}

// Shortfall is an hour in which the plan falls short of the target.
type Shortfall struct {
	Weekday    time.Weekday
	Hour       int
	Need, Have int
	// Expected is what visitors will meet with the agents the plan has; NaN fields without any.
	Expected Performance
}

const weekHours = 7 * 24

// MakePlan works out the agents each open hour needs, covers them with shifts, and lists the hours
// that the limits leave short. Shifts start as late as they can, at an hour not yet covered, but
// end with the opening where that covers as much; a week follows the one before. Of equal-length
// shifts with free starts, the first-uncovered rule needs the fewest a day.
func MakePlan(in PlanInput) (Plan, error) {
	var p Plan
	if err := in.check(); err != nil {
		return p, err
	}
	for h := range weekHours {
		n, err := in.need(h)
		if err != nil {
			return Plan{}, fmt.Errorf("%w: %v %d:00", err, time.Weekday(h/24), h%24)
		}
		p.Need[h/24][h%24] = n
	}
	in.cover(&p)
	for h := range weekHours {
		need, have := p.Need[h/24][h%24], p.Have[h/24][h%24]
		if have < need {
			p.Short = append(p.Short, Shortfall{time.Weekday(h / 24), h % 24, need, have, in.expect(h, have)})
		}
	}
	return p, nil
}

// need returns the agents of an hour of the week.
func (in PlanInput) need(h int) (int, error) {
	if in.Open[h/24][h%24] == 0 || in.Chats[h/24][h%24] == 0 {
		return 0, nil
	}
	c := in.Team
	c.Arrival = in.Chats[h/24][h%24]
	return c.Required(in.Target)
}

func (in PlanInput) expect(h, agents int) Performance {
	c := in.Team
	c.Arrival, c.Agents = in.Chats[h/24][h%24], agents
	if agents == 0 {
		return invalid()
	}
	p, err := c.Performance()
	if err != nil {
		return invalid()
	}
	return p
}

// cover adds shifts where there are too few agents, from the first closed hour on.
func (in PlanInput) cover(p *Plan) {
	first, left := in.quietest(p), in.MaxShifts
	for i := range weekHours {
		h := (first + i) % weekHours
		short := p.Need[h/24][h%24] - p.Have[h/24][h%24]
		if short <= 0 {
			continue
		}
		start, agents := in.start(p, h, short)
		if in.MaxShifts > 0 {
			agents = min(agents, left)
			left -= agents
		}
		if agents <= 0 {
			continue
		}
		for j := range in.ShiftHours {
			x := (start + j) % weekHours
			p.Have[x/24][x%24] += agents
		}
		p.add(Shift{time.Weekday(start / 24), start % 24, in.ShiftHours, agents})
	}
}

// quietest returns an hour without need to begin with, or 0.
func (in PlanInput) quietest(p *Plan) int {
	for h := range weekHours {
		if p.Need[h/24][h%24] == 0 {
			return h
		}
	}
	return 0
}

// start finds when the shifts that cover hour h begin, and how many: moved back so as not to run
// past the last needed hour, unless that allows fewer agents.
func (in PlanInput) start(p *Plan, h, short int) (start, agents int) {
	last := 0
	for j := range in.ShiftHours {
		if x := (h + j) % weekHours; p.Need[x/24][x%24] > 0 {
			last = j
		}
	}
	for back := in.ShiftHours - 1 - last; back >= 0; back-- {
		x := (h - back + weekHours) % weekHours
		if n := in.allowed(p, x, short); n > agents && (back == 0 || in.Open[x/24][x%24] > 0) {
			start, agents = x, n
		}
	}
	return start, agents
}

// allowed returns how many agents may start without going over MaxAgents.
func (in PlanInput) allowed(p *Plan, start, want int) int {
	if in.MaxAgents == 0 {
		return want
	}
	for j := range in.ShiftHours {
		x := (start + j) % weekHours
		want = min(want, in.MaxAgents-p.Have[x/24][x%24])
	}
	return want
}

// add appends a shift, or enlarges one that starts at the same hour.
func (p *Plan) add(s Shift) {
	for i := range p.Shifts {
		if p.Shifts[i].Weekday == s.Weekday && p.Shifts[i].Start == s.Start {
			p.Shifts[i].Agents += s.Agents
			return
		}
	}
	p.Shifts = append(p.Shifts, s)
}

func (in PlanInput) check() error {
	var errs []error
	for d := range 7 {
		for h := range 24 {
			if c, o := in.Chats[d][h], in.Open[d][h]; !(c >= 0) || math.IsInf(c, 1) || !(o >= 0 && o <= 1) {
				errs = append(errs, fmt.Errorf("%w: Chats or Open: %v %d:00: out of range", ErrForecast, time.Weekday(d), h))
			}
		}
	}
	if in.ShiftHours < 1 || in.ShiftHours > 24 {
		errs = append(errs, fmt.Errorf("%w: ShiftHours: %d is not within 1 to 24", ErrForecast, in.ShiftHours))
	}
	if in.MaxAgents < 0 || in.MaxShifts < 0 {
		errs = append(errs, fmt.Errorf("%w: MaxAgents, MaxShifts: must not be negative", ErrForecast))
	}
	team := in.Team
	team.Agents, team.Arrival = 1, 1
	return errors.Join(append(errs, team.check(), in.Target.check())...)
}
