package convert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// draft is a rule on its way, with what is not quite the same about it.
type draft struct {
	conds  []trigger.Cond
	limits []trigger.Limit
	on     []trigger.Moment // that may fire it; empty: any
	from   time.Time
	until  time.Time
	why    []string
	lost   string // why it cannot be taken; empty: it can
}

func (d *draft) near(format string, args ...any) { d.why = append(d.why, fmt.Sprintf(format, args...)) }

func (d *draft) lose(format string, args ...any) {
	if d.lost == "" {
		d.lost = fmt.Sprintf(format, args...)
	}
}

// id is the setting's id of a thing, the same at every import: the product, and the thing's own id or name. Letters that an id may
// not have make way for a sum of them all.
func (c *converter) id(kind, own string) string {
	var b strings.Builder
	b.WriteString(c.product + "-")
	changed := own == ""
	for _, r := range own {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			b.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			changed = true
			b.WriteRune(r + 'a' - 'A')
		default:
			changed = true
			if s := b.String(); !strings.HasSuffix(s, "-") {
				b.WriteByte('-')
			}
		}
	}
	id := b.String()
	sum := sha256.Sum256([]byte(own))
	if changed || len(id) > 60 {
		id = strings.TrimSuffix(id[:min(len(id), 48)], "-") + "-" + hex.EncodeToString(sum[:4])
	}
	for n := 2; c.taken[kind+"/"+id]; n++ {
		id = fmt.Sprintf("%.48s-%s-%d", id, hex.EncodeToString(sum[:2]), n)
	}
	c.taken[kind+"/"+id] = true
	return id
}

// again tells whether a thing was taken before, from another file or from another place of it: by
// its own id, or by its name when the same comes of it.
func (c *converter) again(kind, own, name string, is any) bool {
	data, err := json.Marshal(is)
	first, ok := c.seen[kind+"/"+own]
	switch {
	case err != nil || own == "":
		return false
	case !ok:
		c.seen[kind+"/"+own] = string(data)
		return false
	case first == string(data):
		return true
	case own != c.item.text("id") && own != c.item.text("_id"):
		return false
	}
	const why = "the files have it twice, and not the same: the first was taken"
	note := Note{Kind: kind, ID: shorten(own, 60), Name: name, Outcome: Dropped, Why: []string{why}}
	c.report = append(c.report, note)
	return true
}

// prompt takes a rule that shows a text.
func (c *converter) prompt(own, name, text string, on bool, d draft) {
	if text = c.words(text, &d); text == "" {
		d.lose("it shows no text")
	}
	is := []any{d.lost, d.conds, d.limits, d.on, d.from, d.until, d.why, name, text, on}
	if c.again("rule", own, name, is) {
		return
	}
	id := c.id("rule", own)
	if d.lost != "" {
		c.report.add("rule", id, name, nil)
		c.report.drop("rule", id, d.lost)
		return
	}
	r := trigger.Rule{
		ID: id, Note: shorten(name, 1000), Disabled: !on || !c.Enable || len(d.why) > 0,
		When: trigger.All(d.conds...), Limits: d.limits, On: d.on, From: d.from, Until: d.until,
	}
	r.Do = []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{c.Language: text}}}
	c.settings.Rules = append(c.settings.Rules, r)
	c.report.add("rule", id, name, d.why)
}

// reply takes a canned reply.
func (c *converter) reply(own, title, text string, d draft) {
	if text = strings.TrimSpace(text); text == "" {
		d.lose("it has no text")
	}
	if c.again("canned", own, title, []any{d.lost, title, text}) {
		return
	}
	id := c.id("canned", own)
	c.report.add("canned", id, title, d.why)
	if d.lost != "" {
		c.report.drop("canned", id, d.lost)
		return
	}
	if name := placeholder(text); name != "" {
		d.near("the placeholder %s stays as it is: agents fill it in", name)
		c.report[len(c.report)-1].Why, c.report[len(c.report)-1].Outcome = d.why, Approximated
	}
	c.settings.Canned = append(c.settings.Canned, settings.Canned{ID: id, Title: shorten(title, 100), Text: map[string]string{c.Language: text}})
}

// schedule takes opening hours.
func (c *converter) schedule(own, name string, s *hours.Schedule, err error, why ...string) {
	if c.again("hours", own, name, []any{s, fmt.Sprint(err)}) {
		return
	}
	id := c.id("hours", own)
	c.report.add("hours", id, name, why)
	if err != nil {
		c.report.drop("hours", id, strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	c.settings.Hours[id], c.named[own] = s, id
	if c.first == "" {
		c.first = id
	}
}

// other notes a thing that is no setting here.
func (c *converter) other(x object, why string) {
	name := x.text("name")
	for _, member := range []string{"title", "id", "_id"} {
		if name == "" {
			name = x.text(member)
		}
	}
	c.report = append(c.report, Note{Kind: "other", ID: shorten(name, 60), Outcome: Dropped, Why: []string{why}})
}

func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most-3], "") + "…"
}
