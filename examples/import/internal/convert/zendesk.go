package convert

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours/zendesk"
	"github.com/switchboard-go/switchboard/trigger"
)

// zendesk takes a trigger or a shortcut of Zendesk Chat, or a schedule of Zendesk Support.
func (c *converter) zendesk(x object, hours bool) {
	switch {
	case hours != x.has("intervals"):
	case hours:
		data, err := json.Marshal(x)
		if err != nil {
			return
		}
		holidays, err := json.Marshal(map[string]any{"holidays": c.holidays})
		if err != nil {
			return
		}
		s, err := zendesk.Read(c.Zone, data, holidays)
		c.schedule(x.text("id"), x.text("name"), s, err)
	case x.has("definition"):
		c.zendeskTrigger(x, x["definition"])
	case x.has("event") && x.has("condition"): // as the product's own editor of definitions shows it
		if whole, err := json.Marshal(x); err == nil {
			c.zendeskTrigger(x, whole)
		}
	case x.has("message"):
		var d draft
		if options := x.text("options"); options != "" {
			d.near("its buttons (%s) were left out", options)
		}
		c.scope(x.text("scope"), "all", &d)
		own := x.text("name")
		c.reply(own, own, x.text("message"), d)
	default:
		c.other(x, "it is no trigger with a definition, no shortcut and no schedule")
	}
}

// takeHolidays gives the things without the answers that hold nothing but holidays. These close
// the one schedule that the files bring. Where there are several they are dropped: an answer does
// not say whose it is.
func (c *converter) takeHolidays(all []object) (rest []object) {
	schedules := 0
	var lists []object
	for _, x := range all {
		if x.has("holidays") && !x.has("intervals") {
			lists = append(lists, x)
			continue
		}
		if x.has("intervals") {
			schedules++
		}
		rest = append(rest, x)
	}
	for _, x := range lists {
		var list []json.RawMessage
		switch err := json.Unmarshal(x["holidays"], &list); {
		case err != nil:
			c.other(x, "its holidays cannot be read")
		case schedules != 1:
			c.report = append(c.report, Note{
				Kind: "hours", ID: "holidays", Outcome: Dropped,
				Why: []string{"they do not say which schedule they close: import each with its own"},
			})
		default:
			c.holidays = append(c.holidays, list...)
		}
	}
	return rest
}

// scope says what becomes of replies that not everybody sees.
func (c *converter) scope(scope, everybody string, d *draft) {
	switch scope {
	case "", everybody:
	case "agent", "user":
		d.lose("it is one agent's own; replies here are everybody's")
	default:
		d.near("it was for one %s; here it is for every queue", scope)
	}
}

func (c *converter) zendeskTrigger(x object, definition json.RawMessage) {
	var def struct {
		Event     string            `json:"event"`
		Condition json.RawMessage   `json:"condition"`
		Action    [][]any           `json:"action"`
		Actions   [][]any           `json:"actions"`
		Rest      []json.RawMessage `json:"-"`
	}
	own := x.text("id")
	if own == "" {
		own = x.text("name")
	}
	if own == "" {
		own = x.text("event") + " " + string(x["condition"])
	}
	var d draft
	if err := json.Unmarshal(definition, &def); err != nil {
		d.lose("its definition cannot be read")
	}
	if def.Event != "page_enter" {
		d.lose("it answers the event %q; only those of page_enter are prompts", def.Event)
	}
	if d.lost == "" {
		d.conds = append(d.conds, c.zendeskCond(def.Condition, &d, 0))
	}
	text := ""
	for _, a := range append(def.Action, def.Actions...) {
		switch name := word(a, 0); name {
		case "sendMessageToVisitor":
			if text != "" {
				d.near("it sends several messages: only the first was taken")
				continue
			}
			text = word(a, 2)
			if word(a, 3) != "" {
				d.near("the buttons below its message were left out")
			}
		case "wait":
			d.near("its wait of %s seconds before the message was left out", word(a, 1))
		default:
			d.near("its action %s was left out", name)
		}
	}
	c.prompt(own, x.text("name"), text, x.on("enabled"), d)
}

// word is one member of a mixed list, as text.
func word(list []any, i int) string {
	if i >= len(list) {
		return ""
	}
	switch v := list[i].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// zendeskCond reads ["and", …], ["or", …], ["not", …], ["eq", "@variable", value], ["stillOnPage", seconds] and ["firedBefore"].
func (c *converter) zendeskCond(data json.RawMessage, d *draft, depth int) trigger.Cond {
	var parts []json.RawMessage
	var list []any
	if json.Unmarshal(data, &parts) != nil || json.Unmarshal(data, &list) != nil || len(parts) == 0 || depth > 6 {
		d.lose("its condition cannot be read")
		return trigger.Cond{}
	}
	kids := func() (conds []trigger.Cond) {
		for _, p := range parts[1:] {
			conds = append(conds, c.zendeskCond(p, d, depth+1))
		}
		return conds
	}
	switch op := word(list, 0); op {
	case "and":
		return trigger.All(kids()...)
	case "or":
		return c.either(parts[1:], d, func(p json.RawMessage, d *draft) trigger.Cond { return c.zendeskCond(p, d, depth+1) })
	case "not":
		if len(parts) == 2 && isFiredBefore(parts[1]) {
			d.limits = []trigger.Limit{{Max: 1}}
			return trigger.Cond{}
		}
		if conds := kids(); len(conds) == 1 {
			return trigger.Not(conds[0])
		}
		d.lose("its condition cannot be read")
		return trigger.Cond{}
	case "stillOnPage", "stillOnSite":
		attr := map[string]string{"stillOnPage": "page.dwell", "stillOnSite": "site.dwell"}[op]
		return d.dwell(attr, "ge", word(list, 1))
	default:
		return c.zendeskLeaf(op, word(list, 1), word(list, 2), d)
	}
}

func isFiredBefore(data json.RawMessage) bool {
	var list []string
	return json.Unmarshal(data, &list) == nil && slices.Equal(list, []string{"firedBefore"})
}

// either reads alternatives. One that cannot be said is left out, as long as another is left.
func (c *converter) either(parts []json.RawMessage, d *draft, read func(json.RawMessage, *draft) trigger.Cond) trigger.Cond {
	var conds []trigger.Cond
	lost := ""
	for _, p := range parts {
		var one draft
		cond := read(p, &one)
		if one.lost != "" {
			lost = one.lost
			d.near("one of its alternatives was left out: %s", one.lost)
			continue
		}
		d.why = append(d.why, one.why...)
		conds = append(conds, cond)
	}
	if len(conds) == 0 {
		d.lose("%s", lost)
		return trigger.Cond{}
	}
	return trigger.Any(conds...)
}

var zendeskAttrs = map[string]string{
	"@visitor_page_url": "page.url", "@visitor_page_title": "page.title", "@visitor_referrer": "referrer.url", "@visitor_country_code": "visitor.country",
	"@visitor_city": "visitor.city", "@visitor_region": "visitor.region", "@visitor_previous_visits": "visit.count", "@visitor_previous_chats": "chats.count",
	"@visitor_time_on_page": "page.dwell", "@visitor_time_on_site": "site.dwell", "@visitor_name": "visitor.name",
}

func (c *converter) zendeskLeaf(op, variable, value string, d *draft) trigger.Cond {
	attr, ok := zendeskAttrs[variable]
	switch {
	case variable == "@visitor_requesting_chat" || variable == "@visitor_served":
		d.near("%s became: a chat is open", variable)
		return trigger.Where("chat.open", trigger.Is, trigger.Truth((value == "true" || value == "1") == (op == "eq")))
	case variable == "@account_status" && (op == "eq") == (value == "online"):
		d.near("@account_status became: somebody is free")
		return trigger.Where("agents.free", trigger.Ge, trigger.Num(1))
	case variable == "@hour_of_day" || variable == "@day_of_week":
		d.lose("it asks for %s, in UTC: say it as opening hours", variable)
	case !ok:
		d.lose("nothing here stands for %s", variable)
	case attr == "page.dwell" || attr == "site.dwell":
		return d.dwell(attr, op, value)
	case attr == "visit.count" || attr == "chats.count":
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			d.lose("%s is compared with %q, which is no number", variable, value)
			break
		}
		if attr == "visit.count" {
			n++ // visit.count counts the visit that is going on
		}
		return d.number(attr, op, n)
	default:
		return d.text(attr, op, value)
	}
	return trigger.Cond{}
}

// dwell is a condition on seconds.
func (d *draft) dwell(attr, op, value string) trigger.Cond {
	seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || seconds < 0 || seconds > 10*365*24*3600 {
		d.lose("%q is no number of seconds", value)
		return trigger.Cond{}
	}
	span := trigger.For(time.Duration(seconds * float64(time.Second)))
	switch op {
	case "gte", "ge", "gt", "eq":
		if op == "eq" {
			d.near("exactly %s seconds became: that many and more", value)
		}
		return trigger.Where(attr, trigger.Ge, span)
	case "lt", "lte":
		return trigger.Where(attr, trigger.Lt, span)
	}
	d.lose("seconds are not compared by %q here", op)
	return trigger.Cond{}
}

var numberOps = map[string]trigger.Op{"eq": trigger.Eq, "neq": trigger.Ne, "lt": trigger.Lt, "lte": trigger.Le, "gt": trigger.Gt, "gte": trigger.Ge}

func (d *draft) number(attr, op string, n float64) trigger.Cond {
	if numberOps[op] == "" {
		d.lose("numbers are not compared by %q here", op)
		return trigger.Cond{}
	}
	return trigger.Where(attr, numberOps[op], trigger.Num(n))
}

// text is a condition on text, by the names Zendesk has for operators.
func (d *draft) text(attr, op, value string) trigger.Cond {
	plain, negative := strings.CutPrefix(op, "n")
	plain, fold := strings.CutPrefix(plain, "i")
	if attr == "visitor.country" {
		value = strings.ToUpper(value)
	}
	var cond trigger.Cond
	switch {
	case plain == "eq" && attr == "page.url":
		cond = d.page("eq", value)
	case plain == "eq":
		cond = trigger.Where(attr, trigger.Eq, trigger.Text(value))
	case plain == "contains" && value != "":
		cond = trigger.Where(attr, trigger.Contains, trigger.Text(value))
		cond.Fold = fold
	case plain == "regex":
		cond = d.regexp(attr, "^(?:"+value+")$", fold)
	default:
		d.lose("text is not compared by %q with %q here", op, value)
	}
	if negative {
		return trigger.Not(cond)
	}
	return cond
}
