package routing

import (
	"encoding/binary"
	"slices"
	"strings"
)

// queue is a Queue, and what waits in it.
type queue struct {
	Queue
	unlisted  bool // the config lists queues, and this is none of them
	classes   []*class
	waiting   int  // in a line
	size      int  // queued and offered
	full      bool // reached Limit and not yet down to Reopen
	roster    *roster
	overLimit bool // in Router.over
}

// queueOf returns a queue by its id. An id that the config does not list is a queue with defaults
// if the config lists none; otherwise there is no such queue.
func (r *Router) queueOf(id string) *queue {
	if q := r.queues[id]; q != nil {
		return q
	}
	q := &queue{Queue: Queue{ID: id}.withDefaults(r.cfg), unlisted: len(r.cfg.Queues) > 0, roster: r.rosterOf(id)}
	r.queues[id] = q
	return q
}

// channelOf returns a channel by its id, where "" is the first, and whether there is one.
func (r *Router) channelOf(id string) (Channel, bool) {
	if id == "" {
		return r.cfg.Channels[0], true
	}
	for _, c := range r.cfg.Channels {
		if c.ID == id {
			return c, true
		}
	}
	return Channel{ID: id, Weight: 1}, false
}

// enter puts a request into the line of the class it belongs to now.
func (r *Router) enter(q *request, now int64) {
	c := r.classOf(q, now)
	c.line.add(q.place())
	c.queue.waiting++
	if len(q.fact.Exclude) > 0 {
		r.barred++
	}
	q.class = c
	r.languages.wait(q, now)
	r.markChanged(c)
}

// leave takes a request out of its line.
func (r *Router) leave(q *request) {
	if q.class == nil {
		return
	}
	c := q.class
	c.line.remove(q.place())
	c.queue.waiting--
	if len(q.fact.Exclude) > 0 {
		r.barred--
	}
	q.class = nil
	r.languages.leave(q)
	// No other request is likely to prefer the same agent, with the same requirements.
	if c.only != "" && c.line.n == 0 {
		r.dropClass(c)
	}
}

// reclass moves a request to the class of its present ring, delay and preference. Its place stays
// the same.
func (r *Router) reclass(q *request, now int64) {
	if q.class == nil {
		return
	}
	if string(r.keyOf(q, now)) == q.class.key {
		r.markChanged(q.class)
		return
	}
	r.leave(q)
	r.enter(q, now)
}

// markChanged marks a class for the next match.
func (r *Router) markChanged(c *class) {
	if !c.changed {
		c.changed = true
		r.changed = append(r.changed, c)
	}
}

// sticky reports whether only the preferred agent is considered.
func (r *Router) sticky(q *request, now int64) bool {
	a := q.prefers
	return a != nil && now < nano(q.fact.PreferUntil) && a.known && a.fact.Mode == Available && !a.fact.Never &&
		!r.graceOver(a, now) && !q.bars(a, now)
}

// asked is memory that is used again.
//
// minima and keyOf run for each request that changes, and mostly find a class that is there.
type asked struct {
	need  []Skill
	extra []string
	key   []byte
}

// minima returns the skills required at the request's ring, sorted and each once, and the further
// queues that this ring reaches. Both are valid until the next call.
func (r *Router) minima(q *request) (need []Skill, extra []string) {
	need, extra = r.need[:0], r.extra[:0]
	for _, s := range q.fact.Skills {
		s.Level = max(s.Level, 1)
		if i := slices.IndexFunc(need, func(n Skill) bool { return n.Name == s.Name }); i >= 0 {
			need[i].Level = max(need[i].Level, s.Level)
		} else {
			need = append(need, s)
		}
	}
	for i := range min(q.ring, len(q.queue.Rings)) {
		ring := &q.queue.Rings[i]
		need = slices.DeleteFunc(need, func(s Skill) bool { return ring.Anyone || slices.Contains(ring.Drop, s.Name) })
		for j := range need {
			need[j].Level = max(1, need[j].Level-ring.Lower)
		}
		for _, id := range ring.Queues {
			if id != q.queue.ID && !slices.Contains(extra, id) {
				extra = append(extra, id)
			}
		}
	}
	slices.SortFunc(need, func(a, b Skill) int { return strings.Compare(a.Name, b.Name) })
	r.need, r.extra = need, extra
	return need, extra
}

// keyOf returns the key of the class that a request belongs to now. It is valid until the next
// call.
func (r *Router) keyOf(q *request, now int64) []byte {
	need, extra := r.minima(q)
	k := r.key[:0]
	k = appendString(k, q.queue.ID)
	k = appendString(k, q.channel)
	k = binary.AppendVarint(k, int64(q.weight))
	k = binary.AppendVarint(k, int64(len(need)))
	for _, s := range need {
		k = appendString(k, s.Name)
		k = binary.AppendVarint(k, int64(s.Level))
	}
	if r.sticky(q, now) {
		k = appendString(append(k, 1), q.fact.Prefer)
	} else {
		over, _ := r.helpFor(q, now)
		k = binary.AppendVarint(append(k, 0), int64(over))
		k = appendString(k, q.languageNow(r, over, now))
	}
	for _, id := range extra {
		k = appendString(k, id)
	}
	r.key = k
	return k
}

// appendString appends a text with its length, so that no two lists of texts make the same key.
func appendString(k []byte, s string) []byte {
	return append(binary.AppendUvarint(k, uint64(len(s))), s...)
}
