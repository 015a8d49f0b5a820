package trigger

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	jsonlogic "github.com/diegoholiveira/jsonlogic/v3"

	"github.com/switchboard-go/switchboard/trigger"
)

func jsonUnmarshal(v trigger.Value, into any) error { return json.Unmarshal([]byte(v.String()), into) }

// syntax is how an expression language writes comparisons of text.
type syntax map[trigger.Op]string

var exprSyntax = syntax{
	trigger.Prefix: "%s startsWith %s", trigger.Contains: "%s contains %s", trigger.Regexp: "%s matches %s", trigger.Eq: "%s == %s",
	trigger.In: "%s in %s", trigger.NotIn: "!(%s in %s)",
}

var celSyntax = syntax{
	trigger.Prefix: "%s.startsWith(%s)", trigger.Contains: "%s.contains(%s)", trigger.Regexp: "%s.matches(%s)", trigger.Eq: "%s == %s",
	trigger.In: "%s in %s", trigger.NotIn: "!(%s in %s)",
}

// expression writes a condition in an expression language.
func expression(c trigger.Cond, s syntax) string {
	switch {
	case c.All != nil:
		return join(c.All, " && ", s)
	case c.Any != nil:
		return join(c.Any, " || ", s)
	case c.Not != nil:
		return "!(" + expression(*c.Not, s) + ")"
	}
	name := names[c.Attr]
	if form, ok := s[c.Op]; ok {
		return fmt.Sprintf(form, name, c.Value)
	}
	operand := c.Value.String()
	if c.Attr == "page.dwell" {
		operand = strconv.FormatFloat(seconds(c.Value), 'f', 1, 64)
	} else if c.Op != trigger.Is {
		operand += ".0"
	}
	return name + map[trigger.Op]string{trigger.Ge: " >= ", trigger.Lt: " < ", trigger.Is: " == "}[c.Op] + operand
}

func join(conds []trigger.Cond, by string, s syntax) string {
	parts := make([]string, len(conds))
	for i, c := range conds {
		parts[i] = expression(c, s)
	}
	return "(" + strings.Join(parts, by) + ")"
}

// init gives JSON Logic the two operators it lacks.
func init() {
	add := func(name string, f func(a, b string) bool) {
		jsonlogic.AddOperator(name, func(values, _ any) any {
			list, _ := values.([]any)
			a, _ := list[0].(string)
			b, _ := list[1].(string)
			return f(a, b)
		})
	}
	compiled := map[string]*regexp.Regexp{}
	add("prefix", strings.HasPrefix)
	add("match", func(s, pattern string) bool {
		re := compiled[pattern]
		if re == nil {
			re = regexp.MustCompile(pattern)
			compiled[pattern] = re
		}
		return re.MatchString(s)
	})
}

// logic writes a condition as JSON Logic.
func logic(c trigger.Cond) any {
	switch {
	case c.All != nil:
		return map[string]any{"and": logics(c.All)}
	case c.Any != nil:
		return map[string]any{"or": logics(c.Any)}
	case c.Not != nil:
		return map[string]any{"!": []any{logic(*c.Not)}}
	}
	var operand any
	_ = jsonUnmarshal(c.Value, &operand)
	if c.Attr == "page.dwell" {
		operand = seconds(c.Value)
	}
	name := map[string]any{"var": names[c.Attr]}
	switch c.Op {
	case trigger.Contains: // text in text
		return map[string]any{"in": []any{operand, name}}
	case trigger.In:
		return map[string]any{"in": []any{name, operand}}
	case trigger.NotIn:
		return map[string]any{"!": []any{map[string]any{"in": []any{name, operand}}}}
	}
	op := map[trigger.Op]string{trigger.Prefix: "prefix", trigger.Regexp: "match", trigger.Eq: "==", trigger.Is: "==", trigger.Ge: ">=", trigger.Lt: "<"}[c.Op]
	return map[string]any{op: []any{name, operand}}
}

func logics(conds []trigger.Cond) []any {
	out := make([]any, len(conds))
	for i, c := range conds {
		out[i] = logic(c)
	}
	return out
}
