package replica

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// Headcount is who serves a queue now, people and bots apart.
type Headcount struct{ People, Bots Heads }

// Heads counts agents of one sort who serve a queue.
type Heads struct {
	Available int // accepting chats, whether there is room or not
	Able      int // available, with room for one more
	Free      int // units of capacity that could be offered
}

// Headcounts is the headcount of each queue that somebody serves. It is kept: each agent's record is added when it comes and
// taken away when it goes, so that asking costs the same for any number of agents.
type Headcounts map[chat.QueueID]Headcount

// CountHeads counts agents by queue.
func CountHeads(agents []chat.Agent) Headcounts {
	counts := Headcounts{}
	for _, a := range agents {
		counts.add(a, 1)
	}
	return counts
}

// add counts an agent; sign -1 takes the same agent away again.
func (cs Headcounts) add(a chat.Agent, sign int) {
	if a.Removed || a.Mode != chat.Available {
		return
	}
	h := Heads{Available: sign, Free: sign * a.Free()}
	if h.Free != 0 {
		h.Able = sign
	}
	for i, s := range a.Queues {
		if slices.ContainsFunc(a.Queues[:i], func(o chat.Serves) bool { return o.Queue == s.Queue }) {
			continue
		}
		c := cs[s.Queue]
		if a.Bot {
			c.Bots = c.Bots.plus(h)
		} else {
			c.People = c.People.plus(h)
		}
		if cs[s.Queue] = c; c == (Headcount{}) {
			delete(cs, s.Queue)
		}
	}
}

func (h Heads) plus(o Heads) Heads {
	return Heads{h.Available + o.Available, h.Able + o.Able, h.Free + o.Free}
}
