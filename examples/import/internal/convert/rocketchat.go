package convert

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// rocketchat takes a trigger, a canned response or the business hours of Rocket.Chat.
func (c *converter) rocketchat(x object, hours bool) {
	own := x.text("_id")
	if own == "" {
		own = x.text("name")
	}
	switch {
	case hours != x.has("workHours"):
	case hours:
		s, err := c.workHours(x)
		if x.has("active") && !x.on("active") { // there, it makes nobody unavailable
			err = errors.New("it is switched off there")
		}
		c.schedule(own, x.text("name"), s, err)
	case x.has("conditions") && x.has("actions"):
		c.rocketchatTrigger(own, x)
	case x.has("shortcut") && x.has("text"):
		var d draft
		c.scope(x.text("scope"), "global", &d)
		if own == "" {
			own = x.text("shortcut")
		}
		c.reply(own, x.text("shortcut"), x.text("text"), d)
	default:
		c.other(x, "it is no trigger, no canned response and no business hours")
	}
}

func (c *converter) rocketchatTrigger(own string, x object) {
	var d draft
	var conds, actions []object
	if json.Unmarshal(x["conditions"], &conds) != nil || json.Unmarshal(x["actions"], &actions) != nil || len(conds) == 0 || len(actions) == 0 {
		d.lose("its conditions or actions cannot be read")
		c.prompt(own, x.text("name"), "?", false, d)
		return
	}
	if len(conds) > 1 || len(actions) > 1 {
		d.near("Rocket.Chat runs only the first condition and the first action, and so does this")
	}
	switch value, name := conds[0].text("value"), conds[0].text("name"); name {
	case "page-url":
		if value != "" {
			d.conds = append(d.conds, d.regexp("page.url", value, false))
		}
	case "time-on-site":
		d.conds = append(d.conds, d.dwell("site.dwell", "gte", value))
	default:
		d.lose("it answers %q, which is no look at a page", name)
	}
	var params object
	if name := actions[0].text("name"); name != "send-message" {
		d.lose("its action %q calls a program elsewhere", name)
	} else if json.Unmarshal(actions[0]["params"], &params) != nil {
		d.lose("its action cannot be read")
	}
	if x.on("runOnce") {
		d.limits = []trigger.Limit{{Max: 1}}
	}
	c.prompt(own, x.text("name"), params.text("msg"), x.on("enabled"), d)
}

// workHours are the days of business hours, in their zone. A time that is not after the opening is an error, as it is there; 23:59
// closes at midnight.
func (c *converter) workHours(x object) (*hours.Schedule, error) {
	var days []struct {
		Day    string          `json:"day"`
		Open   bool            `json:"open"`
		Start  json.RawMessage `json:"start"`
		Finish json.RawMessage `json:"finish"`
	}
	if err := json.Unmarshal(x["workHours"], &days); err != nil {
		return nil, errors.New("its workHours cannot be read")
	}
	var zone object
	if json.Unmarshal(x["timezone"], &zone) == nil && c.Zone == "" {
		c.Zone = zone.text("name")
		defer func() { c.Zone = "" }()
	}
	if c.Zone == "" {
		return nil, errNoZone
	}
	config := hours.Config{Zone: c.Zone}
	seen := []string{}
	for i, d := range days {
		if slices.Contains(seen, d.Day) {
			return nil, fmt.Errorf("workHours[%d]: %s comes twice", i, d.Day)
		}
		seen = append(seen, d.Day)
		if !d.Open {
			continue
		}
		name := d.Day
		if len(name) > 3 {
			name = name[:3]
		}
		start, finish := clock(d.Start), clock(d.Finish)
		if finish == "23:59" {
			finish = "24:00"
		}
		if finish <= start {
			return nil, fmt.Errorf("workHours[%d]: %s to %s ends before it begins", i, start, finish)
		}
		config.Rules = append(config.Rules, hours.Week(name, start+"-"+finish))
	}
	return hours.New(config)
}

// clock is a time, written alone or as {"time":"09:00"}.
func clock(data json.RawMessage) string {
	t := object{"t": data}.text("t")
	var x object
	if t == "" && json.Unmarshal(data, &x) == nil {
		t = x.text("time")
	}
	if len(t) == 4 && strings.Contains(t, ":") {
		t = "0" + t
	}
	return t
}
