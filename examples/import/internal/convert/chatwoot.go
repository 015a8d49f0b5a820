package convert

import (
	"encoding/json"
	"strings"

	"github.com/switchboard-go/switchboard/hours/chatwoot"
	"github.com/switchboard-go/switchboard/trigger"
)

// chatwoot takes a campaign, a canned response, or the working hours of an inbox of Chatwoot.
func (c *converter) chatwoot(x object, hours bool) {
	if inbox := x.inbox(); hours && inbox.has("working_hours") {
		x = inbox
	}
	switch {
	case hours != x.has("working_hours"):
	case hours:
		c.item = x // each campaign of an inbox brings the inbox with it
		data, err := json.Marshal(x)
		if err != nil {
			return
		}
		s, err := chatwoot.Read(c.Zone, data)
		c.schedule(x.text("id"), x.text("name"), s, err)
	case x.has("trigger_rules") || x.has("campaign_type"):
		c.campaign(x)
	case x.has("short_code"):
		own := x.text("id")
		if own == "" {
			own = x.text("short_code")
		}
		c.reply(own, x.text("short_code"), x.text("content"), draft{})
	default:
		c.other(x, "it is no campaign, no canned response and no inbox with working hours")
	}
}

// inbox is what stands within a campaign, or nothing.
func (x object) inbox() (inbox object) {
	if json.Unmarshal(x["inbox"], &inbox) != nil {
		return nil
	}
	return inbox
}

func (c *converter) campaign(x object) {
	var d draft
	var rules object
	if x.has("trigger_rules") && json.Unmarshal(x["trigger_rules"], &rules) != nil {
		d.lose("its trigger_rules cannot be read")
	}
	switch {
	case x.text("campaign_type") == "one_off" || x.has("scheduled_at") && rules.text("url") == "":
		d.lose("it is sent once to a list of people; nothing here does that")
	case rules.text("url") == "":
		d.lose("it names no page")
	case isPattern(rules.text("url")):
		d.conds = append(d.conds, d.pattern(strings.TrimSpace(rules.text("url"))))
	default:
		d.conds = append(d.conds, d.page("eq", rules.text("url")))
	}
	if rules.has("time_on_page") {
		d.conds = append(d.conds, d.dwell("page.dwell", "gte", rules.text("time_on_page")))
	}
	if x.on("trigger_only_during_business_hours") {
		id := c.inboxHours(x, &d)
		d.conds = append(d.conds, trigger.Where("hours."+id, trigger.Is, trigger.Truth(true)))
	}
	d.conds = append(d.conds, trigger.Where("chat.open", trigger.Is, trigger.Truth(false)))
	c.prompt(x.text("id"), x.text("title"), x.text("message"), x.on("enabled"), d)
}

// inboxHours is the schedule of a campaign's inbox. Hours of another inbox would show its prompt
// when nobody is there.
func (c *converter) inboxHours(x object, d *draft) string {
	own := x.text("inbox_id")
	if inbox := x.inbox(); inbox != nil {
		own = inbox.text("id")
	}
	switch {
	case c.Options.Hours != "":
		return c.Options.Hours
	case c.named[own] != "":
		return c.named[own]
	case own == "" && c.first != "":
		d.near("it does not say whose business hours it keeps to: it became those of %s", c.first)
		return c.first
	}
	d.lose("it is for business hours: bring those of its inbox %s too, or give -hours", own)
	return ""
}
