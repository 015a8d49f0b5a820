package settings

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// maxSlots is how many alternatives the conditions of all rules may come down to.
const maxSlots = 10_000

// prompts is the rules in force as package trigger takes them.
//
// Each rule is checked alone, and only once: one that was in force before with the same
// revision was checked then. So loading a change costs what has changed. The Set of a site is
// made of all rules when it is asked for the first time; until then they cost no more than a
// look. A Set is used again as long as nothing that it is made of has changed.
type prompts struct {
	with  trigger.Config // what each rule was checked with
	rules []checkedRule  // of each rule in force
	sites map[chat.SiteID]*siteRules

	sorting trigger.Config // what the rules of intake are compiled with
	intake  map[trigger.Moment]*intake
}

// checkedRule is what is known of a rule in force. The same part is of the same rule.
type checkedRule struct {
	part   *trigger.Part
	stands bool        // it is the record as it stands, and no value before
	read   *Read[Rule] // the record, if it stands and this release wrote it, or an older one
}

// Set is the rules at a site, compiled; nil where no prompt is shown. The first call after the
// rules have changed takes some tens of milliseconds for 10,000 of them.
func (s *InForce) Set(site chat.SiteID) *trigger.Set {
	if at := s.prompts.sites[site]; at != nil {
		return at.set()
	}
	return nil
}

// keepRules takes over the rules that can be in force together, and has them ready for each site. A
// rule with a fault gives way to its value before, or is left out.
func (l *loader) keepRules() {
	base := l.out.triggers(Site{})
	l.out.prompts.with = base
	l.before = rulesBefore{InForce: l.last, checked: reflect.DeepEqual(l.last.prompts.with, base)}
	found := l.readRules()
	if _, err := trigger.Compile(nil, base); err != nil {
		for _, x := range found {
			l.fault(x.Key, fmt.Errorf("rules: %w", err))
		}
		return
	}
	l.check(found, base)
	same := l.admit(found, base)
	l.keepIntake(base, same)
	l.out.prompts.sites = map[chat.SiteID]*siteRules{}
	for _, site := range l.out.Sites {
		if !l.hushed(site) {
			l.out.prompts.sites[site.ID] = l.rulesAt(site, same)
		}
	}
}

// foundRule is a rule that may be in force, with what is known of it; without a part it must be
// checked.
type foundRule struct {
	*Read[Rule] // not to be changed
	checkedRule
}

// readRules returns the rules that can be read now, or could be read before. Those that were in
// force before as they stand, and were checked with the same, are checked.
func (l *loader) readRules() (found []foundRule) {
	found = make([]foundRule, 0, len(l.Rules))
	for i := range l.Rules {
		x := l.Rules[i]
		r := foundRule{Read: x, checkedRule: checkedRule{stands: true}}
		if x.Newer.Version == nil && x.Newer.Fields == nil {
			r.read = x
		}
		if x.Err != nil {
			if r = l.ruleBefore(r, x.Err); r.Err != nil {
				continue
			}
		} else if before, known, ok := l.before.find(x.ID); ok && known.stands {
			if x.Revision != 0 && before.Revision == x.Revision {
				r.part = known.part
			}
		}
		found = append(found, r)
	}
	return found
}

// check has a look at every rule that was not checked yet.
func (l *loader) check(found []foundRule, with trigger.Config) {
	var rules []trigger.Rule
	var places []int
	for i, x := range found {
		if x.part == nil {
			rules, places = append(rules, x.Value.Rule), append(places, i)
		}
	}
	for i, part := range trigger.Check(rules, with) {
		part.Faults = append(part.Faults, l.undone(rules[i])...)
		found[places[i]].part = &part
	}
}

// undone finds what no desk of this host does.
func (l *loader) undone(r trigger.Rule) (found trigger.Faults) {
	if l.builders.Host {
		return nil
	}
	check := func(do []trigger.Action, at string) {
		for i, a := range do {
			if a.Type == trigger.Host {
				at := fmt.Sprintf("%s/do/%d/type", at, i)
				found = append(found, trigger.Fault{
					Pointer: at,
					Reason:  "this shop does nothing of the type host: no Profile is a hook.Actions",
				})
			}
		}
	}
	check(r.Do, "")
	for i, v := range r.Variants {
		check(v.Do, fmt.Sprintf("/variants/%d", i))
	}
	return found
}

// admit puts rules in force, as far as they go together. It reports whether they are those of
// before, as they were.
func (l *loader) admit(found []foundRule, with trigger.Config) (same bool) {
	held, slots := 0, 0
	if slices.ContainsFunc(l.out.Sites, func(x Site) bool { return len(x.Never)+len(x.NoChat) > 0 }) {
		slots = 1
	}
	if slices.ContainsFunc(l.out.Sites, func(x Site) bool { return len(x.Only) > 0 }) {
		slots++
	}
	same = true
	admitted := make([]foundRule, 0, len(found))
	for i, x := range found {
		for x.Err == nil {
			why := l.why(x.part, held)
			if why == nil {
				break
			}
			if x = l.ruleBefore(x, why); x.Err == nil && x.part == nil {
				x.part = &trigger.Check([]trigger.Rule{x.Value.Rule}, with)[0]
				x.part.Faults = append(x.part.Faults, l.undone(x.Value.Rule)...)
			}
		}
		if x.Err != nil {
			continue
		}
		held, slots = held+x.part.Holds, slots+x.part.Slots
		if slots > maxSlots {
			l.tooMany(found[i:])
			break
		}
		n := len(admitted)
		same = same && n < len(l.last.prompts.rules) && x.part == l.last.prompts.rules[n].part
		admitted = append(admitted, x)
	}
	same = same && len(admitted) == len(l.last.Rules)
	l.enforce(admitted, same)
	return same
}

// enforce puts rules in force. A list of them is long, so it is made only where there is none yet.
func (l *loader) enforce(admitted []foundRule, same bool) {
	stand := len(admitted) == len(l.given)
	l.out.prompts.rules = make([]checkedRule, len(admitted))
	for i, x := range admitted {
		l.out.prompts.rules[i] = x.checkedRule
		stand = stand && x.stands
		same = same && x.Revision == l.last.Rules[i].Revision
	}
	switch {
	case len(admitted) > 0 && stand:
		l.out.Rules = l.given
	case len(admitted) > 0 && same:
		l.out.Rules = l.last.Rules
	default:
		l.out.Rules = make([]Rule, len(admitted))
		for i, x := range admitted {
			l.out.Rules[i] = x.Value
		}
	}
}

// why says why a rule cannot be in force beside others, of which so many have a hold.
func (l *loader) why(p *trigger.Part, held int) error {
	switch {
	case p.Faults != nil:
		return p.Faults[0]
	case held+p.Holds > trigger.MaxHolds:
		return trigger.Fault{Pointer: "/hold", Reason: "more than 16 rules with a hold"}
	}
	return nil
}

// tooMany leaves out rules for which there is no room after those before them.
func (l *loader) tooMany(found []foundRule) {
	err := errors.New("rules: the rules come to more than " + strconv.Itoa(maxSlots) + " alternatives")
	for _, x := range found {
		l.fault(x.Key, err)
	}
}

// ruleBefore returns the rule that was in force before. Its Err is set if there was none, or if it
// is no better.
func (l *loader) ruleBefore(x foundRule, why error) foundRule {
	again := l.faulty[x.Key]
	if !again {
		l.fault(x.Key, why)
		l.faulty[x.Key] = true
	}
	before, known, ok := l.before.find(x.ID)
	y := foundRule{Read: &Read[Rule]{Key: x.Key, ID: x.ID, Revision: x.Revision}}
	if again || !ok {
		y.Err = why
		return y
	}
	y.Value, y.part = Rule{before.Rule, x.Revision}, known.part
	return y
}

// hushed reports whether a site has no prompts, because its list of pages without prompts cannot be
// read.
func (l *loader) hushed(site Site) bool {
	before, _ := find(l.last.Sites, string(site.ID), siteID)
	same := func(o Site) bool {
		return o.ID != "" && samePages(site, o)
	}
	for _, x := range l.Sites {
		if x.ID == string(site.ID) && !same(x.Value) && !same(before) {
			return true
		}
	}
	return false
}

// rulesAt returns the rules at a site: those of before, if nothing that they depend on has changed.
func (l *loader) rulesAt(site Site, same bool) *siteRules {
	with := l.out.triggers(site)
	before := l.last.prompts.sites[site.ID]
	now := ruleList{rules: l.out.Rules, known: l.out.prompts.rules, retired: l.out.Retired}
	if before == nil || !reflect.DeepEqual(before.with, with) {
		return newSiteRules(now, with, nil)
	}
	if same && maps.Equal(now.off(), ruleList{retired: l.last.Retired}.off()) {
		return before
	}
	return newSiteRules(now, with, before.made.Load())
}

// triggers is what rules are compiled with at a site.
func (s *InForce) triggers(site Site) trigger.Config {
	schedules := map[string]trigger.Hours{}
	for _, h := range s.Schedules {
		schedules[h.ID] = h.Hours
	}
	c := trigger.Config{Hours: schedules, MaxSlots: maxSlots}
	for _, x := range s.Attributes {
		if c.Schema == nil {
			c.Schema = trigger.Schema{}
		}
		c.Schema[x.ID] = attributeKinds[x.Type]
	}
	c.Never, c.Only = slices.Concat(site.Never, site.NoChat), site.Only
	if s.Prompts != nil {
		s.Prompts.into(&c)
	}
	return c
}
