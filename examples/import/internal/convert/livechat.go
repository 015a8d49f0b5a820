package convert

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// livechat takes a greeting or a canned response of LiveChat.
func (c *converter) livechat(x object, hours bool) {
	switch {
	case hours:
	case x.has("rules") && (x.has("properties") || x.has("name")):
		c.greeting(x)
	case x.has("text") && x.has("tags"):
		c.livechatReply(x)
	case x.has("work_scheduler"):
		c.other(x, "hours of one agent: here hours are of a site or a queue")
	default:
		c.other(x, "it is no greeting and no canned response")
	}
}

func (c *converter) livechatReply(x object) {
	var d draft
	var tags []string
	if json.Unmarshal(x["tags"], &tags) != nil || len(tags) == 0 {
		tags = []string{x.text("id")}
	}
	if x.on("is_private") {
		d.lose("it is one agent's own; replies here are everybody's")
	}
	if g := x.text("group_id"); g != "" && g != "0" {
		d.near("it was for the group %s; here it is for every queue", g)
	}
	if g := x.text("group"); g != "" && g != "0" {
		d.near("it was for the group %s; here it is for every queue", g)
	}
	own := x.text("id")
	if own == "" {
		own = tags[0]
	}
	c.reply(own, "#"+strings.Join(tags, " #"), x.text("text"), d)
}

// rule is one condition of a greeting.
type rule struct {
	Condition string          `json:"condition"` // and, or: how it goes with those before
	Type      string          `json:"type"`
	Operator  string          `json:"operator"`
	Value     json.RawMessage `json:"value"`
	Name      string          `json:"variable_name"`
	Other     json.RawMessage `json:"variable_value"`
	URLs      []struct {
		URL      string `json:"url"`
		Operator string `json:"operator"`
	} `json:"urls"`
}

func (c *converter) greeting(x object) {
	var d draft
	var rules []rule
	if err := json.Unmarshal(x["rules"], &rules); err != nil {
		d.lose("its rules cannot be read")
	}
	var props object
	if x.has("properties") && json.Unmarshal(x["properties"], &props) != nil {
		d.lose("its properties cannot be read")
	}
	text := props.text("greeting-message_text")
	if text == "" {
		text = props.text("greeting-welcome-text")
	}
	if g := x.text("group"); g != "" && g != "0" {
		d.near("it was for the group %s; here it is for every site", g)
	}
	if x.text("type") == "card" || x.text("subtype") == "card" {
		d.near("its picture and buttons were left out")
	}
	var all, any []trigger.Cond
	for _, r := range rules {
		var one draft
		cond := one.greetingRule(r)
		d.why = append(d.why, one.why...)
		switch {
		case one.lost != "" && r.Condition == "or":
			d.near("one of its alternatives was left out: %s", one.lost)
		case one.lost != "":
			d.lose("%s", one.lost)
		case r.Condition == "or":
			any = append(any, cond)
		default:
			all = append(all, cond)
		}
	}
	switch {
	case len(rules) > 0 && len(all)+len(any) == 0:
		d.lose("none of its rules can be said here")
	case len(any) > 0 && len(all) > 0: // LiveChat joins by or whatever says or
		d.near("its rules are joined by and and by or: it became all of the first, or any of the others")
		d.conds = []trigger.Cond{trigger.Any(append([]trigger.Cond{trigger.All(all...)}, any...)...)}
	case len(any) > 0:
		d.conds = []trigger.Cond{trigger.Any(any...)}
	default:
		d.conds = all
	}
	d.exitAndDates(x, props)
	on := x.on("active") && (!props.has("active") || props.on("active"))
	c.prompt(x.text("id"), x.text("name"), text, on, d)
}

// exitAndDates takes what a greeting says beside its rules.
func (d *draft) exitAndDates(x, props object) {
	if props.on("is_exit_intent") || x.on("is_exit_intent") {
		d.on = []trigger.Moment{trigger.OnExit}
	}
	d.from, d.until = instant(x.text("active_from")), instant(x.text("active_until"))
}

func instant(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

var livechatOps = map[string]string{
	"": "eq", "equals": "eq", "doesnt_equal": "neq", "lower_than": "lt", "lower_or_equal": "lte", "greater_than": "gt", "greater_or_equal": "gte",
	"contains": "icontains", "doesnt_contain": "nicontains",
}

func (d *draft) greetingRule(r rule) trigger.Cond {
	op, ok := livechatOps[r.Operator]
	if !ok {
		d.lose("nothing here compares by %q", r.Operator)
		return trigger.Cond{}
	}
	value := object{"v": r.Value}.text("v")
	switch r.Type {
	case "visit_time_site":
		return d.dwell("site.dwell", atLeast(op), value)
	case "visit_time_page":
		return d.dwell("page.dwell", atLeast(op), value)
	case "url_current", "current_page", "visited_page", "url_visited":
		if r.Type == "url_visited" || r.Type == "visited_page" {
			d.near("a page visited before became the page looked at now")
		}
		if op == "eq" || op == "neq" {
			op = map[string]string{"eq": "icontains", "neq": "nicontains"}[op]
			if strings.Contains(value, "://") || strings.HasPrefix(value, "/") {
				op = map[string]string{"icontains": "eq", "nicontains": "neq"}[op]
			}
		}
		return d.text("page.url", op, value)
	case "url_referrer", "referrer":
		return d.text("referrer.url", map[string]string{"eq": "icontains", "neq": "nicontains"}[op]+keep(op), value)
	case "pages_view_number", "visits_number":
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			d.lose("%q is no number", value)
			return trigger.Cond{}
		}
		return d.number(map[string]string{"pages_view_number": "visit.pages", "visits_number": "visit.count"}[r.Type], op, n)
	case "url_funnel":
		d.lose("it asks for pages visited one after another (a funnel of %d)", len(r.URLs))
	case "custom_variable", "custom", "session_field":
		d.lose("it asks for the host's own variable %q: declare an attribute and write the rule anew", r.Name)
	case "geolocation":
		d.lose("it asks for a place: use visitor.country or visitor.city")
	default:
		d.lose("nothing here stands for %q", r.Type)
	}
	return trigger.Cond{}
}

// atLeast: LiveChat's "equals" on seconds means after so many.
func atLeast(op string) string {
	if op == "eq" {
		return "gte"
	}
	return op
}

func keep(op string) string {
	if op == "eq" || op == "neq" {
		return ""
	}
	return op
}
