package door

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
)

// Crowds is who accepts chats in each queue, by skills. It can be kept: each agent is added when
// they come and taken away when they go. So asking costs the same for any number of agents, and
// more only with the different sets of skills.
type Crowds map[chat.QueueID]map[string]*crowd

// crowd is those of one queue who accept chats and have the same skills, people and bots apart.
type crowd struct {
	skills       []chat.Skill
	people, bots places
}

// places is the capacities of some agents.
type places struct {
	fits map[int]int // how many have so large a capacity
	free map[int]int // how many have so many units left, of those who are offered a session from the start
}

// CountCrowds counts agents by queue.
func CountCrowds(agents []chat.Agent) Crowds {
	if len(agents) == 0 {
		return nil
	}
	cs := Crowds{}
	for _, a := range agents {
		cs.Add(a, 1)
	}
	return cs
}

// Add counts an agent; sign -1 takes the same agent away again. Who does not accept chats is
// nobody.
func (cs Crowds) Add(a chat.Agent, sign int) {
	if a.Removed || a.Mode != chat.Available {
		return
	}
	key := skillKey(a.Skills)
	for i, s := range a.Queues {
		// An agent who names a queue twice counts once in it.
		if slices.ContainsFunc(a.Queues[:i], func(o chat.Serves) bool { return o.Queue == s.Queue }) {
			continue
		}
		c := cs.of(s.Queue, key, a.Skills)
		if a.Bot {
			c.bots.add(a, s, sign)
		} else {
			c.people.add(a, s, sign)
		}
		if len(c.people.fits)+len(c.bots.fits) > 0 {
			continue
		}
		// The last one takes the crowd away, so nothing is kept of skills that nobody has.
		if delete(cs[s.Queue], key); len(cs[s.Queue]) == 0 {
			delete(cs, s.Queue)
		}
	}
}

// Covers reports whether somebody who is counted could serve whatever an agent could who is not:
// one of the same sort, with the same skills, in each of the agent's queues.
func (cs Crowds) Covers(a chat.Agent) bool {
	key := skillKey(a.Skills)
	for _, s := range a.Queues {
		c := cs.at(s.Queue, key)
		sort := c.people
		if a.Bot {
			sort = c.bots
		}
		if sort.fit(a.Capacity) == 0 {
			return false
		}
	}
	return true
}

// of returns a crowd that may be added to.
func (cs Crowds) of(q chat.QueueID, key string, skills []chat.Skill) *crowd {
	if cs[q] == nil {
		cs[q] = map[string]*crowd{}
	}
	if cs[q][key] == nil {
		cs[q][key] = &crowd{slices.Clone(skills), places{map[int]int{}, map[int]int{}}, places{map[int]int{}, map[int]int{}}}
	}
	return cs[q][key]
}

// at returns a crowd to be looked at; it may have nobody.
func (cs Crowds) at(q chat.QueueID, key string) crowd {
	if c := cs[q][key]; c != nil {
		return *c
	}
	return crowd{}
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

// add counts an agent by what they could have in a queue.
func (p places) add(a chat.Agent, in chat.Serves, sign int) {
	count(p.fits, a.Capacity, sign)
	if free := a.Free(); free > 0 && in.Delay <= 0 {
		count(p.free, free, sign)
	}
}

// count adds to a number, and drops it at zero: so an empty map says that there is nobody.
func count(of map[int]int, n, sign int) {
	if of[n] += sign; of[n] == 0 {
		delete(of, n)
	}
}

// fit returns how many could have a session of a weight, doing nothing else.
func (p places) fit(weight int) (sum int) {
	for capacity, n := range p.fits {
		if capacity >= weight {
			sum += n
		}
	}
	return sum
}

// left returns how many could be offered a session of a weight now, and the units that they have
// left.
func (p places) left(weight int) (able, units int) {
	for free, n := range p.free {
		if free >= weight {
			able, units = able+n, units+free*n
		}
	}
	return able, units
}
