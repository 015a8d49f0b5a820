package trigger

import (
	"net/netip"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// constraints maps the constraints of Unleash, whose context is all strings.
type constraints struct {
	context map[string]string
	schema  trigger.Schema
	visit   map[string]trigger.Value
}

func (u *constraints) feature(f feature) trigger.Cond {
	any := trigger.Any()
	for _, s := range f.Strategies {
		all := trigger.All()
		for _, c := range s.Constraints {
			cond := u.cond(c)
			if c.Inverted {
				cond = trigger.Not(cond)
			}
			all.All = append(all.All, cond)
		}
		any.Any = append(any.Any, all)
	}
	if len(any.Any) == 0 {
		return trigger.All()
	}
	return any
}

// declare reads a field as one kind; text that is not of that kind is as good as missing.
func (u *constraints) declare(field string, kind trigger.Kind) string {
	name := kind.String() + "-" + hexed(field)
	u.schema[name] = kind
	s, ok := u.context[field]
	switch n, err := strconv.ParseFloat(s, 64); {
	case !ok:
	case kind != trigger.Number:
		u.visit[name] = trigger.Text(s)
	case err == nil:
		u.visit[name] = trigger.Num(n)
	}
	return name
}

var textOps = map[string]trigger.Op{"STR_STARTS_WITH": trigger.Prefix, "STR_ENDS_WITH": trigger.Suffix, "STR_CONTAINS": trigger.Contains}

var numberOps = map[string]trigger.Op{"NUM_EQ": trigger.Eq, "NUM_GT": trigger.Gt, "NUM_GTE": trigger.Ge, "NUM_LT": trigger.Lt, "NUM_LTE": trigger.Le}

func (u *constraints) cond(c constraint) trigger.Cond {
	switch op := c.Operator; op {
	case "IN":
		return trigger.Where(u.declare(c.ContextName, trigger.String), trigger.In, trigger.Texts(append([]string{}, c.Values...)...))
	case "NOT_IN":
		return trigger.Where(u.declare(c.ContextName, trigger.String), trigger.NotIn, trigger.Texts(append([]string{}, c.Values...)...))
	case "STR_STARTS_WITH", "STR_ENDS_WITH", "STR_CONTAINS":
		any := trigger.Any()
		for _, v := range c.Values {
			leaf := trigger.Where(u.declare(c.ContextName, trigger.String), textOps[op], trigger.Text(v))
			leaf.Fold = c.CaseInsensitive
			any.Any = append(any.Any, leaf)
		}
		return any
	case "NUM_EQ", "NUM_GT", "NUM_GTE", "NUM_LT", "NUM_LTE":
		n, _ := strconv.ParseFloat(c.Value, 64)
		return trigger.Where(u.declare(c.ContextName, trigger.Number), numberOps[op], trigger.Num(n))
	case "DATE_AFTER", "DATE_BEFORE":
		t, _ := time.Parse(time.RFC3339Nano, c.Value)
		return trigger.Where(u.declare(c.ContextName, trigger.Instant), map[string]trigger.Op{"DATE_AFTER": trigger.After, "DATE_BEFORE": trigger.Before}[op], trigger.At(t))
	case "REGEX":
		leaf := trigger.Where(u.declare(c.ContextName, trigger.String), trigger.Regexp, trigger.Text(c.Value))
		leaf.Fold = c.CaseInsensitive
		return leaf
	case "IN_CIDR":
		return trigger.Where(u.declare(c.ContextName, trigger.IP), trigger.CIDR, trigger.Texts(networks(c.Values)...))
	}
	return trigger.Where(u.declare(c.ContextName, trigger.String), trigger.Op(c.Operator), trigger.Value{})
}

// networks leaves out what is none, as Unleash does and we refuse to.
func networks(values []string) []string {
	out := []string{}
	for _, v := range values {
		_, addr := netip.ParseAddr(v)
		if _, err := netip.ParsePrefix(v); err == nil || addr == nil {
			out = append(out, v)
		}
	}
	return out
}
