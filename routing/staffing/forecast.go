package staffing

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Week is a number for every hour of a week, by time.Weekday and hour of the day.
type Week [7][24]float64

// Hour is what happened in one hour of the past.
type Hour struct {
	Weekday  time.Weekday
	Hour     int     // from 0 to 23
	Visitors float64 // who came to the shop
	Chats    float64 // that they started
}

// Profile is how a shop's visitors spread over the week, and how many of them chat.
type Profile struct {
	Visitors Week // mean visitors an hour
	PerChat  Week // chats per visitor
	Overall  float64
}

// ErrForecast wraps every fault of an observation or a plan.
var ErrForecast = errors.New("staffing: invalid forecast")

// prior is how many visitors the overall rate weighs against an hour's own: an hour with few
// visitors is not believed when it claims an odd rate.
const prior = 200

// Learn takes a profile from past hours, in any order, at best of several whole weeks. The rate of
// an hour is shrunk towards the overall one as if that had been seen on 200 visitors more. Hours
// never seen have no visitors.
func Learn(past []Hour) (Profile, error) {
	var p Profile
	var count, chats Week
	visitors, all := 0.0, 0.0
	var errs []error
	for i, h := range past {
		if h.Weekday < 0 || h.Weekday > 6 || h.Hour < 0 || h.Hour > 23 {
			errs = append(errs, fmt.Errorf("%w: past[%d]: no such hour", ErrForecast, i))
			continue
		}
		if !(h.Visitors >= 0) || !(h.Chats >= 0) || math.IsInf(h.Visitors+h.Chats, 1) {
			errs = append(errs, fmt.Errorf("%w: past[%d]: Visitors and Chats must not be negative", ErrForecast, i))
			continue
		}
		count[h.Weekday][h.Hour]++
		p.Visitors[h.Weekday][h.Hour] += h.Visitors
		chats[h.Weekday][h.Hour] += h.Chats
		visitors += h.Visitors
		all += h.Chats
	}
	if visitors > 0 {
		p.Overall = all / visitors
	}
	for d := range 7 {
		for h := range 24 {
			v := p.Visitors[d][h]
			p.PerChat[d][h] = (chats[d][h] + prior*p.Overall) / (v + prior)
			p.Visitors[d][h] = v / max(1, count[d][h])
		}
	}
	return p, errors.Join(errs...)
}

// Chats forecasts the chats an hour of a week with so many visitors in all, spread as in the past.
func (p Profile) Chats(visitors float64) Week {
	var w Week
	total := 0.0
	for d := range 7 {
		for h := range 24 {
			total += p.Visitors[d][h]
		}
	}
	if total == 0 {
		return w
	}
	for d := range 7 {
		for h := range 24 {
			w[d][h] = visitors * p.Visitors[d][h] / total * p.PerChat[d][h]
		}
	}
	return w
}
