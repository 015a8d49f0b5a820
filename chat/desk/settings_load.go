package desk

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
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

// settings is all settings as of one revision, ready to use. It is never changed.
type settings struct {
	stamp     store.Rev
	sites     []Site
	queues    []Queue
	schedules []Schedule
	rules     []RuleSetting
	canned    []Canned
	prompts   map[chat.SiteID]*trigger.Set // by site, which differ in where nothing is ever shown
}

// settingsCache keeps the settings last read, and whether the seed is in the store.
type settingsCache struct {
	last   atomic.Pointer[settings]
	seeded atomic.Bool
}

// settings reads the settings. They are the ones in force: a copy is used only when nothing was changed since.
func (d *Desk) settings(ctx context.Context) (*settings, error) {
	if err := d.seed(ctx); err != nil {
		return nil, err
	}
	rs, err := d.cfg.Store.Get(ctx, stampKey)
	if err != nil {
		return nil, unavailable(err)
	}
	var stamp store.Rev
	if len(rs) > 0 {
		stamp = rs[0].Rev
	}
	if s := d.cache.last.Load(); s != nil && s.stamp == stamp {
		return s, nil
	}
	s, err := d.loadSettings(ctx, stamp)
	if err != nil {
		return nil, err
	}
	d.cache.last.Store(s)
	return s, nil
}

func (d *Desk) loadSettings(ctx context.Context, stamp store.Rev) (*settings, error) {
	s := &settings{stamp: stamp}
	for _, family := range []records.Family{records.FamilySettings, records.FamilyRule} {
		rs, err := listAll(ctx, d.cfg.Store, records.Prefix(family))
		if err != nil {
			return nil, unavailable(err)
		}
		for _, r := range rs {
			if err := s.take(r); err != nil { // a newer release wrote it: what it says is not known here
				d.cfg.Logger.Error("setting skipped", "key", r.Key, "error", err)
			}
		}
	}
	s.fillIn()
	if err := s.compile(); err != nil {
		d.cfg.Logger.Error("no prompts", "error", err)
	}
	return s, nil
}

// storedRule is the value of a rule's record: a rule refuses members it does not know, so it stands on its own.
type storedRule struct {
	Rule trigger.Rule `json:"rule"`
}

func (s *settings) take(r store.Record) error {
	k, err := records.Parse(r.Key)
	if err != nil {
		return err
	}
	if k.Family == records.FamilyRule {
		v, err := records.Decode[storedRule](r.Value)
		if err == nil {
			s.rules = append(s.rules, RuleSetting{v.Rule, r.Rev})
		}
		return err
	}
	switch k.Kind {
	case settingSite:
		v, err := records.Decode[Site](r.Value)
		v.Revision = r.Rev
		return keepIf(err, &s.sites, v)
	case settingQueue:
		v, err := records.Decode[Queue](r.Value)
		v.Revision = r.Rev
		return keepIf(err, &s.queues, v)
	case settingSchedule:
		v, err := records.Decode[Schedule](r.Value)
		v.Revision = r.Rev
		return keepIf(err, &s.schedules, v)
	case settingCanned:
		v, err := records.Decode[Canned](r.Value)
		v.Revision = r.Rev
		return keepIf(err, &s.canned, v)
	}
	return nil
}

func keepIf[T any](err error, to *[]T, v T) error {
	if err == nil {
		*to = append(*to, v)
	}
	return err
}

// fillIn gives a team that set nothing up one queue and one site.
func (s *settings) fillIn() {
	if len(s.queues) == 0 {
		s.queues = []Queue{{ID: defaultQueue}}
	}
	if len(s.sites) == 0 {
		site := Site{ID: defaultSite}
		for _, q := range s.queues {
			site.Queues = append(site.Queues, q.ID)
		}
		s.sites = []Site{site}
	}
}

// compile makes the rules ready, for each site.
func (s *settings) compile() error {
	s.prompts = map[chat.SiteID]*trigger.Set{}
	var rules []trigger.Rule
	for _, r := range s.rules {
		rules = append(rules, r.Rule)
	}
	schedules := map[string]trigger.Hours{}
	for _, h := range s.schedules {
		schedules[h.ID] = h.Hours
	}
	for _, site := range s.sites {
		set, err := trigger.Compile(rules, trigger.Config{Hours: schedules, Never: slices.Concat(site.Never, site.NoChat)})
		if err != nil {
			return err
		}
		s.prompts[site.ID] = set
	}
	return nil
}

// site finds a site; the empty id is the first one.
func (s *settings) site(id chat.SiteID) (Site, bool) {
	if id == "" {
		return s.sites[0], true
	}
	i := slices.IndexFunc(s.sites, func(x Site) bool { return x.ID == id })
	if i < 0 {
		return Site{}, false
	}
	return s.sites[i], true
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
	id := def(q.Schedule, site.Schedule)
	i := slices.IndexFunc(s.schedules, func(x Schedule) bool { return x.ID == id })
	if i < 0 {
		return Schedule{}, false
	}
	return s.schedules[i], true
}
