package desk

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// The limits of settings.
const (
	maxCapacity = 64
	maxTexts    = 64 << 10                   // bytes of one setting
	maxSpan     = 100 * 365 * 24 * time.Hour // the longest time in a setting; instants beyond overflow
)

// check returns every fault of settings that are to be in force together: first the faults of each
// setting alone, then those that show when a node loads them all. The error is chat.ErrInvalid.
func (s Settings) check(router func(routing.Config) (Router, error)) error {
	hasSchedule, hasQueue := s.hasSchedule, s.hasQueue
	var f faults
	eachOf(&f, "schedules", s.Schedules, func(x Schedule) string { return x.ID }, Schedule.check)
	eachOf(&f, "queues", s.Queues, func(x Queue) string { return string(x.ID) }, func(x Queue, at string) error {
		return x.check(at, hasSchedule, hasQueue)
	})
	eachOf(&f, "sites", s.Sites, func(x Site) string { return string(x.ID) }, func(x Site, at string) error {
		return x.check(at, hasSchedule, hasQueue)
	})
	eachOf(&f, "canned", s.Canned, func(x Canned) string { return x.ID }, func(x Canned, at string) error {
		return x.check(at, hasQueue)
	})
	eachOf(&f, "rules", s.Rules, func(x trigger.Rule) string { return x.ID }, func(x trigger.Rule, at string) error {
		return checkRule(x, at, hasQueue)
	})
	eachOf(&f, "agents", s.Agents, func(x AgentSettings) string { return x.Login }, func(x AgentSettings, at string) error {
		return x.check(at, hasQueue)
	})
	for i, x := range s.Queues {
		f.add(s.checkOverflow(x, fmt.Sprintf("queues[%d]", i)))
	}
	for i, x := range s.Agents {
		f.when(x.Login == "", fmt.Sprintf("agents[%d].login", i), "missing")
	}
	if len(f) > 0 {
		return errors.Join(f...)
	}
	return s.build(router)
}

// checkOverflow refuses a queue whose overflow leads back to it.
func (s Settings) checkOverflow(q Queue, at string) error {
	var f faults
	next := q
	for range s.Queues {
		next, _ = find(s.Queues, string(next.Overflow), func(x Queue) string { return string(x.ID) })
		if next.ID == q.ID && q.ID != q.Overflow {
			f.when(true, below(at, "overflow"), "%q leads back to %q", q.Overflow, q.ID)
			break
		}
	}
	return errors.Join(f...)
}

// build makes everything that is made of settings.
func (s Settings) build(router func(routing.Config) (Router, error)) error {
	rs, err := s.records()
	if err != nil {
		return err
	}
	return refused(load(rs, store.Record{}, nil, router).degraded)
}

// refused returns faults of loading as faults of an input.
func refused(degraded []chat.Fault) error {
	var f faults
	for _, d := range degraded {
		f.when(true, fieldOf(d.Key), "%s", d.Says)
	}
	return errors.Join(f...)
}

// fieldOf returns the name of the field of Settings that a key's records belong to.
func fieldOf(key string) string {
	k, _ := records.Parse(key)
	fields := map[string]string{settingQueue: "queues", settingSite: "sites", settingSchedule: "schedules", settingCanned: "canned"}
	return cmp.Or(fields[k.Kind], "rules")
}

// records returns the settings as they are stored, without agents.
func (s Settings) records() (rs []store.Record, err error) {
	var f faults
	for _, x := range s.seedlings("") {
		value, err := x.value()
		f.add(err)
		f.when(len(value) > maxTexts, fieldOf(x.key), "%d bytes, at most %d: %s", len(value), maxTexts, x.key)
		rs = append(rs, store.Record{Key: x.key, Rev: 1, Value: value})
	}
	return rs, errors.Join(f...)
}

func (s Settings) hasSchedule(id string) bool {
	_, ok := find(s.Schedules, id, func(x Schedule) string { return x.ID })
	return ok
}

func (s Settings) hasQueue(id chat.QueueID) bool {
	_, ok := find(s.Queues, string(id), func(x Queue) string { return string(x.ID) })
	return ok || len(s.Queues) == 0 && id == defaultQueue
}

// eachOf checks every setting of a kind, and that no id comes twice.
func eachOf[T any](f *faults, kind string, list []T, id func(T) string, check func(T, string) error) {
	seen := map[string]bool{}
	for i, x := range list {
		at := fmt.Sprintf("%s[%d]", kind, i)
		f.add(check(x, at))
		f.when(id(x) != "" && seen[id(x)], at, "%q is there twice", id(x))
		seen[id(x)] = true
	}
}

// faults collects the faults of an input.
type faults []error

func (f *faults) when(bad bool, field, format string, args ...any) {
	if bad {
		*f = append(*f, fmt.Errorf("%w: %s: %s", chat.ErrInvalid, field, fmt.Sprintf(format, args...)))
	}
}

func (f *faults) add(err error) {
	if err != nil {
		*f = append(*f, err)
	}
}

// below names a field of the value at a place. The empty place is the input itself.
func below(at, field string) string {
	if at == "" {
		return field
	}
	return at + "." + field
}
