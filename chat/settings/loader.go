package settings

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
)

// stored returns the settings as if they had been read. Rules that were in force before as they
// stand are those that were read then.
func (t Team) stored(last *InForce) Stored {
	st := Stored{
		Sites:      reads("sites", t.Sites, siteID, func(x Site) Revision { return x.Revision }),
		Queues:     reads("queues", t.Queues, queueID, func(x Queue) Revision { return x.Revision }),
		Schedules:  reads("schedules", t.Schedules, scheduleID, func(x Schedule) Revision { return x.Revision }),
		Rules:      last.readAgain(t.Rules),
		Canned:     reads("canned", t.Canned, cannedID, func(x Canned) Revision { return x.Revision }),
		Attributes: reads("attributes", t.Attributes, attributeID, func(x Attribute) Revision { return x.Revision }),
	}
	for _, x := range t.Retired {
		st.Retired = append(st.Retired, &Read[Retired]{ID: x.ID, Value: x})
	}
	if t.Routing != nil {
		st.Routing = []*Read[Routing]{readOne("routing", *t.Routing, t.Routing.Revision)}
	}
	if t.Prompts != nil {
		st.Prompts = []*Read[Prompts]{readOne("prompts", *t.Prompts, t.Prompts.Revision)}
	}
	return st
}

// TeamID is the id of a setting of which a team has one: Routing and Prompts.
const TeamID = "team"

func readOne[T any](kind string, v T, rev Revision) *Read[T] {
	return &Read[T]{Key: kind + "/" + TeamID, ID: TeamID, Revision: rev, Value: v}
}

func reads[T any](kind string, list []T, id func(T) string, rev func(T) Revision) []*Read[T] {
	out := make([]*Read[T], len(list))
	for i, x := range list {
		out[i] = &Read[T]{Key: kind + "/" + id(x), ID: id(x), Revision: rev(x), Value: x}
	}
	return out
}

// Into returns the team with the settings in the place of those with their ids, or at the end. It
// is the error of a setting that cannot be read.
func (st Stored) Into(t Team) (Team, error) {
	var f faults
	t.Sites = into(&f, t.Sites, st.Sites, siteID)
	t.Queues = into(&f, t.Queues, st.Queues, queueID)
	t.Schedules = into(&f, t.Schedules, st.Schedules, scheduleID)
	t.Rules = into(&f, t.Rules, st.Rules, ruleID)
	t.Canned = into(&f, t.Canned, st.Canned, cannedID)
	t.Attributes = into(&f, t.Attributes, st.Attributes, attributeID)
	t.Routing = intoOne(&f, t.Routing, st.Routing)
	t.Prompts = intoOne(&f, t.Prompts, st.Prompts)
	return t, errors.Join(f...)
}

func intoOne[T any](f *faults, v *T, rs []*Read[T]) *T {
	for _, r := range rs {
		f.when(r.Err != nil, r.Key, "%v", r.Err)
		v = &r.Value
	}
	return v
}

func into[T any](f *faults, list []T, rs []*Read[T], id func(T) string) []T {
	if len(rs) == 0 {
		return list
	}
	list = slices.Clone(list)
	find := finder(list, id, len(rs))
	for _, r := range rs {
		i, there := find(r.ID)
		switch {
		case r.Err != nil:
			f.when(true, r.Key, "%v", r.Err)
		case there:
			list[i] = r.Value
		default:
			list = append(list, r.Value)
		}
	}
	return list
}

// fewFinds is how many of a list are looked for one by one.
const fewFinds = 8

// finder returns what finds so many of a list by their ids, and where.
func finder[T any](list []T, id func(T) string, n int) func(id string) (int, bool) {
	if n <= fewFinds {
		return func(want string) (int, bool) {
			for i := range list { // they may be large
				if id(list[i]) == want {
					return i, true
				}
			}
			return 0, false
		}
	}
	at := make(map[string]int, len(list))
	for i := range list {
		at[id(list[i])] = i
	}
	return func(want string) (int, bool) {
		i, there := at[want]
		return i, there
	}
}

// loader makes settings in force of records.
//
// A record that can be read, names only what exists and goes together with the others is in force
// as it stands. Any other gives way to the value that this node had in force before. Where there
// was none, what is right of the record is in force: a queue without the overflow that leads back
// to it, a site without the queue that is gone. A record of which nothing can be read is left out;
// who waits in such a queue keeps waiting. Each of these is a Fault of the settings, and none of
// them keeps another record from being in force.
type loader struct {
	Stored
	last     *InForce // what was in force before; never nil
	builders Builders
	given    []Rule // what the rules were made of, where they were not read
	out      *InForce

	before rulesBefore
	faulty map[string]bool // keys of rules that have a fault
}

// Load makes settings in force of what was read. First is the site of those who name none, empty
// for the first by id. Last is what was in force on this node before, nil for nothing. It is how
// every node loads settings, and how a change is checked before it is written.
func Load(st Stored, first chat.SiteID, last *InForce, b Builders) *InForce {
	if last == nil {
		last = &InForce{}
	}
	return newLoader(st, last, b).load(first)
}

func newLoader(st Stored, last *InForce, b Builders) *loader {
	return &loader{Stored: st, last: last, builders: b, faulty: map[string]bool{}}
}

func (l *loader) load(first chat.SiteID) *InForce {
	st, last := l.Stored, l.last
	l.out = &InForce{First: first}
	l.out.Degraded = append(l.out.Degraded, st.Damaged...)
	l.older()
	for _, x := range st.Retired {
		l.out.Retired = append(l.out.Retired, x.Value)
	}
	l.out.Canned = keepEach(l, l.Canned, last.Canned, cannedID, func(Canned) error { return nil })
	l.out.Attributes = keepEach(l, l.Attributes, last.Attributes, attributeID, func(x Attribute) error {
		return x.Check("attribute")
	})
	l.out.Routing = keepOne(l, l.Routing, l.last.Routing, Routing.Check)
	l.out.Prompts = keepOne(l, l.Prompts, l.last.Prompts, Prompts.Check)
	l.out.Schedules = keepEach(l, l.Schedules, last.Schedules, scheduleID, func(x Schedule) error {
		return x.Check("schedule")
	})
	l.keepQueues()
	l.route()
	l.keepSites()
	if _, ok := l.out.Site(first); !ok {
		l.out.First = ""
	}
	l.out.Asked = l.asked(l.out.Queues)
	l.placeSites()
	l.keepAudiences()
	l.keepRules()
	return l.out
}

// fault notes that a record is not in force as it stands, beside what was noted of it before.
func (l *loader) fault(key string, err error) {
	same := func(f chat.Fault) bool { return f.Key == key }
	if i := slices.IndexFunc(l.out.Degraded, same); i >= 0 {
		l.out.Degraded[i].Says += "; " + err.Error()
		return
	}
	l.out.Degraded = append(l.out.Degraded, chat.Fault{Kind: chat.FaultSetting, Key: key, Says: err.Error()})
}

// keepEach returns the settings of a list that are in force: where one has a fault, the value
// before.
func keepEach[T any](
	l *loader, list []*Read[T], before []T, id func(T) string, check func(T) error,
) (kept []T) {
	for _, r := range list {
		x := *r
		if x.Err == nil {
			x.Err = check(x.Value)
		}
		if x.Err != nil {
			l.fault(x.Key, x.Err)
			was, ok := find(before, x.ID, id)
			if !ok {
				continue
			}
			x.Value = revised(was, x.Revision)
		}
		kept = append(kept, x.Value)
	}
	return kept
}

// keepOne takes over a setting of which there is one, or its value before.
func keepOne[T any](l *loader, rs []*Read[T], before *T, check func(T, string) error) *T {
	if len(rs) == 0 {
		return nil
	}
	x := *rs[0]
	kind, _, _ := strings.Cut(strings.TrimPrefix(x.Key, "settings/"), "/")
	if x.Err == nil {
		x.Err = check(x.Value, kind)
	}
	if x.Err != nil {
		l.fault(x.Key, x.Err)
		return before
	}
	return &x.Value
}

// keepSites takes the sites over. Without any record there is one that lists every queue.
func (l *loader) keepSites() {
	for _, x := range l.Sites {
		if site, ok := l.keepSite(*x); ok {
			l.out.Sites = append(l.out.Sites, site)
		}
	}
	if len(l.Sites) == 0 && len(l.out.Queues) > 0 {
		l.out.Implied.Site = true
		l.out.Sites = []Site{{ID: DefaultSite, Queues: IDs(l.out.QueuesInForce())}}
	}
}

func (l *loader) keepSite(x Read[Site]) (Site, bool) {
	check := func(v Site) error { return v.Check("site", l.out) }
	if x.Err == nil {
		x.Err = check(x.Value)
	}
	if x.Err == nil {
		return x.Value, true
	}
	l.fault(x.Key, x.Err)
	if before, ok := find(l.last.Sites, x.ID, siteID); ok {
		x.Value = before
	}
	v := Site{ID: chat.SiteID(x.ID), Revision: x.Revision}
	for _, q := range x.Value.Queues {
		if l.out.HasQueue(q) {
			v.Queues = append(v.Queues, q)
		}
	}
	x.Value.Queues = v.Queues
	v = mended(v, x.Value, check)
	if v.For.IsZero() && !x.Value.For.IsZero() {
		v.For = nobody // rather than everybody
	}
	v.Revision = x.Revision
	return v, len(v.Queues) > 0
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

// IDs returns the ids of queues.
func IDs(qs []Queue) (ids []chat.QueueID) {
	for _, q := range qs {
		ids = append(ids, q.ID)
	}
	return ids
}
