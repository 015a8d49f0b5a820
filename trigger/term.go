package trigger

import "math"

// terms is what decides about nearly every candidate, next to each other in memory: most never touch their rule.
type terms struct {
	stands  int64 // the least that what it does stands in its own way
	deed    *deed // what it does, if there is no choice
	gid     int32
	slot    int32 // its first in the index
	slots   uint8
	shows   bool
	prompts bool // what it does, if there is no choice, is a prompt
	shared  bool // a rollout or variants
	dated   bool // it has bounds in time
	bare    bool // without history nothing but its group can keep it back
}

// layOut brings what firing needs together, in the order of firing.
func (s *Set) layOut() {
	n := 0
	s.stands = never
	for i := range s.rules {
		n += len(s.rules[i].choices)
	}
	slab := make([]choice, 0, n)
	s.terms = make([]terms, 0, len(s.rules))
	for i := range s.rules {
		r := &s.rules[i]
		at := len(slab)
		slab = append(slab, r.choices...)
		r.choices = slab[at:len(slab):len(slab)]
		s.terms = append(s.terms, r.terms())
		if len(r.choices) > 0 {
			s.stands = min(s.stands, s.terms[i].stands)
		}
	}
}

// keep is how many firings each scope has to remember: as many as the largest of its caps, and the last.
type keep struct {
	groups []int
	all    int
}

func newKeep(rules []rule, groups int) keep {
	k := keep{groups: make([]int, groups), all: 1}
	for i := range k.groups {
		k.groups[i] = 1
	}
	for i := range rules {
		for _, l := range rules[i].limits {
			switch l.scope {
			case inGroup:
				k.groups[l.group] = max(k.groups[l.group], l.max)
			case overall:
				k.all = max(k.all, l.max)
			}
		}
	}
	return k
}

func (keep) rule(r *rule) int {
	n := 1
	for _, l := range r.limits {
		if l.scope == ofRule {
			n = max(n, l.max)
		}
	}
	return n
}

func (r *rule) terms() terms {
	t := terms{dated: r.from != math.MinInt64 || r.until != never, gid: r.gid, shows: r.shows, shared: r.share != nil, bare: r.quiet == quiet{}}
	for _, l := range r.limits {
		t.bare = t.bare && l.scope == ofRule
	}
	if len(r.choices) == 1 {
		t.deed, t.prompts = &r.choices[0].deed, r.choices[0].prompts
	}
	for i := range r.choices {
		if s := r.choices[i].stands; i == 0 || s < t.stands {
			t.stands = s
		}
	}
	return t
}

// set sets the bits of a rule's slots, at most 16.
func (t *terms) set(m []uint64) {
	word, some := t.slot>>6, uint64(1)<<t.slots-1
	m[word] |= some << (t.slot & 63)
	if over := some >> (64 - t.slot&63); over != 0 {
		m[word+1] |= over
	}
}

// clear clears the words they are in.
func (t *terms) clear(m []uint64) {
	word := t.slot >> 6
	m[word] = 0
	if int(word)+1 < len(m) {
		m[word+1] = 0
	}
}
