package desk

import (
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/hours"
)

// availabilityWatch is what a visitor's stream has told of whether a session can begin at a site.
type availabilityWatch struct {
	site     chat.SiteID
	count    uint64 // of changes when it was looked at last
	due      time.Time
	told     standing
	looked   bool
	customer hook.Customer // what the host says of the visitor
}

// standing is what visitors are told at once. The length of the line is left out, because it
// changes all the time.
type standing struct {
	queue  chat.QueueID
	phase  hours.Phase
	away   bool // no people are there
	nobody bool // nor a bot
}

// look sends how things stand if they stand otherwise than they did when looked at last, and
// answers when the hours change them next. Nobody is asked between two changes.
func (w *availabilityWatch) look(s *stream, v Visitor, site chat.SiteID, now time.Time) (time.Time, error) {
	count := s.d.engine.replica.Availability()
	early := w.due.IsZero() || now.Before(w.due)
	if w.looked && w.site == site && w.count == count && early {
		return w.due, nil
	}
	if !w.looked {
		w.customer = s.d.hooks.customer(s.ctx, v.p)
	}
	dr, err := v.door(s.ctx, site, "", w.customer)
	if errors.Is(err, chat.ErrNotFound) { // a site that is no more
		return time.Time{}, nil
	}
	var a Availability
	var is standing
	switch {
	case errors.Is(err, chat.ErrNotOffered):
		a = dr.barred()
	case err != nil:
		return time.Time{}, err
	default:
		dr.asks(w.customer)
		there := dr.serves()
		a = dr.availability()
		is = standing{a.Queue, a.Phase, there.Staff == chat.StaffAway, there.Nobody()}
	}
	if w.looked && w.site == site && w.told != is {
		s.send(Event{Type: EventAvailability, Availability: &a})
	}
	*w = availabilityWatch{site: site, count: count, due: dr.phaseEnds(), told: is, looked: true, customer: w.customer}
	return w.due, nil
}

// phaseEnds is when the present phase of the hours does; zero if it never does.
func (dr entrance) phaseEnds() time.Time {
	s, ok := dr.set.Schedule(dr.site, dr.queue)
	if !ok {
		return time.Time{}
	}
	return s.Hours.At(dr.now).Until
}
