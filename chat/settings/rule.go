package settings

import (
	"errors"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Rule is one rule that shows prompts.
type Rule struct {
	Rule     trigger.Rule `json:"rule"`
	Revision Revision     `json:"-"`
}

// undone are actions of package trigger that no desk ever does.
var undone = []trigger.ActionType{trigger.AddTag, trigger.Open, trigger.Form, trigger.Link, trigger.Host}

// Check refuses a rule that sends visitors to an unknown queue, or wants done what a desk never
// does. Package trigger checks everything else.
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
	}
	return errors.Join(f...)
}
