package replica

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
)

// crowd is the people of one queue who accept chats and have the same skills.
type crowd struct {
	skills []chat.Skill
	fits   map[int]int // how many have so large a capacity
	free   map[int]int // how many have so many units left, of those who are offered a session from the start
}

// Crowds is the people who accept chats in each queue, by skills. It is kept as Headcounts is: asking costs the same for any
// number of agents, and more only with the different sets of skills.
type Crowds map[chat.QueueID]map[string]*crowd

// CountCrowds counts agents by queue, one of them left out.
func CountCrowds(agents []chat.Agent, except chat.AgentID) Crowds {
	cs := Crowds{}
	for _, a := range agents {
		if a.ID != except {
			cs.add(a, 1)
		}
	}
	return cs
}

// add counts an agent; sign -1 takes the same agent away again. A bot is nobody, and so is who does not accept chats.
func (cs Crowds) add(a chat.Agent, sign int) {
	if a.Bot || a.Removed || a.Mode != chat.Available {
		return
	}
	key := skillKey(a.Skills)
	for i, s := range a.Queues {
		if slices.ContainsFunc(a.Queues[:i], func(o chat.Serves) bool { return o.Queue == s.Queue }) {
			continue
		}
		if cs[s.Queue] == nil {
			cs[s.Queue] = map[string]*crowd{}
		}
		c := cs[s.Queue][key]
		if c == nil {
			c = &crowd{slices.Clone(a.Skills), map[int]int{}, map[int]int{}}
			cs[s.Queue][key] = c
		}
		count(c.fits, a.Capacity, sign)
		if free := a.Free(); free > 0 && s.Delay <= 0 {
			count(c.free, free, sign)
		}
		if len(c.fits) > 0 {
			continue
		}
		if delete(cs[s.Queue], key); len(cs[s.Queue]) == 0 {
			delete(cs, s.Queue)
		}
	}
}

func count(of map[int]int, n, sign int) {
	if of[n] += sign; of[n] == 0 {
		delete(of, n)
	}
}

// skillKey is the same for the same skills in any order.
func skillKey(skills []chat.Skill) string {
	sorted := slices.SortedFunc(slices.Values(skills), func(a, b chat.Skill) int { return strings.Compare(a.Name, b.Name) })
	var key []byte
	for _, s := range sorted {
		key = binary.AppendUvarint(key, uint64(len(s.Name)))
		key = binary.AppendVarint(append(key, s.Name...), int64(s.Level))
	}
	return string(key)
}

// fitsAny reports whether somebody of the crowd could have a session of a weight, doing nothing else.
func (c *crowd) fitsAny(weight int) bool {
	for capacity := range c.fits {
		if capacity >= weight {
			return true
		}
	}
	return false
}

// unitsFor returns the units that could be offered to sessions of a weight now.
func (c *crowd) unitsFor(weight int) (sum int) {
	for units, n := range c.free {
		if units >= weight {
			sum += units * n
		}
	}
	return sum
}
