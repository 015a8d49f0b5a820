package settings

import (
	"fmt"
	"time"
)

// Ref names one setting.
type Ref struct {
	Kind Kind
	ID   string
	// Revision is the one that a write replaces. Default: any.
	Revision Revision
}

// String is the setting as a text names it, such as queue "returns".
func (r Ref) String() string {
	name, ok := singular[r.Kind]
	if !ok {
		name = string(r.Kind)
	}
	return fmt.Sprintf("%s %q", name, r.ID)
}

// is reports whether two refs name the same setting.
func (r Ref) is(o Ref) bool { return r.Kind == o.Kind && r.ID == o.ID }

var singular = map[Kind]string{
	KindSites: "site", KindQueues: "queue", KindHours: "hours", KindRules: "rule",
	KindCanned: "canned reply", KindAttributes: "attribute", KindAgents: "agent",
}

// Retired is a setting that is retired, and since when. It takes nothing new, and it goes when
// nothing needs it any more.
type Retired struct {
	Ref
	At time.Time
}

// Retires reports whether settings of a kind can be retired one by one.
func Retires(k Kind) bool { return singular[k] != "" }

// RetiredAt returns since when a setting is retired; the zero Time says that it is not.
func (t Team) RetiredAt(k Kind, id string) time.Time {
	for _, r := range t.Retired {
		if r.is(Ref{Kind: k, ID: id}) {
			return r.At
		}
	}
	return time.Time{}
}

// IsRetired reports whether a setting is retired.
func (t Team) IsRetired(k Kind, id string) bool { return !t.RetiredAt(k, id).IsZero() }

// Has reports whether there is a setting, retired or not.
func (t Team) Has(r Ref) bool {
	switch r.Kind {
	case KindSites:
		return has(t.Sites, r.ID, siteID)
	case KindQueues:
		return has(t.Queues, r.ID, queueID)
	case KindHours:
		return has(t.Schedules, r.ID, scheduleID)
	case KindRules:
		return has(t.Rules, r.ID, ruleID)
	case KindCanned:
		return has(t.Canned, r.ID, cannedID)
	case KindAttributes:
		return has(t.Attributes, r.ID, attributeID)
	}
	return false
}

func has[T any](list []T, id string, of func(T) string) bool {
	_, ok := find(list, id, of)
	return ok
}
