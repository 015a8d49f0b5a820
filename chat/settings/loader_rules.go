package settings

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// compile makes the rules ready for each site. A rule that cannot be compiled gives way to its
// value before, or is left out.
func (l *loader) compile() {
	rules := l.readRules()
	err := l.out.compile(rules)
	for bad := placesIn(err, len(rules)); len(bad) > 0; bad = placesIn(err, len(rules)) {
		for i, why := range bad {
			rules[i] = l.ruleBefore(rules[i], why)
		}
		rules = slices.DeleteFunc(rules, func(x Read[Rule]) bool { return x.Err != nil })
		err = l.out.compile(rules)
	}
	if err != nil {
		rules = l.fewer(rules, err)
	}
	for _, x := range rules {
		l.out.Rules = append(l.out.Rules, x.Value)
	}
	l.hush()
}

// fewer returns the longest part of the rules, from the first one on, that can be compiled. It is
// for faults that no single rule has: the rules may be too many together.
func (l *loader) fewer(rules []Read[Rule], why error) []Read[Rule] {
	n := sort.Search(len(rules), func(n int) bool { return l.out.compile(rules[:n+1]) != nil })
	for _, x := range rules[n:] {
		l.fault(x.Key, why)
	}
	_ = l.out.compile(rules[:n]) // a site it fails for has no prompts
	return rules[:n]
}

// hush takes the prompts from sites whose list of pages without prompts cannot be read.
func (l *loader) hush() {
	for _, x := range l.Sites {
		site, _ := l.out.Site(chat.SiteID(x.ID))
		before, _ := find(l.last.Sites, x.ID, siteID)
		same := func(o Site) bool {
			return o.ID != "" && slices.Equal(site.Never, o.Never) && slices.Equal(site.NoChat, o.NoChat)
		}
		if !same(x.Value) && !same(before) {
			delete(l.out.Sets, chat.SiteID(x.ID))
		}
	}
}

// readRules returns the rules that can be read now, or could be read before.
func (l *loader) readRules() (rules []Read[Rule]) {
	for _, x := range l.Rules {
		if x.Err != nil {
			x = l.ruleBefore(x, x.Err)
		}
		if x.Err == nil {
			rules = append(rules, x)
		}
	}
	return rules
}

// ruleBefore returns the rule that was in force before. Its err is set if there was none, or if it
// is no better.
func (l *loader) ruleBefore(x Read[Rule], why error) Read[Rule] {
	again := slices.ContainsFunc(l.out.Degraded, func(f chat.Fault) bool { return f.Key == x.Key })
	if !again {
		l.fault(x.Key, why)
	}
	before, ok := find(l.last.Rules, x.ID, ruleID)
	if again || !ok {
		x.Err = why
		return x
	}
	x.Value, x.Err = Rule{before.Rule, x.Revision}, nil
	return x
}

// placesIn returns the faults of compiling by the place of the rule in the list.
func placesIn(err error, rules int) map[int]error {
	var faults trigger.Faults
	bad := map[int]error{}
	if !errors.As(err, &faults) {
		return bad
	}
	for _, f := range faults {
		place, _, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
		if i, err := strconv.Atoi(place); err == nil && i < rules && bad[i] == nil {
			bad[i] = f
		}
	}
	return bad
}

// compile makes prompts of rules for each site. A site that they cannot be compiled for has none.
func (s *InForce) compile(rules []Read[Rule]) error {
	s.Sets = map[chat.SiteID]*trigger.Set{}
	plain := make([]trigger.Rule, len(rules))
	for i, r := range rules {
		plain[i] = r.Value.Rule
	}
	var errs []error
	for _, site := range s.Sites {
		set, err := trigger.Compile(plain, s.triggers(site))
		if err != nil {
			errs = append(errs, fmt.Errorf("rules: %w", err))
			continue
		}
		s.Sets[site.ID] = set
	}
	return errors.Join(errs...)
}

// triggers is what rules are compiled with at a site.
func (s *InForce) triggers(site Site) trigger.Config {
	schedules := map[string]trigger.Hours{}
	for _, h := range s.Schedules {
		schedules[h.ID] = h.Hours
	}
	c := trigger.Config{Hours: schedules, Never: slices.Concat(site.Never, site.NoChat)}
	if s.Prompts != nil {
		s.Prompts.into(&c)
	}
	return c
}
