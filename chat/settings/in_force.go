package settings

import (
	"cmp"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
)

// InForce is what a team works by, ready to use. Load and Build make it, and nobody changes it.
type InForce struct {
	Team                                // the settings in force, without agents
	First    chat.SiteID                // the site of those who name none; empty: the first by id
	Held     []chat.QueueID             // queues that cannot be read: who waits there keeps waiting
	Asked    routing.Config             // what the maker of the Router is asked for
	Router   routing.Config             // what it was made with, what the maker adds included
	Degraded []chat.Fault               // of the records that are not in force as they stand
	Implied  struct{ Site, Queue bool } // nobody has written one yet

	prompts prompts // of the rules: see Set
	places  map[chat.SiteID]Placement
	audiences
}

// Site finds a site; the empty id is the one of those who name none.
func (s *InForce) Site(id chat.SiteID) (Site, bool) {
	if id == "" {
		id = s.first()
	}
	return find(s.Sites, string(id), siteID)
}

// first returns the site of those who name none, which is not retired.
func (s *InForce) first() chat.SiteID {
	sites := s.SitesInForce()
	if len(sites) == 0 || s.First != "" && !s.IsRetired(KindSites, string(s.First)) {
		return s.First
	}
	return sites[0].ID
}

// Default is the site of those who name none; empty where there is no site.
func (s *InForce) Default() chat.SiteID {
	site, _ := s.Site("")
	return site.ID
}

// Offers returns the queues that newcomers on the pages of a site may choose; the first is the
// default.
func (s *InForce) Offers(x Site) []chat.QueueID { return s.OffersBy(x, ChannelWidget) }

// OffersBy returns the queues of a site into which newcomers may come by a channel.
func (s *InForce) OffersBy(x Site, c Channel) (qs []chat.QueueID) {
	for _, id := range x.Queues {
		if s.TakesBy(id, c) {
			if qs == nil {
				qs = make([]chat.QueueID, 0, len(x.Queues))
			}
			qs = append(qs, id)
		}
	}
	return qs
}

// TakesBy reports whether newcomers may come into a queue by a channel.
func (s *InForce) TakesBy(id chat.QueueID, c Channel) bool {
	q, ok := s.Queue(id)
	return ok && q.Takes(c) && !s.IsRetired(KindQueues, string(id))
}

// SiteBy returns the site of those who come by a channel: the default one if it takes them, else
// the first that does. Where none does it is the default one: nobody who wrote is turned away.
func (s *InForce) SiteBy(c Channel) (Site, bool) {
	first, ok := s.Site("")
	for _, x := range append([]Site{first}, s.SitesInForce()...) {
		if x.Takes(c) && len(s.OffersBy(x, c)) > 0 {
			return x, true
		}
	}
	return first, ok
}

// Instead returns the queue that takes a session whose own takes nothing new: the first of its
// site, or of the default site. It is false where the session may come into its queue, and where
// nobody knows that it may not.
func (s *InForce) Instead(site chat.SiteID, queue chat.QueueID) (chat.QueueID, bool) {
	retired := s.IsRetired(KindQueues, string(queue))
	if s.HasQueue(queue) && !retired || slices.Contains(s.Held, queue) {
		return "", false
	}
	x, ok := s.Site(site)
	if !ok || len(s.serves(x)) == 0 {
		x, _ = s.Site("")
	}
	if qs := s.serves(x); len(qs) > 0 {
		for _, id := range qs { // whom one that is not for everybody is for is not known here
			if q, _ := s.Queue(id); q.For.IsZero() {
				return id, true
			}
		}
		return qs[0], true
	}
	return "", false
}

// serves returns the queues that a site offers on its pages, or of a site that is for messengers
// alone those that it has.
func (s *InForce) serves(x Site) []chat.QueueID {
	if qs := s.Offers(x); len(qs) > 0 {
		return qs
	}
	return slices.DeleteFunc(slices.Clone(x.Queues), func(id chat.QueueID) bool {
		return !s.HasQueue(id) || s.IsRetired(KindQueues, string(id))
	})
}

// Queue finds a queue.
func (s *InForce) Queue(id chat.QueueID) (Queue, bool) { return find(s.Queues, string(id), queueID) }

// HasQueue implements Known.
func (s *InForce) HasQueue(id chat.QueueID) bool {
	_, ok := s.Queue(id)
	return ok
}

// Schedule finds the hours that hold for a queue of a site: the queue's own, else the site's. None
// is always open.
func (s *InForce) Schedule(site Site, q Queue) (Schedule, bool) {
	return find(s.Schedules, cmp.Or(q.Schedule, site.Schedule), scheduleID)
}

// Opens reports whether a queue is open at the first site that offers it.
func (s *InForce) Opens(q Queue, now time.Time) bool {
	schedule, ok := s.scheduleOf(q)
	return !ok || schedule.Hours.Open(now)
}

// NextOpen returns when a queue opens next at the first site that offers it; the zero instant says
// never, or that it is always open.
func (s *InForce) NextOpen(q Queue, now time.Time) time.Time {
	schedule, _ := s.scheduleOf(q)
	at, _ := schedule.Hours.NextOpen(now) // no hours have no opening
	return at
}

// scheduleOf returns the hours of a queue at the first site that offers it, or of its own where
// none does.
func (s *InForce) scheduleOf(q Queue) (Schedule, bool) {
	for _, site := range s.Sites {
		if slices.Contains(site.Queues, q.ID) {
			return s.Schedule(site, q)
		}
	}
	return s.Schedule(Site{}, q)
}

// Midnight returns when the day began: in the zone of the default site's schedule, or in UTC.
func (s *InForce) Midnight(now time.Time) time.Time {
	zone := time.UTC
	site, _ := s.Site("")
	if schedule, ok := s.Schedule(site, Queue{}); ok && schedule.Hours.Location() != nil {
		zone = schedule.Hours.Location()
	}
	from, _ := hours.DayOf(now, zone)
	return from
}

// Along returns a queue and those it overflows to, one after another.
func (s *InForce) Along(q Queue) []Queue {
	path := []Queue{q}
	for range s.Queues {
		next, ok := s.Queue(q.Overflow)
		if q.Overflow == "" || !ok {
			break
		}
		path, q = append(path, next), next
	}
	return path
}

func siteID(x Site) string           { return string(x.ID) }
func queueID(x Queue) string         { return string(x.ID) }
func scheduleID(x Schedule) string   { return x.ID }
func cannedID(x Canned) string       { return x.ID }
func ruleID(x Rule) string           { return x.Rule.ID }
func attributeID(x Attribute) string { return x.ID }

// find looks a setting up by its id.
func find[T any](list []T, id string, of func(T) string) (T, bool) {
	for _, v := range list {
		if of(v) == id {
			return v, true
		}
	}
	var none T
	return none, false
}
