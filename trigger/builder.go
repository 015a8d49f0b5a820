package trigger

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// rule is a compiled Rule, kept small: [Set.Rule] writes the Rule out again.
type rule struct {
	ID, Group string
	Priority  int32
	gid       int32 // -1: no group
	on        int32 // a leaf; -1: any moment
	off       bool  // disabled, or killed by the Config
	shows     bool  // does something the visitor sees
	timed     bool  // the clock alone can change root
	settled   bool  // a Set has it: it never changes again
	root      node  // when
	written   node  // the same as it was written, for explanations
	staff     node  // the part of root that must stay true while its prompt is open; see builder.staffed
	choices   []choice
	*caps
	*special
}

// special holds the fields that few rules use. Rules without any of them share one.
type special struct {
	Note     string
	Disabled bool
	Type     Type
	Groups   []string
	On       []Moment
	Hold     time.Duration
	From     time.Time
	Until    time.Time
	Rollout  *Rollout
	Variants []Variant
	Quiet    Quiet
	Uncapped bool
	Do       []Action // if there are Variants

	vetoes      []int // groups a Suppress rule silences; nil: all
	hold        int64
	from, until int64
	share       *share
	weights     []float64
	quiet       quiet
}

// quiet is a compiled Quiet, its lengths of time in nanoseconds.
type quiet struct {
	dismissed, engaged, chatEnded int64
	answered                      bool
	scope                         scope // whose prompts are meant
	group                         int   // of scope inGroup
}

// none reports whether nothing that happens with other rules keeps this one silent.
func (q *quiet) none() bool { return q.dismissed == 0 && q.engaged == 0 && q.chatEnded == 0 }

// builder makes a Set out of rules. It goes through them twice.
//
// The first time it takes each rule alone, in the order of the list: builder.rule checks everything
// that the rule says, and makes a tree of nodes and leaves out of its condition. A leaf is one
// comparison of an attribute with a value. Rules that compare the same share the leaf, so a visit
// tests it once. A fault does not end the work: it is collected, with the place in the list where
// it stands, so that all faults are reported at once. What was made of a rule with a fault is never
// used.
//
// Then the rules are put in the order of firing, and builder.build makes the index of all of them.
// A condition is written as alternatives, an "any" of "all"s, and each alternative gets a slot.
// Each attribute gets columns, which know for every value which slots it does not rule out. What no
// column can decide stays with the slot as an open literal, and is tested when the slot is
// considered. See evaluation for how the index is used, and for the words.
//
// A builder is used once, for one Set.
type builder struct {
	set      *Set
	faults   Faults
	warnings Faults
	attrID   map[string]int // by name
	leafID   map[string]int // by a key of what it compares with what; see Cond.appendKey
	key      []byte         // memory for such a key
	shared   shared         // what many rules say alike
	prover   prover
	holds    int       // rules with a hold
	slab     []literal // room for conjunctions
	rows     rows      // for rules
	lent     bool      // the Set's groups are those of another Set

	// Of the rule that is being compiled.
	leafs  int
	nots   int
	vetoes bool // it is a Suppress rule
}

// newBuilder returns a builder for an empty Set. Its list of rules is made where their number is
// known.
func newBuilder(c Config) *builder {
	b := &builder{
		set:    &Set{config: c.withDefaults(), groups: map[string]int{}},
		attrID: map[string]int{}, leafID: map[string]int{}, shared: newShared(),
	}
	b.prover.b = b
	return b
}

// fewRules is how many rows are made where it is not known how many rules there will be.
const fewRules = 8

// rows are taken by rules one after another, so that those of one list lie side by side.
type rows []rule

// next returns a row for a rule.
func (ps *rows) next() *rule {
	if len(*ps) == cap(*ps) {
		*ps = make(rows, 0, fewRules)
	}
	*ps = (*ps)[:len(*ps)+1]
	return &(*ps)[len(*ps)-1]
}

// rule checks and compiles one rule, except for its slots in the index. at is its place in the
// list, for the pointers of faults; they are completed afterwards, because most rules have none.
func (b *builder) rule(src *Rule, at int) {
	faults, warnings := len(b.faults), len(b.warnings)
	b.checked(src)
	// Of a condition that was warned of nothing is left to say.
	if len(b.faults) == faults && len(b.warnings) == warnings {
		b.prover.barred(b.set.rules[len(b.set.rules)-1])
	}
	for i := faults; i < len(b.faults); i++ {
		b.faults[i].Pointer = item("", at) + b.faults[i].Pointer
	}
	if len(b.warnings) > warnings {
		b.set.again.remember(src.ID, b.warnings[warnings:])
		clear(b.shared.do) // so that a rule with the same actions has the same warnings
	}
	for i := warnings; i < len(b.warnings); i++ {
		b.warnings[i].Pointer = item("", at) + b.warnings[i].Pointer
	}
}

// checked does the work of rule, with pointers that begin at the rule.
func (b *builder) checked(src *Rule) {
	r := b.rows.next()
	*r = rule{
		ID: src.ID, Group: src.Group, gid: -1, on: -1,
		off: src.Disabled || b.set.config.Off, special: b.shared.special(src),
	}
	b.identity(r, src.Priority)
	b.timing(r)
	b.condition(r, &src.When)
	if r.Type == Suppress {
		r.caps = b.shared.none
		b.veto(r, src)
	} else {
		b.moments(r)
		b.limitsOf(r, src.Limits)
		b.rollout(r)
		b.variants(r)
		// Actions that an earlier rule has too were checked there. Once there is a fault they are
		// checked again: it may be theirs, and each rule is to have its own.
		do, checked := b.shared.actions(src.Do)
		if !checked || len(b.faults) > 0 || len(r.Variants) > 0 {
			b.actions(src.Do, "/do")
		}
		r.choose(do)
	}
	b.faults = append(b.faults, intakeFaults(src)...)
	b.set.rules = append(b.set.rules, r)
}

// condition compiles When, and warns where it can never hold.
func (b *builder) condition(r *rule, when *Cond) {
	faults := len(b.faults)
	b.leafs, b.nots, b.vetoes = 0, 0, r.Type == Suppress
	r.root = b.cond(when, "/when", 0, false)
	if b.leafs > maxLeaves {
		b.faults.add("/when", "more than 64 leaves")
	}
	if len(b.faults) > faults {
		return // the tree may not be whole
	}
	r.timed, r.staff = b.anyTimed(&r.root), b.staffed(&r.root)
	// root has no "not" any more. Without one, both trees are the same.
	if r.written = r.root; b.nots > 0 {
		r.written = b.written(when, false)
	}
	b.prover.prove(r)
}

// identity checks what a rule is called and where it stands: its ID, note, type, priority and
// group.
func (b *builder) identity(r *rule, priority int) {
	if !validName(r.ID) {
		b.faults.add("/id", "1 to 64 of a-z A-Z 0-9 . _ - are expected")
	} else if _, twice := b.set.byID[r.ID]; twice {
		b.faults.add("/id", "the ID "+quote(r.ID)+" is taken by an earlier rule")
	}
	b.set.byID[r.ID] = int32(len(b.set.rules))
	if len(r.Note) > 1000 {
		b.faults.add("/note", "longer than 1,000 bytes")
	}
	if r.Type != Act && r.Type != Suppress {
		types := []string{"rule", "suppress"}
		meant := didYouMean(string(r.Type), types)
		b.faults.add("/type", "unknown type"+meant+"; known: "+list(types))
	}
	if r.Priority = int32(priority); priority < -1_000_000 || priority > 1_000_000 {
		b.faults.add("/priority", "beyond ±1,000,000")
	}
	if r.Group != "" {
		r.gid = int32(b.group(r.Group, "/group"))
		if slices.Contains(b.set.config.OffGroups, r.Group) {
			r.off = true
		}
	}
}

// group returns the number of a group, the next one if the name is new.
func (b *builder) group(name, at string) int {
	if !validName(name) {
		b.faults.add(at, "a group's name is 1 to 64 of a-z A-Z 0-9 . _ -")
	}
	id, ok := b.set.groups[name]
	if !ok {
		if b.lent {
			b.set.groups, b.lent = maps.Clone(b.set.groups), false
		}
		id = len(b.set.groups)
		b.set.groups[name] = id
	}
	return id
}

// timing compiles the fields that are instants or lengths of time: Hold, From, Until and Quiet.
func (b *builder) timing(r *rule) {
	if r.special == b.shared.nothingSpecial {
		return
	}
	r.hold = b.length(r.Hold, "/hold")
	if r.Hold > 0 {
		if b.holds++; b.holds > MaxHolds {
			b.faults.add("/hold", "more than 16 rules with a hold")
		}
	}
	r.from, r.until = b.instant(r.From, "/from", math.MinInt64), b.instant(r.Until, "/until", never)
	if r.from >= r.until {
		b.faults.add("/until", "not after from")
	}
	q := &r.Quiet
	r.quiet.dismissed = b.length(q.Dismissed, "/quiet/dismissed")
	r.quiet.engaged = b.length(q.Engaged, "/quiet/engaged")
	r.quiet.chatEnded = b.length(q.ChatEnded, "/quiet/chat_ended")
	r.quiet.answered, r.quiet.scope = q.Answered, overall
	if q.Scope != "" {
		r.quiet.scope, r.quiet.group = scopeOf(q.Scope, "/quiet/scope", b)
	}
}

// length checks a length of time, and returns it in nanoseconds.
func (b *builder) length(d time.Duration, at string) int64 {
	if d < 0 || d > maxDuration {
		b.faults.add(at, "a duration from 0 to ten years is expected")
		return 0
	}
	return int64(d)
}

// instant checks an instant, and returns it in nanoseconds since 1970; unset stands for a zero
// Time.
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

// veto checks a Suppress rule. It has a condition, bounds in time and groups, and nothing else.
func (b *builder) veto(r *rule, src *Rule) {
	if src.Priority != 0 {
		b.warnings.add("/priority", "means nothing in a suppress rule: all of them come before every other rule")
	}
	for i, g := range r.Groups {
		r.vetoes = append(r.vetoes, b.group(g, item("/groups", i)))
	}
	for _, m := range []struct {
		name  string
		there bool
	}{
		{"group", r.Group != ""}, {"on", r.On != nil}, {"hold", r.Hold != 0}, {"rollout", r.Rollout != nil},
		{"variants", r.Variants != nil}, {"limits", src.Limits != nil}, {"quiet", r.Quiet != Quiet{}}, {"uncapped", src.Uncapped}, {"do", src.Do != nil},
	} {
		if m.there {
			b.faults.add("/"+m.name, "a suppress rule has no "+m.name)
		}
	}
}

// moments compiles On. Time passes between any two evaluations, so a rule that may fire by the
// clock fires at any moment.
func (b *builder) moments(r *rule) {
	if r.Groups != nil {
		b.faults.add("/groups", "only a suppress rule has groups; a rule has a group")
	}
	clock := len(r.On) == 0
	var names []string
	for i, m := range r.On {
		switch name, event := strings.CutPrefix(string(m), "event:"); {
		case event && validName(name), slices.Contains(things, m):
			names = append(names, string(m))
		case m == OnTimer, m == OnIdle, m == OnHours:
			clock = true
		default:
			b.faults.add(item("/on", i), "unknown moment; known: "+
				"page, cart, exit, agents, chat, timer, idle, hours, start, message, "+
				"event, event:<name>")
		}
	}
	if !clock && len(names) > 0 {
		slices.Sort(names)
		l := leaf{attr: b.attr(onAttr, origin{List, fromMoments}, ""), op: AnyOf, kind: List, list: slices.Compact(names), value: Texts(slices.Compact(names)...)}
		b.key = append(append(b.key[:0], "on "...), strings.Join(l.list, " ")...)
		r.on = int32(b.leaf(l))
	}
}

// things are the moments at which something happens, but for named events.
var things = []Moment{
	OnPage, OnCart, OnExit, OnAgents, OnChat, OnStart, OnMessage, OnEvent(""),
}

// onAttr is the index's attribute for the moments of a visit. No rule can name it.
const onAttr = "(on)"
