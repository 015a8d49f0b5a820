package trigger

import (
	"math"
	"slices"
	"strconv"
)

// shared keeps one copy of what rules have in common: equal caps, equal actions, and the special of
// a rule that has nothing special. With 10,000 rules that is most of their memory.
type shared struct {
	nothingSpecial *special
	none           *caps
	caps           map[string]*caps
	do             map[string][]Action
	key            []byte
}

// newShared returns one in which nothing is shared yet, but for what rules without anything special
// have.
func newShared() shared {
	return shared{
		nothingSpecial: &special{from: math.MinInt64, until: never}, none: &caps{},
		caps: map[string]*caps{}, do: map[string][]Action{},
	}
}

// special copies the fields of a rule that few rules use.
func (s *shared) special(r *Rule) *special {
	// All fields of special are asked for here: one that is forgotten is lost without a word.
	// TestARuleWithEveryMemberIsReadWrittenAndFires finds it.
	bounds := !r.From.IsZero() || !r.Until.IsZero() || r.Hold != 0 || r.Quiet != Quiet{}
	bounds = bounds || r.Uncapped
	kinds := r.Note != "" || r.Disabled || r.Type != Act || r.Groups != nil || r.On != nil
	if !bounds && !kinds && r.Rollout == nil && r.Variants == nil {
		return s.nothingSpecial
	}
	sp := &special{
		Note: r.Note, Disabled: r.Disabled, Type: r.Type, Groups: slices.Clone(r.Groups),
		On: slices.Clone(r.On), Hold: r.Hold, From: r.From, Until: r.Until,
		Variants: slices.Clone(r.Variants), Quiet: r.Quiet, Uncapped: r.Uncapped,
		from: math.MinInt64, until: never,
	}
	if r.Rollout != nil {
		ro := *r.Rollout
		sp.Rollout = &ro
	}
	for i := range sp.Variants {
		// A copy: the caller's list stays the caller's.
		sp.Variants[i].Do, _ = s.actions(sp.Variants[i].Do)
	}
	if len(sp.Variants) > 0 {
		sp.Do, _ = s.actions(r.Do)
	}
	return sp
}

// capsOf returns the compiled form of a rule's limits; rules with the same limits share it. It is
// empty, and ok is false, where no rule had these limits before: then the caller compiles them.
func (s *shared) capsOf(limits []Limit) (c *caps, ok bool) {
	s.key = s.key[:0]
	for i := range limits {
		l := &limits[i]
		s.texts(strconv.Itoa(l.Max), l.Per, l.Scope)
	}
	c, ok = s.caps[string(s.key)]
	if !ok {
		c = &caps{}
		s.caps[string(s.key)] = c
	}
	return c, ok
}

// actions returns a copy of some actions, one and the same for equal ones. ok says that it was
// there before.
func (s *shared) actions(do []Action) (same []Action, ok bool) {
	// Nothing to check either, so it counts as checked before.
	if len(do) == 0 {
		return nil, true
	}
	s.key = s.key[:0]
	for i := range do {
		a := &do[i]
		s.texts(string(a.Type), a.Queue, a.Tag, a.Form, a.URL, a.Name, a.Skill)
		s.key = append(strconv.AppendInt(s.key, int64(a.Priority), 10), ' ')
		s.key = append(strconv.AppendInt(s.key, int64(a.Level), 10), ' ')
		s.key = append(strconv.AppendInt(s.key, int64(a.Expire), 10), ' ')
		s.table(a.Text)
		s.table(a.Data)
	}
	if same, ok = s.do[string(s.key)]; !ok {
		same = cloneActions(do)
		s.do[string(s.key)] = same
	}
	return same, ok
}

// table appends a map to the key, by name, so that equal maps have equal keys. Most have one entry,
// which needs no sorting.
func (s *shared) table(m map[string]string) {
	s.key = append(strconv.AppendInt(s.key, int64(len(m)), 10), ' ')
	if len(m) == 1 {
		for k, v := range m {
			s.texts(k, v)
		}
		return
	}
	for _, k := range sortedKeys(m) {
		s.texts(k, m[k])
	}
}

// texts appends texts to the key, each with its length, so that no two lists have the same key.
func (s *shared) texts(list ...string) {
	for _, x := range list {
		s.key = append(strconv.AppendInt(s.key, int64(len(x)), 10), ' ')
		s.key = append(s.key, x...)
	}
}
