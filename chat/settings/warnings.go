package settings

import (
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/trigger"
)

// Warnings says of rules in force, by id, what is allowed but probably not meant, such as a
// condition that can never hold: see trigger.Set.Warnings. The pointers lead into the rule
// ("/when/all/0/value"). It costs as much as the first call of Set.
func (s *InForce) Warnings() map[string]trigger.Faults {
	all := map[string]trigger.Faults{}
	set := s.anySet()
	if set == nil {
		return all
	}
	for _, w := range set.Warnings() {
		place, pointer, _ := strings.Cut(strings.TrimPrefix(w.Pointer, "/"), "/")
		if i, err := strconv.Atoi(place); err == nil && i < len(s.Rules) {
			id := s.Rules[i].Rule.ID
			all[id] = append(all[id], trigger.Fault{Pointer: "/" + pointer, Reason: w.Reason})
		}
	}
	return all
}

// anySet returns the rules compiled for one of the sites: what is to be said of them is the same.
func (s *InForce) anySet() *trigger.Set {
	for _, site := range s.Sites {
		if set := s.Set(site.ID); set != nil {
			return set
		}
	}
	return ruleList{s.Rules, s.prompts.rules, s.Retired}.compile(s.prompts.with, nil)
}
