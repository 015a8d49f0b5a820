package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// The kinds of records below settings/.
const (
	settingSite     = "site"
	settingQueue    = "queue"
	settingSchedule = "schedule"
	settingCanned   = "canned"
	settingStamp    = "stamp"
)

// stampKey is written with every change of a setting, so that its revision tells whether a copy is still right.
var stampKey = records.Setting(settingStamp, "1")

// defaultQueue and defaultSite are what a team works by that set nothing up.
const (
	defaultQueue chat.QueueID = "support"
	defaultSite  chat.SiteID  = "main"
)

// settings is all settings in force as of one revision, ready to use. It is never changed.
type settings struct {
	stamp     store.Rev
	first     chat.SiteID // the site of those who name none
	sites     []Site
	queues    []Queue
	queueIDs  []chat.QueueID // of queues
	held      []chat.QueueID // queues whose records cannot be read: who waits there keeps waiting
	schedules []Schedule
	rules     []RuleSetting
	canned    []Canned
	doors     map[chat.QueueID]replica.Demand // what a session of a queue asks of whoever serves it, when nothing more is known of it
	prompts   map[chat.SiteID]*trigger.Set    // by site, which differ in where nothing is ever shown
	routing   routing.Config                  // what the Router is configured with
	degraded  []chat.Fault                    // of the records that are not in force as they stand
	implied   struct{ site, queue bool }      // nobody has written one yet
	grows     bool                            // the desk itself wrote the site: it lists every queue
}

// settingsCache keeps the settings last read, and whether the seed is in the store.
type settingsCache struct {
	last   atomic.Pointer[settings]
	seeded atomic.Bool
}

// settings reads the settings in force, for whoever serves by them. It is ErrUnavailable where no site or no queue can be
// served.
func (d *Desk) settings(ctx context.Context) (*settings, error) {
	s, err := d.inForce(ctx)
	if err == nil && (len(s.sites) == 0 || len(s.queues) == 0) {
		return nil, fmt.Errorf("%w: no site or queue can be served: %s", chat.ErrUnavailable, says(s.degraded))
	}
	return s, err
}

// inForce reads the settings in force, for whoever can do without a site or queue. A copy is used only when nothing was
// changed since.
func (d *Desk) inForce(ctx context.Context) (*settings, error) {
	if err := d.seed(ctx); err != nil {
		return nil, err
	}
	at, err := d.stampNow(ctx)
	if err != nil {
		return nil, err
	}
	if s := d.cache.last.Load(); s != nil && s.stamp == at.Rev {
		return s, nil
	}
	return d.loadSettings(ctx, at)
}

const loadTries = 4 // how often settings are read that change while they are read

// stampNow reads the stamp's record; the zero Record if nothing was ever written.
func (d *Desk) stampNow(ctx context.Context) (store.Record, error) {
	rs, err := d.cfg.Store.Get(ctx, stampKey)
	if err != nil || len(rs) == 0 {
		return store.Record{}, unavailable(err)
	}
	return rs[0], nil
}

// loadSettings reads the records until they did not change while they were read, so that what fits together is together.
func (d *Desk) loadSettings(ctx context.Context, at store.Record) (*settings, error) {
	for try := 1; ; try++ {
		rs, err := d.settingRecords(ctx)
		if err != nil {
			return nil, err
		}
		now, err := d.stampNow(ctx)
		if err != nil {
			return nil, err
		}
		if now.Rev != at.Rev && try < loadTries {
			at = now
			continue
		}
		last := d.cache.last.Load()
		s := load(rs, at, last, d.cfg.Router)
		if d.cache.last.CompareAndSwap(last, s) {
			d.complain(last, s)
		}
		return s, nil
	}
}

func (d *Desk) settingRecords(ctx context.Context) (all []store.Record, err error) {
	for _, family := range []records.Family{records.FamilySettings, records.FamilyRule} {
		rs, err := records.List(ctx, d.cfg.Store, records.Prefix(family))
		if err != nil {
			return nil, unavailable(err)
		}
		all = append(all, rs...)
	}
	return all, nil
}

// complain logs what is not in force as it stands, each cause once.
func (d *Desk) complain(last, s *settings) {
	for _, f := range s.degraded {
		if last == nil || !slices.Contains(last.degraded, f) {
			d.cfg.Logger.Error("setting not in force", "key", f.Key, "error", f.Says)
		}
	}
}

// site finds a site; the empty id is the one of those who name none.
func (s *settings) site(id chat.SiteID) (Site, bool) {
	if id == "" && len(s.sites) > 0 {
		id = cmp.Or(s.first, s.sites[0].ID)
	}
	i := slices.IndexFunc(s.sites, func(x Site) bool { return x.ID == id })
	if i < 0 {
		return Site{}, false
	}
	return s.sites[i], true
}

// defaultSite is the site of those who name none; empty where there is no site.
func (s *settings) defaultSite() chat.SiteID {
	site, _ := s.site("")
	return site.ID
}

func (s *settings) queue(id chat.QueueID) (Queue, bool) {
	i := slices.IndexFunc(s.queues, func(x Queue) bool { return x.ID == id })
	if i < 0 {
		return Queue{}, false
	}
	return s.queues[i], true
}

// schedule finds the hours that hold for a queue of a site: the queue's own, else the site's. None is always open.
func (s *settings) schedule(site Site, q Queue) (Schedule, bool) {
	id := cmp.Or(q.Schedule, site.Schedule)
	i := slices.IndexFunc(s.schedules, func(x Schedule) bool { return x.ID == id })
	if i < 0 {
		return Schedule{}, false
	}
	return s.schedules[i], true
}
