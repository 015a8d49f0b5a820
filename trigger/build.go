package trigger

import (
	"math"
	"slices"
	"strings"
	"time"
)

// rule is a compiled Rule.
type rule struct {
	Rule
	off         bool  // disabled, or killed by the Config
	shows       bool  // does something the visitor sees
	timed       bool  // the clock alone can change root
	root        node  // when
	staff       *node // the part of root that keeps its prompt standing; nil: nothing
	on          *node // nil: any moment
	gid         int   // -1: no group
	vetoes      []int // groups a Suppress rule silences; nil: all
	hold        int64
	from, until int64
	share       *share
	weights     []float64
	choices     []choice // what it does: one for each variant, or one
	limits      []limit
	quiet       quiet
}

type quiet struct{ dismissed, engaged, chatEnded int64 }

// builder collects faults while a Set takes shape.
type builder struct {
	set      *Set
	faults   Faults
	warnings Faults
	attrID   map[string]int
	holds    int
	leafs    int // of the rule at hand
}

func newBuilder(c Config) *builder {
	return &builder{
		set:    &Set{config: c.withDefaults(), byID: map[string]int{}, groups: map[string]int{}, leafID: map[string]int{}},
		attrID: map[string]int{},
	}
}

// rule checks one rule and compiles all of it but its place in the index.
func (b *builder) rule(src *Rule, at string) {
	r := rule{Rule: src.clone(), gid: -1, until: never, off: src.Disabled || b.set.config.Off}
	b.identity(&r, at)
	b.timing(&r, at)
	faults := len(b.faults)
	b.leafs = 0
	r.root = b.cond(&r.When, at+"/when", 0, false)
	if b.leafs > maxLeaves {
		b.faults.add(at+"/when", "more than 64 leaves")
	}
	if len(b.faults) == faults { // else the tree may not be whole
		r.timed, r.staff = b.anyTimed(&r.root), b.staffed(&r.root)
	}
	if r.Type == Suppress {
		b.veto(&r, at)
	} else {
		b.moments(&r, at)
		b.limitsOf(&r, at)
		b.rollout(&r, at)
		b.variants(&r, at)
		b.actions(r.Do, at+"/do")
		r.choose()
	}
	b.set.rules = append(b.set.rules, r)
}

func (b *builder) identity(r *rule, at string) {
	if !validName(r.ID) {
		b.faults.add(at+"/id", "1 to 64 of a-z A-Z 0-9 . _ - are expected")
	} else if _, twice := b.set.byID[r.ID]; twice {
		b.faults.add(at+"/id", "the ID "+quote(r.ID)+" is taken by an earlier rule")
	}
	b.set.byID[r.ID] = len(b.set.rules)
	if len(r.Note) > 1000 {
		b.faults.add(at+"/note", "longer than 1,000 bytes")
	}
	if r.Type != Act && r.Type != Suppress {
		b.faults.add(at+"/type", `unknown type; known: rule, suppress`)
	}
	if r.Priority < -1_000_000 || r.Priority > 1_000_000 {
		b.faults.add(at+"/priority", "beyond ±1,000,000")
	}
	if r.Group != "" {
		r.gid = b.group(r.Group, at+"/group")
		if slices.Contains(b.set.config.OffGroups, r.Group) {
			r.off = true
		}
	}
}

func (b *builder) group(name, at string) int {
	if !validName(name) {
		b.faults.add(at, "a group's name is 1 to 64 of a-z A-Z 0-9 . _ -")
	}
	id, ok := b.set.groups[name]
	if !ok {
		id = len(b.set.groups)
		b.set.groups[name] = id
	}
	return id
}

func (b *builder) timing(r *rule, at string) {
	r.hold = b.length(r.Hold, at+"/hold")
	if r.Hold > 0 {
		if b.holds++; b.holds > MaxHolds {
			b.faults.add(at+"/hold", "more than 16 rules with a hold")
		}
	}
	r.from, r.until = b.instant(r.From, at+"/from", math.MinInt64), b.instant(r.Until, at+"/until", never)
	if r.from >= r.until {
		b.faults.add(at+"/until", "not after from")
	}
	q := &r.Rule.Quiet
	r.quiet.dismissed = b.length(q.Dismissed, at+"/quiet/dismissed")
	r.quiet.engaged = b.length(q.Engaged, at+"/quiet/engaged")
	r.quiet.chatEnded = b.length(q.ChatEnded, at+"/quiet/chat_ended")
}

func (b *builder) length(d time.Duration, at string) int64 {
	if d < 0 || d > maxDuration {
		b.faults.add(at, "a duration from 0 to ten years is expected")
		return 0
	}
	return int64(d)
}

func (b *builder) instant(t time.Time, at string, unset int64) int64 {
	if t.IsZero() {
		return unset
	}
	ns, ok := nanos(t)
	if !ok {
		b.faults.add(at, "an instant from 1700 to 2250 is expected")
	}
	return ns
}

// veto checks a Suppress rule, which has a condition, bounds in time and groups, and nothing else.
func (b *builder) veto(r *rule, at string) {
	for i, g := range r.Groups {
		r.vetoes = append(r.vetoes, b.group(g, item(at+"/groups", i)))
	}
	for _, m := range []struct {
		name  string
		there bool
	}{
		{"group", r.Group != ""}, {"on", r.On != nil}, {"hold", r.Hold != 0}, {"rollout", r.Rollout != nil},
		{"variants", r.Variants != nil}, {"limits", r.Limits != nil}, {"quiet", r.Rule.Quiet != Quiet{}}, {"do", r.Do != nil},
	} {
		if m.there {
			b.faults.add(at+"/"+m.name, "a suppress rule has no "+m.name)
		}
	}
}

// moments compiles On. Time passes at every look, so a rule that may fire by the clock may fire at any moment.
func (b *builder) moments(r *rule, at string) {
	if r.Groups != nil {
		b.faults.add(at+"/groups", "only a suppress rule has groups; a rule has a group")
	}
	clock := len(r.On) == 0
	var names []string
	for i, m := range r.On {
		switch name, event := strings.CutPrefix(string(m), "event:"); {
		case event && validName(name), slices.Contains([]Moment{OnPage, OnCart, OnExit, OnAgents, OnChat, OnEvent("")}, m):
			names = append(names, string(m))
		case m == OnTimer, m == OnIdle, m == OnHours:
			clock = true
		default:
			b.faults.add(item(at+"/on", i), "unknown moment; known: page, cart, exit, agents, chat, timer, idle, hours, event, event:<name>")
		}
	}
	if !clock && len(names) > 0 {
		slices.Sort(names)
		l := leaf{attr: b.attr(onAttr, origin{List, fromMoments}, ""), op: AnyOf, kind: List, list: slices.Compact(names)}
		r.on = &node{kind: single, leaf: b.leaf(l, "on "+strings.Join(l.list, " "))}
	}
}

// onAttr is what the index calls the moments of a visit. No attribute a rule may name is called so.
const onAttr = "(on)"
