package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// Availability is what a visitor is told before a session: whether one can begin now, and if not,
// when.
type Availability struct {
	Site      chat.SiteID
	Offered   bool // the site is for this visitor; if not, nothing but Site is told
	Personal  bool // another visitor may be told something else: keep it in no shared cache
	Queue     chat.QueueID
	Accepting bool        // a session can begin now
	Reason    chat.Reason // why not: OutsideHours, QueueFull, NoAgent, or Retired of a site that is
	Staff     chat.Staff  // whether people are there, whatever the hours say; words of welcome go by it
	Leave     bool        // a message may be left
	// AnsweredBy says who would answer a session that began now. While nobody is there it is
	// AnsweredByMessage, also where the queue lets visitors wait.
	AnsweredBy AnsweredBy
	Answers    Answers // how a message that is left without an address will be answered
	Opening
	Queues  []QueueChoice
	Form    []settings.Field
	Fields  []settings.OwnField // asked beside Form, for Queue
	Consent settings.Consent
	Look
	PlacedOn
	Help HelpOffer // beside the chat
	Wait Estimate
	// Free is how many units of people's capacity could be offered now; it is above 0 exactly when
	// Staff is StaffFree.
	Free int
}

// Look is how a site's chat presents itself.
type Look struct {
	Texts settings.Texts
	Brand settings.Brand
}

// PlacedOn are the pages that offer chat.
type PlacedOn struct {
	Never []string // pages without chat
	Only  []string // the pages with chat; empty: all pages
}

// Opening is the hours of a queue at a site, as they stand at an instant. Without a schedule it is
// open for ever.
type Opening struct {
	Open     bool        // within the hours, last call included
	Phase    hours.Phase // Open, LastCall, Grace or Closed
	NextOpen time.Time   // when a session can begin again; zero while the hours allow one, or if they never do
	LastCall time.Time   // when the next last call begins; zero once it has begun, without one, or if it never closes
	ClosesAt time.Time   // when it closes next; zero if it never does
	Zone     string      // of Hours, an IANA name
	// Hours are the whole periods of the coming seven days. The first is the one that is open now,
	// from when it opened. A zero Start has always been open, and a zero End never closes. Empty:
	// nothing opens, or there is no schedule.
	Hours []hours.Period
}

// QueueChoice is a queue that a visitor may choose.
type QueueChoice struct {
	ID   chat.QueueID
	Name string
}

// AnsweredBy says who answers.
type AnsweredBy string

// Who may answer.
const (
	AnsweredByPerson  AnsweredBy = "person"  // people are there, though they may be busy
	AnsweredByBot     AnsweredBy = "bot"     // no people who could serve it are there, and a bot is
	AnsweredByMessage AnsweredBy = "message" // nobody now: what is written is answered later
)

// week is how far ahead the hours are shown.
const week = 7 * 24 * time.Hour

// Availability says whether a session could begin now in a queue of a site. The empty site is the
// first one, and the empty queue is the first that is for the visitor. An unknown site, or a queue
// that it does not offer this visitor, gives ErrNotFound. A site that is not for the visitor is one
// with Offered false, and nothing else is told of it.
func (v Visitor) Availability(ctx context.Context, site chat.SiteID, queue chat.QueueID) (Availability, error) {
	if v.d == nil || v.p.Kind != chat.RoleVisitor {
		return Availability{}, chat.ErrForbidden
	}
	c := v.d.hooks.customer(ctx, v.p)
	dr, err := v.door(ctx, site, queue, c)
	if errors.Is(err, chat.ErrNotOffered) {
		return dr.barred(), nil
	}
	if err != nil {
		return Availability{}, err
	}
	dr.asks(c)
	return dr.availability(), nil
}

// entrance is the door to one queue at one site, with how things stand there now.
type entrance struct {
	d        *Desk
	set      *settled.Settings
	site     settings.Site
	queue    settings.Queue
	now      time.Time
	team     staff
	wants    door.Demand
	excluded []chat.Exclusion
	priority int
	locale   string // the visitor's language, where it is known
	// the queue that was asked for, if it is retired: this one takes its place
	retired chat.QueueID
	shut    bool        // the site is retired
	guest   *guest      // who stands at it
	moved   chat.Reason // why a session that comes back is in another queue. Default: Retired
	// the visitor is none of those who ask for what the queue asks of everybody
	special bool
	channel string // by which they come. Default: the widget
}

// by is the channel by which they come, as settings name it.
func (dr entrance) by() settings.Channel { return settings.ChannelOf(dr.channel) }

// asks takes in what a newcomer needs beside what the queue asks of everybody: what the host says
// of the visitor, and skills that the visitor asks for.
func (dr *entrance) asks(c hook.Customer, skills ...chat.Skill) {
	dr.priority = max(-1000, min(1000, c.Priority))
	if dr.special = dr.priority != 0 || len(c.Skills)+len(skills) > 0; dr.special {
		need := mergeSkills(dr.queue.Skills, c.Skills, skills)
		dr.wants = dr.set.Asks(dr.queue, dr.queue.Weight, need)
	}
}

// door returns the door to a queue of a site for a visitor of whom the host says c. ErrNotOffered:
// the site is not for them, or none of its queues is.
func (v Visitor) door(
	ctx context.Context, site chat.SiteID, queue chat.QueueID, c hook.Customer,
) (entrance, error) {
	d := v.d
	set, err := d.settled.Serving(ctx)
	if err != nil {
		return entrance{}, err
	}
	at, ok := set.Site(site)
	if !ok || !at.Takes(settings.ChannelWidget) || len(set.Offers(at)) == 0 {
		return entrance{}, chat.ErrNotFound
	}
	g, err := v.guest(ctx, set, c)
	if err != nil {
		return entrance{}, err
	}
	offers := g.offers(set, at)
	if !g.at(set, at) || queue == "" && len(offers) == 0 {
		return entrance{d: d, set: set, site: at}, chat.ErrNotOffered
	}
	retired := chat.QueueID("")
	if set.IsRetired(settings.KindQueues, string(queue)) && g.in(set, queue) && len(offers) > 0 {
		retired, queue = queue, ""
	}
	if queue == "" {
		queue = offers[0]
	}
	if !slices.Contains(offers, queue) {
		return entrance{}, chat.ErrNotFound
	}
	dr, err := d.doorAt(ctx, set, at, queue)
	dr.guest = g
	dr.retired, dr.shut = retired, set.IsRetired(settings.KindSites, string(at.ID))
	return dr, err
}

func (d *Desk) doorAt(ctx context.Context, set *settled.Settings, site settings.Site, queue chat.QueueID) (entrance, error) {
	dr := entrance{d: d, set: set, site: site, now: d.now()}
	var ok bool
	if dr.queue, ok = set.Queue(queue); !ok {
		return entrance{}, chat.ErrNotFound
	}
	dr.wants = set.Demand(dr.queue.ID)
	var err error
	dr.team, err = d.engine.teams.staff(ctx)
	return dr, err
}

// serves says who could serve a session that would begin here.
func (dr entrance) serves() door.Verdict { return dr.team.serves(dr.wants, dr.excluded, dr.now) }

// refuses returns why no session can begin now; empty if one can.
func (dr entrance) refuses() chat.Reason { return dr.refusesFor(dr.serves()) }

// refusesFor is refuses where it is known who could serve the session.
func (dr entrance) refusesFor(there door.Verdict) chat.Reason {
	if dr.shut {
		return chat.Retired
	}
	if s, ok := dr.set.Schedule(dr.site, dr.queue); ok && s.Hours.At(dr.now).Phase != hours.PhaseOpen {
		return chat.OutsideHours
	}
	if dr.queue.Limit > 0 && dr.d.engine.replica.Full(dr.queue.ID) {
		return chat.QueueFull
	}
	if dr.queue.NoAgent != settings.NoAgentWait && there.Nobody() && !dr.summons() {
		return chat.NoAgent
	}
	if dr.tooLong() {
		return chat.QueueFull
	}
	return ""
}

// summons reports whether somebody is asked to come when nobody is there.
func (dr entrance) summons() bool {
	says := dr.queue.NoAgent == "" || dr.queue.NoAgent == settings.NoAgentMessage
	return says && dr.queue.Summon > 0 && dr.d.cfg.Notifier != nil
}

func (dr entrance) availability() Availability {
	a := Availability{
		Site: dr.site.ID, Queue: dr.queue.ID, Leave: !dr.shut, Answers: AnswersHere, Opening: dr.opening(),
		Form: dr.site.Form, Fields: settings.AskedAt(dr.site, dr.queue),
		Consent: dr.site.Consent, Look: Look{dr.site.Texts, dr.site.Brand},
		PlacedOn: PlacedOn{dr.site.NoChat, dr.site.Only}, Help: dr.helps(),
		Offered: true, Personal: dr.set.Exclusive(),
	}
	if a.Wait = dr.d.doorWaits.usual(dr); dr.special {
		a.Wait, _ = dr.ownWait()
	}
	there := dr.serves()
	a.Staff, a.Free = there.Staff, there.Free
	for _, id := range dr.guest.offers(dr.set, dr.site) {
		if q, ok := dr.set.Queue(id); ok {
			a.Queues = append(a.Queues, QueueChoice{q.ID, cmp.Or(q.Name, string(q.ID))})
		}
	}
	a.Reason = dr.refusesFor(there)
	a.Accepting = a.Reason == ""
	switch {
	case !a.Accepting || there.Nobody():
		a.AnsweredBy = AnsweredByMessage
	case there.Staff == chat.StaffAway:
		a.AnsweredBy = AnsweredByBot
	default:
		a.AnsweredBy = AnsweredByPerson
	}
	return a
}

// barred is what a visitor is told of a site that is not for them.
func (dr entrance) barred() Availability {
	return Availability{
		Site: dr.site.ID, Personal: true, AnsweredBy: AnsweredByMessage, Answers: AnswersHere,
	}
}

// opening is the hours as they stand now.
func (dr entrance) opening() Opening {
	return dr.openingBy(dr.set.Schedule(dr.site, dr.queue))
}

// openingBy is the hours of a schedule as they stand now; without one it is always open.
func (dr entrance) openingBy(schedule settings.Schedule, bound bool) Opening {
	o := Opening{Open: true, Phase: hours.PhaseOpen}
	if !bound {
		return o
	}
	s := schedule.Hours
	at := s.At(dr.now)
	o.Phase, o.Open, o.Zone = at.Phase, s.Open(dr.now), s.Location().String()
	o.ClosesAt, _ = s.NextClose(dr.now)
	if o.Phase != hours.PhaseOpen {
		o.NextOpen, _ = s.NextOpen(dr.now)
	} else if at.Until.Before(o.ClosesAt) {
		o.LastCall = at.Until
	}
	for p := range s.Whole(dr.now, dr.now.Add(week)) {
		o.Hours = append(o.Hours, p)
	}
	return o
}
