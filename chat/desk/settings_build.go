package desk

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// loader makes settings in force of records.
//
// A record that can be read, names only what exists and goes together with the others is in force as it stands. Any other
// gives way to the value that this node had in force before. Where there was none, what is right of the record is in
// force: a queue without the overflow that leads back to it, a site without the queue that is gone. A record of which
// nothing can be read is left out; who waits in such a queue keeps waiting. Each of these is a Fault of the settings, and
// none of them keeps another record from being in force.
type loader struct {
	last   *settings // what was in force before; nil: nothing
	router func(routing.Config) (Router, error)
	out    *settings

	sites     []stored[Site]
	queues    []stored[Queue]
	schedules []stored[Schedule]
	rules     []stored[RuleSetting]
}

// stored is a record as it was read: a value, or why there is none.
type stored[T any] struct {
	key, id string
	rev     store.Rev
	value   T
	err     error
}

// load makes settings in force of the records of a revision. It is how every node loads them, and how a change is checked
// before it is written.
func load(rs []store.Record, at store.Record, last *settings, router func(routing.Config) (Router, error)) *settings {
	if last == nil {
		last = &settings{}
	}
	l := &loader{last: last, router: router, out: &settings{stamp: at.Rev}}
	for _, r := range rs {
		l.read(r)
	}
	l.keepSchedules()
	l.keepQueues()
	l.route()
	l.keepSites()
	l.chooseFirst(at)
	l.out.doors, l.out.queueIDs = map[chat.QueueID]replica.Demand{}, queueIDs(l.out.queues)
	for _, q := range l.out.queues {
		l.out.doors[q.ID] = l.out.demand(q, q.Weight, q.Skills)
	}
	l.compile()
	return l.out
}

// fault notes that a record is not in force as it stands.
func (l *loader) fault(key string, err error) {
	l.out.degraded = append(l.out.degraded, chat.Fault{Kind: chat.FaultSetting, Key: key, Says: err.Error()})
}

// read decodes one record.
func (l *loader) read(r store.Record) {
	k, err := records.Parse(r.Key)
	if err != nil {
		l.fault(r.Key, err)
		return
	}
	if k.Family == records.FamilyRule {
		v, err := records.Decode[storedRule](r.Value)
		l.rules = append(l.rules, stored[RuleSetting]{r.Key, k.ID, r.Rev, RuleSetting{v.Rule, r.Rev}, named(err, k.ID, v.Rule.ID)})
		return
	}
	switch k.Kind {
	case settingSite:
		v, err := records.Decode[storedSite](r.Value)
		v.Revision = r.Rev
		l.out.grows = l.out.grows || v.Grows && err == nil
		l.sites = append(l.sites, stored[Site]{r.Key, k.ID, r.Rev, v.Site, named(err, k.ID, string(v.ID))})
	case settingQueue:
		v, err := records.Decode[Queue](r.Value)
		v.Revision = r.Rev
		l.queues = append(l.queues, stored[Queue]{r.Key, k.ID, r.Rev, v.read(), named(err, k.ID, string(v.ID))})
	case settingSchedule:
		v, err := records.Decode[Schedule](r.Value)
		v.Revision = r.Rev
		l.schedules = append(l.schedules, stored[Schedule]{r.Key, k.ID, r.Rev, v, named(err, k.ID, v.ID)})
	case settingCanned:
		v, err := records.Decode[Canned](r.Value)
		v.Revision = r.Rev
		l.keepCanned(stored[Canned]{r.Key, k.ID, r.Rev, v, named(err, k.ID, v.ID)})
	}
}

// named refuses a value that is another one than its key says.
func named(err error, key, id string) error {
	if err == nil && key != id {
		return fmt.Errorf("%w: it says that it is %q", records.ErrDecode, id)
	}
	return err
}

func (l *loader) keepCanned(x stored[Canned]) {
	if x.err != nil {
		l.fault(x.key, x.err)
		before, ok := find(l.last.canned, x.id, func(c Canned) string { return c.ID })
		if !ok {
			return
		}
		x.value, x.value.Revision = before, x.rev
	}
	l.out.canned = append(l.out.canned, x.value)
}

func (l *loader) keepSchedules() {
	for _, x := range l.schedules {
		if x.err == nil {
			x.err = x.value.check("schedule")
		}
		if x.err != nil {
			l.fault(x.key, x.err)
			before, ok := find(l.last.schedules, x.id, func(s Schedule) string { return s.ID })
			if !ok {
				continue
			}
			x.value, x.value.Revision = before, x.rev
		}
		l.out.schedules = append(l.out.schedules, x.value)
	}
}

// keepSites takes the sites over. Without any record there is one that lists every queue.
func (l *loader) keepSites() {
	s := l.out
	for _, x := range l.sites {
		if site, ok := l.keepSite(x); ok {
			s.sites = append(s.sites, site)
		}
	}
	if len(l.sites) == 0 && len(s.queues) > 0 {
		s.implied.site = true
		s.sites = []Site{{ID: defaultSite, Queues: queueIDs(s.queues)}}
	}
}

func (l *loader) keepSite(x stored[Site]) (Site, bool) {
	check := func(v Site) error { return v.check("site", l.out.hasSchedule, l.out.hasQueue) }
	if x.err == nil {
		x.err = check(x.value)
	}
	if x.err == nil {
		return x.value, true
	}
	l.fault(x.key, x.err)
	if before, ok := find(l.last.sites, x.id, func(s Site) string { return string(s.ID) }); ok {
		x.value = before
	}
	v := Site{ID: chat.SiteID(x.id), Revision: x.rev}
	for _, q := range x.value.Queues {
		if l.out.hasQueue(q) {
			v.Queues = append(v.Queues, q)
		}
	}
	x.value.Queues = v.Queues
	v = mended(v, x.value, check)
	v.Revision = x.rev
	return v, len(v.Queues) > 0
}

// chooseFirst finds the site of those who name none: the one that the stamp tells, or the first.
func (l *loader) chooseFirst(at store.Record) {
	s := l.out
	if v, err := records.Decode[stamp](at.Value); err == nil {
		s.first = v.Site
	}
	if _, ok := s.site(s.first); !ok {
		s.first = "" // the first by id
	}
}

func (s *settings) hasSchedule(id string) bool {
	_, ok := find(s.schedules, id, func(x Schedule) string { return x.ID })
	return ok
}

func (s *settings) hasQueue(id chat.QueueID) bool {
	_, ok := s.queue(id)
	return ok
}

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

// mended is sound with as many fields of v in it as pass the check one after another.
func mended[T any](sound, v T, check func(T) error) T {
	to, from := reflect.ValueOf(&sound).Elem(), reflect.ValueOf(v)
	for i := range to.NumField() {
		was := reflect.ValueOf(to.Field(i).Interface())
		if to.Field(i).Set(from.Field(i)); check(sound) != nil {
			to.Field(i).Set(was)
		}
	}
	return sound
}

func queueIDs(qs []Queue) (ids []chat.QueueID) {
	for _, q := range qs {
		ids = append(ids, q.ID)
	}
	return ids
}

// says is what some faults come to, for people.
func says(fs []chat.Fault) string {
	var all []string
	for _, f := range fs {
		all = append(all, f.String())
	}
	return strings.Join(all, "; ")
}

// storedRule is the value of a rule's record: a rule refuses members it does not know, so it stands on its own.
type storedRule struct {
	Rule trigger.Rule `json:"rule"`
}

// storedSite is the value of a site's record.
type storedSite struct {
	Site
	// Grows says that the desk itself wrote the site, of a team that set none up: queues that are added are listed in it.
	Grows bool `json:"grows,omitempty"`
}
