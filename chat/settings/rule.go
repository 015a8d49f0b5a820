package settings

import (
	"errors"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Rule is one rule that shows prompts.
type Rule struct {
	Rule     trigger.Rule `json:"rule"`
	Revision Revision     `json:"-"`
}

// unset are attributes of package trigger that no desk ever sets. A rule that asks for one could
// never fire.
var unset = []string{"visitor.country", "visitor.region", "visitor.city", "visitor.ip", "visitor.tags"}

// undone are actions of package trigger that no desk ever does.
var undone = []trigger.ActionType{trigger.AddTag, trigger.Open, trigger.Form, trigger.Link, trigger.Host}

// Check refuses a rule that sends visitors to an unknown queue, asks for what a desk never
// sets, or wants done what a desk never does. Package trigger checks everything else.
func (x Rule) Check(at string, known Known) error {
	r := x.Rule
	var f faults
	do := slices.Clone(r.Do)
	for _, v := range r.Variants {
		do = append(do, v.Do...)
	}
	for _, a := range do {
		f.when(a.Type == trigger.SetQueue && !known.HasQueue(chat.QueueID(a.Queue)), below(at, "do.queue"),
			"there is no queue %q", a.Queue)
		f.when(slices.Contains(undone, a.Type), below(at, "do.type"),
			"a desk does not do %q; it does prompt and queue", a.Type)
		for _, text := range a.Text {
			for _, attr := range unset {
				f.when(strings.Contains(text, "{"+attr), below(at, "do.text"),
					"a desk never sets %s", attr)
			}
		}
	}
	for _, attr := range unset {
		f.when(asks(r.When, attr), below(at, "when"), "a desk never sets %s", attr)
		f.when(r.Rollout != nil && r.Rollout.By == attr, below(at, "rollout.by"),
			"a desk never sets %s", attr)
	}
	return errors.Join(f...)
}

// asks reports whether a condition depends on an attribute.
func asks(c trigger.Cond, attr string) bool {
	in := func(c trigger.Cond) bool { return asks(c, attr) }
	return c.Attr == attr || slices.ContainsFunc(c.All, in) || slices.ContainsFunc(c.Any, in) || c.Not != nil && in(*c.Not)
}
