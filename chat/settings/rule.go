package settings

import (
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Rule is one rule that shows prompts, or sorts the sessions that begin: see trigger.OnStart.
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
	sorts := trigger.OnStart.Of(&r) || trigger.OnMessage.Of(&r)
	do := slices.Clone(r.Do)
	for _, v := range r.Variants {
		do = append(do, v.Do...)
	}
	for _, a := range do {
		f.when(a.Type == trigger.SetQueue && !known.HasQueue(chat.QueueID(a.Queue)), below(at, "do.queue"),
			"there is no queue %q", a.Queue)
		f.when(!sorts && slices.Contains(undone, a.Type), below(at, "do.type"),
			"a desk does not do %q; it does prompt and queue", a.Type)
		for name, s := range map[string]string{"do.tag": a.Tag, "do.skill": a.Skill} {
			f.when(len(s) > maxTag, below(at, name), "%d characters, at most %d", len(s), maxTag)
		}
		if a.Type == trigger.AddNote {
			for lang, text := range a.Text {
				f.add(chat.CheckText(below(at, fmt.Sprintf("do.text.%s", lang)), text))
			}
		}
	}
	return errors.Join(f...)
}

// maxTag is how many characters a tag of a session has at most, and the name of a skill.
const maxTag = 32
