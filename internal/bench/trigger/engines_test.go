package trigger

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	jsonlogic "github.com/diegoholiveira/jsonlogic/v3"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/switchboard-go/switchboard/trigger"
)

// facts is a visit as the other engines take it: an attribute is missing if its name is. All are given what is known about
// the moment, too, so that no engine has to look anything up.
type facts struct {
	path, country, locale, referrer string
	dwell, cart, visits, pages      float64
	known, vip, open                bool
	agents                          float64
}

func factsOf(v trigger.Visit) facts {
	number := func(name string) float64 {
		var n float64
		_ = jsonUnmarshal(v.Attrs[name], &n)
		return n
	}
	text := func(name string) string {
		var s string
		_ = jsonUnmarshal(v.Attrs[name], &s)
		return s
	}
	f := facts{
		country: text("visitor.country"), locale: text("visitor.locale"), dwell: now.Sub(v.Entered).Seconds(), cart: number("cart.value"),
		visits: number("visit.count"), pages: number("visit.pages"), open: true, agents: number("agents.free"),
		known: v.Attrs["visitor.known"].String() == "true", vip: v.Attrs["visitor.vip"].String() == "true",
	}
	f.path, _, _ = strings.Cut(strings.TrimPrefix(v.URL, "https://shop.example"), "?")
	f.referrer, _, _ = strings.Cut(strings.TrimPrefix(v.Referrer, "https://"), "/")
	return f
}

func (f facts) env() map[string]any {
	return map[string]any{
		"path": f.path, "country": f.country, "locale": f.locale, "referrer": f.referrer, "dwell": f.dwell, "cart": f.cart, "visits": f.visits,
		"pages": f.pages, "known": f.known, "vip": f.vip, "open": f.open, "agents": f.agents,
	}
}

// names are the attributes' names in the other engines.
var names = map[string]string{
	"page.path": "path", "visitor.country": "country", "visitor.locale": "locale", "referrer.host": "referrer", "page.dwell": "dwell",
	"cart.value": "cart", "visit.count": "visits", "visit.pages": "pages", "visitor.known": "known", "visitor.vip": "vip",
	"hours.support": "open", "agents.free": "agents",
}

// seconds is a duration's operand as a number.
func seconds(v trigger.Value) float64 {
	var s string
	_ = jsonUnmarshal(v, &s)
	d, _ := time.ParseDuration(s)
	return d.Seconds()
}

// closure compiles a condition into Go functions, as a programmer would by hand.
func closure(c trigger.Cond) func(*facts) bool {
	switch {
	case c.All != nil, c.Any != nil:
		stop := c.All == nil
		var kids []func(*facts) bool
		for _, k := range append(slices.Clone(c.All), c.Any...) {
			kids = append(kids, closure(k))
		}
		return func(f *facts) bool {
			for _, k := range kids {
				if k(f) == stop {
					return stop
				}
			}
			return !stop
		}
	case c.Not != nil:
		k := closure(*c.Not)
		return func(f *facts) bool { return !k(f) }
	}
	switch c.Attr {
	case "page.path", "visitor.country", "visitor.locale", "referrer.host":
		return textClosure(c)
	case "visitor.known", "visitor.vip", "hours.support":
		want, get := c.Value.String() == "true", map[string]func(*facts) bool{
			"visitor.known": func(f *facts) bool { return f.known }, "visitor.vip": func(f *facts) bool { return f.vip },
			"hours.support": func(f *facts) bool { return f.open },
		}[c.Attr]
		return func(f *facts) bool { return get(f) == want }
	}
	var n float64
	if c.Attr == "page.dwell" {
		n = seconds(c.Value)
	} else {
		_ = jsonUnmarshal(c.Value, &n)
	}
	get := map[string]func(*facts) float64{
		"page.dwell": func(f *facts) float64 { return f.dwell }, "cart.value": func(f *facts) float64 { return f.cart },
		"visit.count": func(f *facts) float64 { return f.visits }, "visit.pages": func(f *facts) float64 { return f.pages },
		"agents.free": func(f *facts) float64 { return f.agents },
	}[c.Attr]
	ge := c.Op == trigger.Ge
	return func(f *facts) bool { return (get(f) >= n) == ge }
}

func textClosure(c trigger.Cond) func(*facts) bool {
	get := map[string]func(*facts) string{
		"page.path": func(f *facts) string { return f.path }, "visitor.country": func(f *facts) string { return f.country },
		"visitor.locale": func(f *facts) string { return f.locale }, "referrer.host": func(f *facts) string { return f.referrer },
	}[c.Attr]
	var s string
	var set []string
	_ = jsonUnmarshal(c.Value, &s)
	_ = jsonUnmarshal(c.Value, &set)
	switch c.Op {
	case trigger.Prefix:
		return func(f *facts) bool { return strings.HasPrefix(get(f), s) }
	case trigger.Contains:
		return func(f *facts) bool { return strings.Contains(get(f), s) }
	case trigger.Regexp:
		re := regexp.MustCompile(s)
		return func(f *facts) bool { return re.MatchString(get(f)) }
	case trigger.Eq:
		return func(f *facts) bool { return get(f) == s }
	case trigger.In:
		return func(f *facts) bool { return slices.Contains(set, get(f)) }
	}
	return func(f *facts) bool { return !slices.Contains(set, get(f)) }
}

func exprPrograms(rules []trigger.Rule) []*vm.Program {
	env := facts{}.env()
	out := make([]*vm.Program, len(rules))
	for i, r := range rules {
		p, err := expr.Compile(expression(r.When, exprSyntax), expr.Env(env), expr.AsBool())
		if err != nil {
			panic(err)
		}
		out[i] = p
	}
	return out
}

func celPrograms(rules []trigger.Rule) []cel.Program {
	var options []cel.EnvOption
	for name, v := range (facts{}).env() {
		kind := cel.DoubleType
		switch v.(type) {
		case string:
			kind = cel.StringType
		case bool:
			kind = cel.BoolType
		}
		options = append(options, cel.Variable(name, kind))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic(err)
	}
	out := make([]cel.Program, len(rules))
	for i, r := range rules {
		ast, issues := env.Compile(expression(r.When, celSyntax))
		if issues.Err() != nil {
			panic(issues.Err())
		}
		if out[i], err = env.Program(ast, cel.EvalOptions(cel.OptOptimize)); err != nil {
			panic(err)
		}
	}
	return out
}

func logicRules(rules []trigger.Rule) []any {
	out := make([]any, len(rules))
	for i, r := range rules {
		out[i] = logic(r.When)
	}
	return out
}

func applyLogic(rule, env any) bool {
	//lint:ignore SA1019 the other form reads and writes text, and would measure that
	ok, err := jsonlogic.ApplyInterface(rule, env)
	if err != nil {
		panic(err)
	}
	return ok == true
}
