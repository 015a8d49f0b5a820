package trigger

import "math"

// term is what decides about nearly every slot that is considered: a small part of its rule. The
// terms of all rules lie next to each other in memory, in the order of firing, so that most
// evaluations never touch a rule.
type term struct {
	stands     int64    // how long a firing keeps the group's other rules from firing; the least, where there is a choice
	outcome    *outcome // what it does; nil where variants leave a choice
	gid        int32    // its group, or -1
	slot       int32    // its first slot in the index
	slots      uint8    // how many it has, at most 16
	shows      bool     // the visitor sees what it does
	prompts    bool     // outcome is a prompt
	shared     bool     // only a share of the visitors gets it: a rollout or variants
	dated      bool     // it has From or Until
	unhindered bool     // while the history does not mention it, only its group and the bounds above can keep it from firing
}

// gatherTerms makes the terms, and moves the choices of rules that are new into one slice, in the
// order of firing. Those of rules that another Set has as well stay where they are.
func (s *Set) gatherTerms() {
	n := 0
	s.stands = never
	for _, r := range s.rules {
		if !r.settled {
			n += len(r.choices)
		}
	}
	// One slice for all of them: a look goes through the choices of rules that lie side by side.
	slab := make([]choice, 0, n)
	s.terms = make([]term, 0, len(s.rules))
	for i := range s.rules {
		r := s.rules[i]
		if at := len(slab); !r.settled {
			slab = append(slab, r.choices...)
			r.choices, r.settled = slab[at:len(slab):len(slab)], true
		}
		s.terms = append(s.terms, r.term())
		if len(r.choices) > 0 {
			s.stands = min(s.stands, s.terms[i].stands)
		}
	}
}

// keep says how many firings each scope has to remember: as many as its largest cap counts, and at
// least the last one.
type keep struct {
	groups []int
	all    int
}

// newKeep looks at the limits of all rules: a firing of one counts against the limits of others.
func newKeep(rules []*rule, groups int) keep {
	k := keep{groups: make([]int, groups), all: 1}
	for i := range k.groups {
		k.groups[i] = 1
	}
	for i := range rules {
		// Rules that are switched off count too: switched on again, their caps are as right as if
		// they had been on.
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

// rule returns how many firings of a rule by itself have to be remembered.
func (keep) rule(r *rule) int {
	n := 1
	for _, l := range r.limits {
		if l.scope == ofRule {
			n = max(n, l.max)
		}
	}
	return n
}

// term packs the facts of a compiled rule.
func (r *rule) term() term {
	t := term{dated: r.from != math.MinInt64 || r.until != never, gid: r.gid, shows: r.shows, shared: r.share != nil, unhindered: r.quiet.none()}
	for _, l := range r.limits {
		// A limit that counts other rules' firings may be used up before this rule ever fired.
		t.unhindered = t.unhindered && l.scope == ofRule
	}
	if len(r.choices) == 1 {
		t.outcome, t.prompts = &r.choices[0].outcome, r.choices[0].prompts
	}
	for i := range r.choices {
		if s := r.choices[i].stands; i == 0 || s < t.stands {
			t.stands = s
		}
	}
	return t
}

// set sets the bits of the rule's slots, which are at most 16 and so lie in at most two words.
func (t *term) set(m []uint64) {
	word, some := t.slot>>6, uint64(1)<<t.slots-1
	m[word] |= some << (t.slot & 63)
	// What is shifted out of the first word belongs into the second.
	if over := some >> (64 - t.slot&63); over != 0 {
		m[word+1] |= over
	}
}

// clear sets to zero the whole words of m in which the term's bits are.
func (t *term) clear(m []uint64) {
	word := t.slot >> 6
	m[word] = 0
	if int(word)+1 < len(m) {
		// Bits of other rules in these words go too: readHistory clears all of them before it sets
		// any.
		m[word+1] = 0
	}
}
