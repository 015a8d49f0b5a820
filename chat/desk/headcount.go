package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// headcount is who serves a queue now, people and bots apart.
type headcount struct{ people, bots heads }

// heads counts agents of one sort who serve a queue.
type heads struct {
	available int // accepting chats, whether there is room or not
	able      int // available, with room for one more
	free      int // units of capacity that could be offered
}

// headcounts is the headcount of each queue that somebody serves. It is kept: each agent's record is added when it comes and
// taken away when it goes, so that asking costs the same for any number of agents.
type headcounts map[chat.QueueID]headcount

// add counts an agent; sign -1 takes the same agent away again.
func (cs headcounts) add(a chat.Agent, sign int) {
	if a.Removed || a.Mode != chat.Available {
		return
	}
	h := heads{available: sign, free: sign * a.Free()}
	if h.free != 0 {
		h.able = sign
	}
	for i, s := range a.Queues {
		if slices.ContainsFunc(a.Queues[:i], func(o chat.Serves) bool { return o.Queue == s.Queue }) {
			continue
		}
		c := cs[s.Queue]
		if a.Bot {
			c.bots = c.bots.plus(h)
		} else {
			c.people = c.people.plus(h)
		}
		if cs[s.Queue] = c; c == (headcount{}) {
			delete(cs, s.Queue)
		}
	}
}

func (h heads) plus(o heads) heads {
	return heads{h.available + o.available, h.able + o.able, h.free + o.free}
}

// staff answers for each queue who serves it: from this node's picture, or from the store while there is none.
type staff struct {
	image  *image
	counts headcounts
	people crowds
}

func (d *Desk) staff(ctx context.Context) (staff, error) {
	if d.room.image.isLoaded() {
		return staff{image: &d.room.image}, nil
	}
	team, err := d.allAgents(ctx)
	return staff{counts: team.count(), people: team.crowds("")}, err
}

// serves finds out whether people are there for a session, and the units that could be offered to such ones now.
func (s staff) serves(d demand) (chat.Staff, int) {
	if s.image == nil {
		return d.among(s.people)
	}
	s.image.mu.Lock()
	defer s.image.mu.Unlock()
	return d.among(s.image.people)
}

// of is the headcount of a queue.
func (s staff) of(q chat.QueueID) headcount {
	if s.image == nil {
		return s.counts[q]
	}
	s.image.mu.Lock()
	defer s.image.mu.Unlock()
	return s.image.heads[q]
}
