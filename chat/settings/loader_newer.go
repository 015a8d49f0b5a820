package settings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// older makes the best of records that a newer release wrote, while both run side by side. Of a
// record with fields that this release does not have, the fields it has are in force. A record of a
// higher version may mean something else, so its value before stays; where there was none, it is
// taken as it reads. Each is told as a fault.
func (l *loader) older() {
	l.Sites = understood(l, l.Sites, l.last.Sites, siteID)
	l.Queues = understood(l, l.Queues, l.last.Queues, queueID)
	l.Schedules = understood(l, l.Schedules, l.last.Schedules, scheduleID)
	l.Rules = understood(l, l.Rules, l.last.Rules, ruleID)
	l.Canned = understood(l, l.Canned, l.last.Canned, cannedID)
	l.Attributes = understood(l, l.Attributes, l.last.Attributes, attributeID)
	l.Routing = understood(l, l.Routing, one(l.last.Routing), func(Routing) string { return TeamID })
	l.Prompts = understood(l, l.Prompts, one(l.last.Prompts), func(Prompts) string { return TeamID })
}

// understood returns records with what is to be in force of them, as far as a newer release wrote
// them. The list it is given stays as it is.
func understood[T any](l *loader, list []*Read[T], before []T, id func(T) string) []*Read[T] {
	var out []*Read[T]
	for i, x := range list {
		if x.Newer.Version == nil && len(x.Newer.Fields) == 0 {
			continue
		}
		switch was, ok := find(before, x.ID, id); {
		case x.Err != nil: // it has a fault anyway
		case x.Newer.Version != nil:
			l.fault(x.Key, x.Newer.Version)
			if ok {
				if out == nil {
					out = slices.Clone(list)
				}
				x := *x
				x.Value, out[i] = revised(was, x.Revision), &x
			}
		case len(x.Newer.Fields) > 0:
			l.fault(x.Key, fmt.Errorf("a newer release wrote it, with fields that this one does not know: %s",
				strings.Join(x.Newer.Fields, ", ")))
		}
	}
	if out == nil {
		return list
	}
	return out
}

// revised returns a setting with another revision.
func revised[T any](v T, r Revision) T {
	reflect.ValueOf(&v).Elem().FieldByName("Revision").SetUint(uint64(r))
	return v
}

// one is a setting of which a team has one at most, as a list.
func one[T any](x *T) []T {
	if x == nil {
		return nil
	}
	return []T{*x}
}
