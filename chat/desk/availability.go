package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// Availability is what a visitor is told before a session: whether one can begin now, and if not,
// when.
type Availability struct {
	Site      chat.SiteID
	Queue     chat.QueueID
	Open      bool        // within the hours, last call included
	Phase     hours.Phase // Open, LastCall, Grace or Closed
	Accepting bool        // a session can begin now
	Reason    chat.Reason // why not: OutsideHours, QueueFull or NoAgent
	Staff     chat.Staff  // whether people are there, whatever the hours say; words of welcome go by it
	Leave     bool        // a message may be left
	Answers   Answers     // how a message that is left without an address will be answered
	NextOpen  time.Time   // when it opens next; zero while open, or if it never does
	ClosesAt  time.Time   // when it closes next; zero if it never does
	Zone      string      // of Hours, an IANA name
	// Hours are the whole periods of the coming seven days. The first is the one that is open now,
	// from when it opened. A zero Start has always been open, and a zero End never closes. Empty:
	// nothing opens, or there is no schedule.
	Hours   []hours.Period
	Queues  []QueueChoice
	Form    []settings.Field
	Consent settings.Consent
	Texts   settings.Texts
	Never   []string // pages without chat
	Wait    Estimate
	Free    int // units of people's capacity that could be offered now; above 0 exactly when Staff is StaffFree
}

// QueueChoice is a queue that a visitor may choose.
type QueueChoice struct {
	ID   chat.QueueID
	Name string
}

// week is how far ahead the hours are shown.
const week = 7 * 24 * time.Hour

// Availability says whether a session could begin now in a queue of a site. The empty site is the
// first one, and the empty queue is the site's first. An unknown site, or a queue that it does not
// offer, gives ErrNotFound.
func (v Visitor) Availability(ctx context.Context, site chat.SiteID, queue chat.QueueID) (Availability, error) {
	if v.d == nil || v.p.Kind != chat.RoleVisitor {
		return Availability{}, chat.ErrForbidden
	}
	dr, err := v.d.door(ctx, site, queue)
	if err != nil {
		return Availability{}, err
	}
	return dr.availability(), nil
}

// door is the entrance to one queue at one site, with how things stand there now.
type door struct {
	d     *Desk
	set   *settled.Settings
	site  settings.Site
	queue settings.Queue
	now   time.Time
	team  staff
	wants replica.Demand
}

func (d *Desk) door(ctx context.Context, site chat.SiteID, queue chat.QueueID) (door, error) {
	set, err := d.settled.Serving(ctx)
	if err != nil {
		return door{}, err
	}
	at, ok := set.Site(site)
	if !ok {
		return door{}, chat.ErrNotFound
	}
	if queue == "" {
		queue = at.Queues[0]
	}
	if !slices.Contains(at.Queues, queue) {
		return door{}, chat.ErrNotFound
	}
	return d.doorAt(ctx, set, at, queue)
}

// doorOf returns the door by which an earlier session comes back: its own queue, also when the site
// no longer offers it to newcomers.
func (d *Desk) doorOf(ctx context.Context, s chat.Session) (door, error) {
	set, err := d.settled.Serving(ctx)
	if err != nil {
		return door{}, err
	}
	at, _ := set.Site(s.Site)
	dr, err := d.doorAt(ctx, set, at, s.Queue)
	dr.wants = set.Asks(dr.queue, s.Weight, s.Skills)
	return dr, err
}

func (d *Desk) doorAt(ctx context.Context, set *settled.Settings, site settings.Site, queue chat.QueueID) (door, error) {
	dr := door{d: d, set: set, site: site, now: d.now()}
	var ok bool
	if dr.queue, ok = set.Queue(queue); !ok {
		return door{}, chat.ErrNotFound
	}
	dr.wants = set.Demand(dr.queue.ID)
	var err error
	dr.team, err = d.staff(ctx)
	return dr, err
}

// staff returns whether people are there for a session that would begin here.
func (dr door) staff() chat.Staff {
	found, _ := dr.team.serves(dr.wants)
	return found
}

// refuses returns why no session can begin now; empty if one can.
func (dr door) refuses() chat.Reason {
	if s, ok := dr.set.Schedule(dr.site, dr.queue); ok && s.Hours.At(dr.now).Phase != hours.PhaseOpen {
		return chat.OutsideHours
	}
	if dr.queue.Limit > 0 && dr.d.engine.replica.Full(dr.queue.ID) {
		return chat.QueueFull
	}
	if dr.queue.NoAgent != settings.NoAgentWait && dr.staff() == chat.StaffAway {
		return chat.NoAgent
	}
	return ""
}

func (dr door) availability() Availability {
	a := Availability{
		Site: dr.site.ID, Queue: dr.queue.ID, Open: true, Phase: hours.PhaseOpen, Leave: true, Answers: AnswersHere,
		Form: dr.site.Form, Consent: dr.site.Consent, Texts: dr.site.Texts, Never: dr.site.NoChat,
		Wait: dr.d.waitAtDoor(dr.queue.ID, dr.now),
	}
	a.Staff, a.Free = dr.team.serves(dr.wants)
	for _, id := range dr.site.Queues {
		if q, ok := dr.set.Queue(id); ok {
			a.Queues = append(a.Queues, QueueChoice{q.ID, cmp.Or(q.Name, string(q.ID))})
		}
	}
	if s, ok := dr.set.Schedule(dr.site, dr.queue); ok {
		a.showHours(s.Hours, dr.now)
	}
	a.Reason = dr.refuses()
	a.Accepting = a.Reason == ""
	return a
}

func (a *Availability) showHours(s *hours.Schedule, now time.Time) {
	a.Phase = s.At(now).Phase
	a.Open = s.Open(now)
	a.Zone = s.Location().String()
	a.ClosesAt, _ = s.NextClose(now)
	if !a.Open {
		a.NextOpen, _ = s.NextOpen(now)
	}
	for p := range s.Whole(now, now.Add(week)) {
		a.Hours = append(a.Hours, p)
	}
}

// nextOpen returns when a session can begin again. It is asked when the hours do not allow one now.
func (dr door) nextOpen() time.Time {
	s, ok := dr.set.Schedule(dr.site, dr.queue)
	if !ok {
		return time.Time{}
	}
	t, _ := s.Hours.NextOpen(dr.now)
	return t
}
