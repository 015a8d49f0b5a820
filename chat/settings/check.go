package settings

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/trigger"
)

// MaxBytes is the most that one setting may take in its record.
const MaxBytes = 64 << 10

// Builders make what a team feeds, with what the host put in.
type Builders struct {
	// Router makes a Router of a configuration and returns what it was made with. Default: one of
	// package routing.
	Router func(routing.Config) (routing.Config, error)
	// Host says that the host does what rules ask of it. Default: a rule that does is refused.
	Host bool
}

// router returns the maker of Routers.
func (b Builders) router() func(routing.Config) (routing.Config, error) {
	if b.Router != nil {
		return b.Router
	}
	return func(c routing.Config) (routing.Config, error) {
		r, err := routing.New(c)
		if err != nil {
			return routing.Config{}, err
		}
		return r.Config(), nil
	}
}

// Known says which settings exist that another may name.
type Known interface {
	HasSchedule(id string) bool
	HasQueue(id chat.QueueID) bool
	// HostAttributes are those that the host says.
	HostAttributes() trigger.Schema
}

// Check returns every fault of settings that are to be in force together: first the faults of each
// setting alone, then those that show when everything is built that they feed. The errors are
// chat.ErrInvalid.
func Check(t Team, b Builders) error {
	var f faults
	eachOf(&f, "schedules", t.Schedules, func(x Schedule) string { return x.ID }, Schedule.Check)
	eachOf(&f, "queues", t.Queues, func(x Queue) string { return string(x.ID) }, func(x Queue, at string) error {
		return errors.Join(x.Check(at, t), t.CheckOverflow(x, at))
	})
	eachOf(&f, "sites", t.Sites, func(x Site) string { return string(x.ID) }, checked(Site.Check, t))
	eachOf(&f, "canned", t.Canned, func(x Canned) string { return x.ID }, checked(Canned.Check, t))
	eachOf(&f, "attributes", t.Attributes, attributeID, Attribute.Check)
	eachOf(&f, "rules", t.Rules, func(x Rule) string { return x.Rule.ID }, func(x Rule, at string) error {
		return errors.Join(x.Check(at, t), t.CheckValues(x, at))
	})
	f.add(t.CheckChannels())
	f.when(
		len(t.Retire)+len(t.Restore) > 0, "retire, restore", "they are for a set that is written",
	)
	eachOf(&f, "agents", t.Agents, func(x Agent) string { return x.Login }, checked(Agent.Check, t))
	if t.Routing != nil {
		f.add(t.Routing.Check("routing"))
	}
	if t.Prompts != nil {
		f.add(t.Prompts.Check("prompts"))
	}
	for i, x := range t.Agents {
		f.when(x.Login == "", fmt.Sprintf("agents[%d].login", i), "missing")
	}
	if len(f) > 0 {
		return errors.Join(f...)
	}
	written, err := t.written()
	if err != nil {
		return err
	}
	_, err = Build(written, b)
	return err
}

// CheckOverflow refuses a queue of the team whose overflow leads back to it.
func (t Team) CheckOverflow(q Queue, at string) error {
	var f faults
	next := q
	for range t.Queues {
		next, _ = find(t.Queues, string(next.Overflow), func(x Queue) string { return string(x.ID) })
		if next.ID == q.ID && q.ID != q.Overflow {
			f.when(true, below(at, "overflow"), "%q leads back to %q", q.Overflow, q.ID)
			break
		}
	}
	return errors.Join(f...)
}

// Build makes everything that is made of settings. It refuses what Load would not put in force as
// it stands: the error is chat.ErrInvalid and names the field of Team.
func Build(t Team, b Builders) (*InForce, error) {
	return BuildAfter(nil, t, b, nil)
}

// BuildAfter is Build for settings of which most were in force before, as last says; nil for none.
// It looks anew at those alone that have another Revision, or none. Of the settings in places, by
// their kind and id as in "rules/r1", a fault names the place in the input. The rules of t are not
// to be changed afterwards.
func BuildAfter(last *InForce, t Team, b Builders, places map[string]string) (*InForce, error) {
	if last == nil {
		last = &InForce{}
	}
	l := newLoader(t.stored(last), last, b)
	l.given = t.Rules
	s := l.load("")
	var f faults
	for _, d := range s.Degraded {
		key := asInTeam(d.Key)
		kind, _, _ := strings.Cut(key, "/")
		at, placed := places[key]
		if field, why, ok := ruleField(d.Says); ok && placed {
			f.when(true, below(at, field), "%s", why)
		} else {
			f.when(true, cmp.Or(at, kind), "%s", d.Says)
		}
	}
	return s, errors.Join(f...)
}

// asInTeam returns the key of a rule that was read before as that of one in a Team.
func asInTeam(key string) string {
	if id, ok := strings.CutPrefix(key, "rule/"); ok {
		return "rules/" + id
	}
	return key
}

// ruleField finds the field of a rule that a fault of package trigger points at.
func ruleField(says string) (field, why string, ok bool) {
	pointer, ok := strings.CutPrefix(says, "trigger: /")
	if ok {
		pointer, why, ok = strings.Cut(pointer, ": ")
	}
	return strings.ReplaceAll(pointer, "/", "."), why, ok
}

// written returns the settings as a node reads them that somebody else wrote.
func (t Team) written() (Team, error) {
	var f faults
	t.Schedules = writtenEach(&f, "schedules", t.Schedules)
	t.Queues = writtenEach(&f, "queues", t.Queues)
	t.Sites = writtenEach(&f, "sites", t.Sites)
	t.Canned = writtenEach(&f, "canned", t.Canned)
	t.Rules = writtenEach(&f, "rules", t.Rules)
	t.Attributes = writtenEach(&f, "attributes", t.Attributes)
	return t, errors.Join(f...)
}

func writtenEach[T any](f *faults, kind string, list []T) []T {
	out := make([]T, len(list))
	for i, x := range list {
		at := fmt.Sprintf("%s[%d]", kind, i)
		value, err := json.Marshal(x)
		if err == nil {
			err = json.Unmarshal(value, &out[i])
		}
		f.when(err != nil, at, "%v", err)
		f.when(len(value) > MaxBytes, at, "%d bytes, at most %d", len(value), MaxBytes)
	}
	return out
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

// checked gives a check what the settings may name.
func checked[T any](check func(T, string, Known) error, known Known) func(T, string) error {
	return func(x T, at string) error { return check(x, at, known) }
}
