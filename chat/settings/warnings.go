package settings

import (
	"slices"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/trigger"
)

// Warnings says of rules in force, by id, what is allowed but probably not meant, such as a
// condition that can never hold: see trigger.Set.Warnings. The pointers lead into the rule
// ("/when/all/0/value"). What is so at some of the sites alone is not said: a rule for the pages of
// one is silent at another. It costs as much as the first call of Set for each site.
func (s *InForce) Warnings() map[string]trigger.Faults {
	all := map[string]trigger.Faults{}
	sets := s.allSets()
	if len(sets) == 0 {
		return all
	}
	for _, w := range sets[0].Warnings() {
		place, pointer, _ := strings.Cut(strings.TrimPrefix(w.Pointer, "/"), "/")
		elsewhere := func(set *trigger.Set) bool { return !slices.Contains(set.Warnings(), w) }
		i, err := strconv.Atoi(place)
		if err == nil && i < len(s.Rules) && !slices.ContainsFunc(sets[1:], elsewhere) {
			id := s.Rules[i].Rule.ID
			all[id] = append(all[id], trigger.Fault{Pointer: "/" + pointer, Reason: w.Reason})
		}
	}
	return all
}

// allSets returns the rules compiled for each of the sites; without sites, for none.
func (s *InForce) allSets() (sets []*trigger.Set) {
	for _, site := range s.Sites {
		if set := s.Set(site.ID); set != nil {
			sets = append(sets, set)
		}
	}
	if len(sets) > 0 {
		return sets
	}
	if set := (ruleList{s.Rules, s.prompts.rules, s.Retired}).compile(s.prompts.with, nil); set != nil {
		sets = append(sets, set)
	}
	return sets
}
