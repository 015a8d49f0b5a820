package trigger

import (
	"maps"
	"slices"
)

// clone copies everything a Rule refers to.
func (r *Rule) clone() Rule {
	c := *r
	c.Groups, c.On, c.Limits = slices.Clone(r.Groups), slices.Clone(r.On), slices.Clone(r.Limits)
	c.When = r.When.clone(0)
	c.Do = cloneActions(r.Do)
	if r.Rollout != nil {
		ro := *r.Rollout
		c.Rollout = &ro
	}
	c.Variants = slices.Clone(r.Variants)
	for i := range c.Variants {
		c.Variants[i].Do = cloneActions(c.Variants[i].Do)
	}
	return c
}

// clone stops one level below the depth that is refused anyway.
func (c Cond) clone(depth int) Cond {
	if depth > maxDepth {
		return c
	}
	c.All, c.Any = cloneConds(c.All, depth), cloneConds(c.Any, depth)
	if c.Not != nil {
		not := c.Not.clone(depth + 1)
		c.Not = &not
	}
	c.Value.list = slices.Clone(c.Value.list)
	return c
}

func cloneConds(conds []Cond, depth int) []Cond {
	out := slices.Clone(conds)
	for i := range out {
		out[i] = out[i].clone(depth + 1)
	}
	return out
}

func cloneActions(do []Action) []Action {
	out := slices.Clone(do)
	for i := range out {
		out[i].Text, out[i].Data = maps.Clone(out[i].Text), maps.Clone(out[i].Data)
	}
	return out
}
