package invite

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// standing is one prompt.
type standing struct {
	queue chat.QueueID
	rule  string
	seen  time.Time // when its visitor was last heard of
	from  time.Time // since when it stands, as far as this node knows
}

// held are the prompts that stand. They are counted by queue and rule, because each prompt that is
// asked for has to fit in beside them: that costs as much as there are rules, however many stand.
type held struct {
	all   map[string]standing // by the prompt's id
	count map[chat.QueueID]map[string]int
}

func newHeld() held {
	return held{all: map[string]standing{}, count: map[chat.QueueID]map[string]int{}}
}

// put enters a prompt, or says something else of one.
func (h held) put(id string, s standing) {
	h.remove(id)
	h.all[id] = s
	rules := h.count[s.queue]
	if rules == nil {
		rules = map[string]int{}
		h.count[s.queue] = rules
	}
	rules[s.rule]++
}

// remove strikes a prompt out, if it is there.
func (h held) remove(id string) {
	s, ok := h.all[id]
	if !ok {
		return
	}
	delete(h.all, id)
	rules := h.count[s.queue]
	if rules[s.rule]--; rules[s.rule] == 0 {
		delete(rules, s.rule)
	}
	if len(rules) == 0 {
		delete(h.count, s.queue)
	}
}
