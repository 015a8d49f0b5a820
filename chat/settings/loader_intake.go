package settings

import (
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/trigger"
)

// intake is the rules of one moment of a session, compiled when they are asked for first. They are
// those of all sites, which are told apart by site.id.
type intake struct {
	rules []trigger.Rule
	set   func() *trigger.Set
}

// Intake is the rules that sort a session at a moment: trigger.OnStart or trigger.OnMessage. It is
// nil where no rule has the moment. What holds for prompts, as the pages of a site without chat, a
// holdout and the switch that puts all prompts off, does not hold for them; a group that is off is.
func (s *InForce) Intake(m trigger.Moment) *trigger.Set {
	if x := s.prompts.intake[m]; x != nil {
		return x.set()
	}
	return nil
}

// Sorts is the moment of a rule of intake, its first; empty of any other rule.
func (s *InForce) Sorts(rule string) trigger.Moment {
	for i := range s.Rules {
		if r := &s.Rules[i].Rule; r.ID == rule && len(r.On) > 0 {
			if trigger.OnStart.Of(r) || trigger.OnMessage.Of(r) {
				return r.On[0]
			}
		}
	}
	return ""
}

// keepIntake has the rules of intake ready. Same says that the rules are those of before.
func (l *loader) keepIntake(with trigger.Config, same bool) {
	with.Off, with.Holdout = false, trigger.Rollout{}
	with.Never, with.Only, with.DuringChat = nil, nil, true
	now := ruleList{rules: l.out.Rules, retired: l.out.Retired}
	l.out.prompts.sorting = with
	before := ruleList{retired: l.last.Retired}
	same = same && maps.Equal(now.off(), before.off())
	if same && reflect.DeepEqual(l.last.prompts.sorting, with) {
		l.out.prompts.intake = l.last.prompts.intake
		return
	}
	for _, m := range []trigger.Moment{trigger.OnStart, trigger.OnMessage} {
		if x := intakeOf(now, m, with); x != nil {
			if l.out.prompts.intake == nil {
				l.out.prompts.intake = map[trigger.Moment]*intake{}
			}
			l.out.prompts.intake[m] = x
		}
	}
}

// intakeOf returns the rules of a moment that may fire; nil if there are none.
func intakeOf(l ruleList, m trigger.Moment, with trigger.Config) *intake {
	x := &intake{}
	off := l.off()
	for i := range l.rules { // they are large
		r := &l.rules[i].Rule
		if len(r.On) == 0 || !m.Of(r) || r.Disabled || off[r.ID] {
			continue
		}
		if !slices.Contains(with.OffGroups, r.Group) {
			x.rules = append(x.rules, *r)
		}
	}
	if len(x.rules) == 0 {
		return nil
	}
	x.set = sync.OnceValue(func() *trigger.Set {
		set, err := trigger.Compile(x.rules, with)
		if err != nil { // each was checked
			return nil
		}
		return set
	})
	return x
}
