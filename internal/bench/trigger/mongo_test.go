package trigger

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

func (m *mongo) cond(c any) (trigger.Cond, bool) {
	parts, ok := c.(map[string]any)
	if !ok {
		return trigger.Cond{}, false
	}
	all := trigger.All()
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		var part trigger.Cond
		switch v := parts[key]; key {
		case "$and":
			part, ok = m.group(v, trigger.All)
		case "$or", "$nor":
			if part, ok = m.group(v, trigger.Any); ok && len(part.Any) == 0 {
				part = trigger.All() // GrowthBook: an empty $or holds
			}
			if key == "$nor" {
				part = trigger.Not(part)
			}
		case "$not":
			if part, ok = m.cond(v); ok {
				part = trigger.Not(part)
			}
		default:
			part, ok = m.field(key, v)
			if strings.HasPrefix(key, "$") {
				ok = m.need(false, "another operator")
			}
		}
		if !ok {
			return all, false
		}
		all.All = append(all.All, part)
	}
	return all, true
}

func (m *mongo) group(v any, build func(...trigger.Cond) trigger.Cond) (trigger.Cond, bool) {
	list, ok := v.([]any)
	var conds []trigger.Cond
	for _, x := range list {
		c, good := m.cond(x)
		ok = ok && good
		conds = append(conds, c)
	}
	return build(conds...), ok
}

func (m *mongo) field(path string, v any) (trigger.Cond, bool) {
	ops, isOps := v.(map[string]any)
	if !isOps {
		return m.op(path, "$eq", v)
	}
	all := trigger.All()
	for _, op := range slices.Sorted(maps.Keys(ops)) {
		part, ok := m.op(path, op, ops[op])
		if !ok {
			return all, false
		}
		all.All = append(all.All, part)
	}
	return all, len(ops) > 0
}

// actual finds the attribute; one that is null is missing.
func (m *mongo) actual(path string) any {
	x := m.attrs
	for part := range strings.SplitSeq(path, ".") {
		switch y := x.(type) {
		case map[string]any:
			x = y[part]
		case []any:
			i, err := strconv.Atoi(part)
			if x = nil; err == nil && i < len(y) {
				x = y[i]
			}
		default:
			return nil
		}
	}
	return x
}

// declare names the attribute of a path as one kind. Its value is given as what it is: of another kind, it is as good as
// missing, which is what GrowthBook makes of it too.
func (m *mongo) declare(path string, kind trigger.Kind) string {
	name := kind.String() + "-" + hexed(path)
	m.schema[name] = kind
	switch x := m.actual(path).(type) {
	case string:
		m.visit[name] = trigger.Text(x)
	case float64:
		m.visit[name] = trigger.Num(x)
	case bool:
		m.visit[name] = trigger.Truth(x)
	case []any:
		m.visit[name] = trigger.Texts(encoded(x)...)
	}
	return name
}

// encoded keeps items of a list apart that are written alike, such as 5 and "5".
func encoded(xs []any) []string {
	out := make([]string, len(xs))
	for i, x := range xs {
		text, _ := json.Marshal(x)
		out[i] = string(text)
	}
	return out
}

func (m *mongo) exists(path string) trigger.Cond {
	name := "present-" + hexed(path)
	m.schema[name] = trigger.Bool
	if m.actual(path) != nil {
		m.visit[name] = trigger.Truth(true)
	}
	return trigger.Where(name, trigger.Exists, trigger.Value{})
}

func (m *mongo) op(path, op string, v any) (trigger.Cond, bool) {
	list, isList := v.([]any)
	switch op {
	case "$not":
		c, ok := m.field(path, v)
		return trigger.Not(c), ok
	case "$exists":
		if v != true {
			return trigger.Not(m.exists(path)), true
		}
		return m.exists(path), true
	case "$ne":
		c, ok := m.op(path, "$eq", v)
		return trigger.Not(c), ok
	case "$nin":
		c, ok := m.op(path, "$in", v)
		return trigger.Not(c), ok
	case "$in":
		return m.in(path, list), m.need(isList, "something other than a list to be in")
	case "$all":
		return trigger.Where(m.declare(path, trigger.List), trigger.AllOf, trigger.Texts(encoded(list)...)), m.need(isList, "all of something other than a list")
	case "$regex":
		s, ok := v.(string)
		if _, err := regexp.Compile(s); err != nil {
			ok = false
		}
		return trigger.Where(m.declare(path, trigger.String), trigger.Regexp, trigger.Text(s)), m.need(ok, "a malformed regexp, which Compile refuses")
	}
	return m.scalar(path, op, v)
}

// in holds for a scalar that is one of a list, and for a list that has one of them.
func (m *mongo) in(path string, list []any) trigger.Cond {
	any := trigger.Any(trigger.Where(m.declare(path, trigger.List), trigger.AnyOf, trigger.Texts(encoded(list)...)))
	for _, x := range list {
		if c, ok := m.scalar(path, "$eq", x); ok {
			any.Any = append(any.Any, c)
		}
	}
	return any
}

func (m *mongo) scalar(path, op string, v any) (trigger.Cond, bool) {
	ours := map[string]trigger.Op{"$eq": trigger.Eq, "$gt": trigger.Gt, "$gte": trigger.Ge, "$lt": trigger.Lt, "$lte": trigger.Le}[op]
	switch x := v.(type) {
	case nil:
		return trigger.Not(m.exists(path)), m.need(op == "$eq", order(op, "the order of null"))
	case string:
		if c, ok := m.dates(path, op, x); ok {
			return c, true
		}
		return trigger.Where(m.declare(path, trigger.String), ours, trigger.Text(x)), m.need(op == "$eq", order(op, "the order of strings"))
	case float64:
		return trigger.Where(m.declare(path, trigger.Number), ours, trigger.Num(x)), m.need(ours != "", "another operator")
	case bool:
		return trigger.Where(m.declare(path, trigger.Bool), trigger.Is, trigger.Truth(x)), m.need(op == "$eq", order(op, "the order of booleans"))
	}
	whole := trigger.Where(m.whole(path), trigger.Eq, trigger.Text(canonical(v)))
	return whole, m.need(op == "$eq", "another operator")
}

// dates compares instants, where both are written in one way.
func (m *mongo) dates(path, op, value string) (trigger.Cond, bool) {
	actual, _ := m.actual(path).(string)
	is, wrong := instant(actual)
	than, alsoWrong := instant(value)
	if wrong != nil || alsoWrong != nil || len(actual) != len(value) {
		return trigger.Cond{}, false
	}
	name := "instant-" + hexed(path)
	m.schema[name], m.visit[name] = trigger.Instant, trigger.At(is)
	var by trigger.Op
	switch op {
	case "$gt", "$gte":
		by = trigger.After
	case "$lt", "$lte":
		by = trigger.Before
	default:
		return trigger.Cond{}, false
	}
	c := trigger.Any(trigger.Where(name, by, trigger.At(than)))
	if strings.HasSuffix(op, "e") {
		c.Any = append(c.Any, trigger.Where(m.declare(path, trigger.String), trigger.Eq, trigger.Text(value)))
	}
	return c, true
}

func instant(s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, s)
}

// whole is a list or an object as a host would give it to be compared whole: as its canonical text.
func (m *mongo) whole(path string) string {
	name := "whole-" + hexed(path)
	m.schema[name] = trigger.String
	if actual := m.actual(path); actual != nil {
		m.visit[name] = trigger.Text(canonical(actual))
	}
	return name
}

func canonical(v any) string {
	text, _ := json.Marshal(v) // keys of an object come in order
	return string(text)
}

// need notes why a condition has no counterpart.
func (m *mongo) need(ok bool, reason string) bool {
	if !ok && m.reason == "" {
		m.reason = reason
	}
	return ok
}

// order is the reason where op compares by order, and otherwise that it is not one of ours.
func order(op, reason string) string {
	if slices.Contains([]string{"$gt", "$gte", "$lt", "$lte"}, op) {
		return reason
	}
	return "another operator"
}
