package trigger

import (
	"math"
	"slices"
	"strconv"
)

// shared keeps once what rules have in common: caps and actions that are equal, and having nothing special.
type shared struct {
	plain *special
	none  *caps
	caps  map[string]*caps
	do    map[string][]Action
	key   []byte
}

func newShared() shared {
	return shared{
		plain: &special{from: math.MinInt64, until: never}, none: &caps{},
		caps: map[string]*caps{}, do: map[string][]Action{},
	}
}

// special copies what is special about a rule.
func (s *shared) special(r *Rule) *special {
	bounds := !r.From.IsZero() || !r.Until.IsZero() || r.Hold != 0 || r.Quiet != Quiet{}
	kinds := r.Note != "" || r.Disabled || r.Type != Act || r.Groups != nil || r.On != nil
	if !bounds && !kinds && r.Rollout == nil && r.Variants == nil {
		return s.plain
	}
	sp := &special{
		Note: r.Note, Disabled: r.Disabled, Type: r.Type, Groups: slices.Clone(r.Groups), On: slices.Clone(r.On), Hold: r.Hold,
		From: r.From, Until: r.Until, Variants: slices.Clone(r.Variants), Quiet: r.Quiet, from: math.MinInt64, until: never,
	}
	if r.Rollout != nil {
		ro := *r.Rollout
		sp.Rollout = &ro
	}
	for i := range sp.Variants {
		sp.Variants[i].Do, _ = s.actions(sp.Variants[i].Do)
	}
	if len(sp.Variants) > 0 {
		sp.Do, _ = s.actions(r.Do)
	}
	return sp
}

// capsOf returns the caps for some limits; false if they are new and must still be filled in.
func (s *shared) capsOf(limits []Limit) (*caps, bool) {
	s.key = s.key[:0]
	for i := range limits {
		l := &limits[i]
		s.texts(strconv.Itoa(l.Max), l.Per, l.Scope)
	}
	c, ok := s.caps[string(s.key)]
	if !ok {
		c = &caps{}
		s.caps[string(s.key)] = c
	}
	return c, ok
}

// actions returns a copy, the same for actions that are, and whether they were there before.
func (s *shared) actions(do []Action) (same []Action, ok bool) {
	if len(do) == 0 {
		return nil, true
	}
	s.key = s.key[:0]
	for i := range do {
		a := &do[i]
		s.texts(string(a.Type), a.Queue, a.Tag, a.Form, a.URL, a.Name)
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

// texts appends each with its length, so that no two lists look alike.
func (s *shared) texts(list ...string) {
	for _, x := range list {
		s.key = append(strconv.AppendInt(s.key, int64(len(x)), 10), ' ')
		s.key = append(s.key, x...)
	}
}
