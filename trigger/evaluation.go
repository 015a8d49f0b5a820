package trigger

import (
	"slices"
	"strings"
	"time"
)

// evaluation is the work of one [Set.Eval], and the memory for it. A Set keeps finished ones in a
// pool, so that evaluating allocates nothing. It comes in four steps, each in a file of its name:
//
//  1. narrow: find the slots that no column rules out (see index). What remains lies in live, as words of a mask.
//  2. consider: look at those slots in the order of firing. A slot with open literals tests them; then the term of its rule
//     and the history decide whether the rule may fire now. Vetoes come first, because rules are sorted that way.
//  3. wait: from the slots that only the clock keeps back, find the earliest instant at which one could fire. That is next.
//  4. ending: find open prompts that must go, and the instant at which the next one must.
//
// The words that have one meaning throughout:
//
//   - slot: one alternative of a rule's condition, when that is written as an "any" of "all"s.
//   - column: what the index knows about one attribute. It answers which slots a value does not rule out.
//   - term: the few facts about a rule that decide most cases, packed together in memory.
//   - stands: how long what a rule did keeps the other rules of its group from firing.
//   - veto: a Suppress rule whose condition holds.
//   - untimed: what the clock alone cannot change. Only timed literals can make a waiting slot true later.
//
// Instants are nanoseconds since 1970; never is the one that does not come. A field with an epoch
// beside it counts only if that is the evaluation's own epoch, so nothing of that kind has to be
// cleared between two evaluations.
type evaluation struct {
	set     *Set
	epoch   uint32 // number of this evaluation, in this memory
	visit   Visit
	history History

	now     int64
	horizon int64 // Next is not looked for beyond it
	started int64 // when the visit began
	entered int64 // when the page was entered

	// What is read from the visit, on demand.
	facts    []fact // by attribute
	page     address
	referrer address
	places   []string // of the page, once a veto asked for them; see places
	placed   bool     // places is valid
	moments  []string
	memo     []memo // verdicts of patterns
	budget   budget // what patterns may still cost
	veto     bool   // the tree under test is a veto's

	// What the history says about the rules of the Set; see readHistory.
	knownRules []uint64     // the rules that the history mentions, one bit each
	knownSlots []uint64     // the slots of those rules
	knownList  []int32      // those rules as a list, to clear the bits again
	rules      []*Seen      // by rule; valid where knownRules has the bit
	groups     []groupState // by group
	all        *Seen        // of the scope "all"

	// What this evaluation found.
	blocked  bool      // a veto of everything holds
	mayBatch bool      // fireBatch may be used: the visitor has no chat open and is not in the holdout
	vetoes   []int     // rules whose veto holds, or may come to hold
	holds    []Hold    // of the visit
	next     int64     // the earliest instant found at which something could change
	shownNow int       // firings that count in the scope "all"
	firing   []int32   // rules that fired, in order
	flushed  int       // how many of firing are in the result; fireBatch adds the others
	waiting  []int32   // slots that were considered in vain, but that the clock may help
	done     []uint32  // by rule: the epoch in which one of its slots decided it
	queue    slotQueue // slots to be considered, when live is not in the order of firing
	stands   int64     // the length of time that expires was computed for
	expires  time.Time

	narrowing
}

// narrowing is what an evaluation works on while it finds the slots that may fire.
type narrowing struct {
	live    []cell     // the words of the mask in which slots remain
	rising  bool       // live ascends
	left    []uint64   // the mask itself, while most of its words have slots
	blank   []uint64   // a mask without bits; textColumn.spread borrows it and cleans it again
	buffers [][]uint64 // one for each column that has to make its mask
	found   []int32    // what a text or list column found
	extra   []int32    // slots to be considered that no column knows; see beside
}

// groupState is what the history and this evaluation say about a group.
type groupState struct {
	epoch    uint32
	blocked  bool  // a veto of this group holds
	seen     *Seen // of the group's scope
	firedNow int   // firings of this evaluation
	busy     int64 // until when something stands in the group
}

// newEvaluation makes room for everything that an evaluation of a Set may need. Sets keep those that
// are done with in a pool, so that an evaluation allocates nothing.
func newEvaluation(s *Set) *evaluation {
	words := s.index.words
	ev := &evaluation{
		set: s, facts: make([]fact, len(s.attrs)), memo: make([]memo, s.memos),
		rules: make([]*Seen, len(s.rules)), knownRules: make([]uint64, (len(s.rules)+63)/64),
		done: make([]uint32, len(s.rules)), groups: make([]groupState, len(s.groups)),
		knownSlots: make([]uint64, len(s.index.batchable)), queue: newSlotQueue(len(s.index.slots)),
	}
	ev.left, ev.blank = make([]uint64, words), make([]uint64, words)
	ev.live, ev.buffers = make([]cell, 0, words), make([][]uint64, s.index.buffers)
	for i := range ev.buffers {
		ev.buffers[i] = make([]uint64, words)
	}
	return ev
}

// beginEvaluation starts an evaluation and reads the history at once.
func (s *Set) beginEvaluation(v Visit, h History, now time.Time) *evaluation {
	ev := s.openEvaluation(v, h, now)
	ev.readHistory()
	return ev
}

// openEvaluation starts an evaluation. The history is not read yet: most visits leave no slot, and
// need none of it.
func (s *Set) openEvaluation(v Visit, h History, now time.Time) *evaluation {
	ev := s.pool.Get().(*evaluation)
	if ev.epoch++; ev.epoch == 0 {
		*ev = *newEvaluation(s)
		ev.epoch = 1
	}
	ev.visit, ev.history = v, h
	if ev.history.ahead(now.Add(clocksDiffer)) {
		ev.history = h.sane(now)
	}
	ev.now, _ = nanos(now)
	ev.horizon = ev.now + int64(s.config.Horizon)
	ev.started, _ = nanos(v.Started)
	ev.entered, _ = nanos(v.Entered)
	ev.budget, ev.veto = budget{left: s.config.Budget}, false
	ev.all, ev.shownNow, ev.blocked = nil, 0, false
	ev.vetoes, ev.holds = ev.vetoes[:0], append(ev.holds[:0], v.Holds...)
	ev.next, ev.stands = never, 0
	ev.firing, ev.flushed, ev.waiting = ev.firing[:0], 0, ev.waiting[:0]
	ev.page.read, ev.referrer.read, ev.placed = false, false, false
	return ev
}

// endEvaluation gives the memory back to the pool, without the visitor's data.
func (s *Set) endEvaluation(ev *evaluation) {
	ev.visit, ev.history, ev.all = Visit{}, History{}, nil
	clear(ev.places)
	s.pool.Put(ev)
}

// readHistory lays what the history says beside the rules and groups of the Set.
func (ev *evaluation) readHistory() {
	for _, id := range ev.knownList {
		clearBit(ev.knownRules, int(id))
		ev.set.terms[id].clear(ev.knownSlots)
	}
	ev.knownList = ev.knownList[:0]
	for i := range ev.history.Seen {
		seen := &ev.history.Seen[i]
		if name, ok := strings.CutPrefix(seen.Scope, ruleScope); ok {
			ev.remember(seen, name)
		} else if name, ok := strings.CutPrefix(seen.Scope, "group:"); ok {
			if id, ok := ev.set.groups[name]; ok {
				ev.group(id).seen = seen
			}
		} else if seen.Scope == "all" {
			ev.all = seen
		}
	}
}

// remember keeps what the history says about a rule, and that its last prompt may stand in its
// group.
func (ev *evaluation) remember(seen *Seen, name string) {
	if seen.Group != "" {
		if id, ok := ev.set.groups[seen.Group]; ok {
			g := ev.group(id)
			g.busy = max(g.busy, ev.busyUntil(seen))
		}
	}
	if id, ok := ev.set.byID[name]; ok {
		setBit(ev.knownRules, int(id))
		ev.set.terms[id].set(ev.knownSlots)
		ev.knownList = append(ev.knownList, id)
		ev.rules[id] = seen
	}
}

// seen returns what the history says about a rule, or nil.
func (ev *evaluation) seen(rule int) *Seen {
	if ev.knownRules[rule>>6]>>(rule&63)&1 == 0 {
		return nil
	}
	return ev.rules[rule]
}

// group returns the state of a group, cleared if it is of an earlier evaluation.
func (ev *evaluation) group(id int) *groupState {
	g := &ev.groups[id]
	if g.epoch != ev.epoch {
		*g = groupState{epoch: ev.epoch}
	}
	return g
}

// readMoments returns the moments of the visit as a list attribute. An event with a name is also an
// event without one.
func (ev *evaluation) readMoments() []string {
	ev.moments = ev.moments[:0]
	for _, m := range ev.visit.Moments[:min(len(ev.visit.Moments), MaxMoments)] {
		if ev.moments = append(ev.moments, string(m)); strings.HasPrefix(string(m), "event:") && !slices.Contains(ev.moments, "event") {
			ev.moments = append(ev.moments, "event")
		}
	}
	return ev.moments
}
