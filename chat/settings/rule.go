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

// Check refuses a rule that sends visitors to an unknown queue, or says more of a session than it
// can hold. Package trigger checks everything else.
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
