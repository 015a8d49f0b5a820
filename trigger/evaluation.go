package trigger

import (
	"slices"
	"strings"
	"time"
)

// scratch is the working memory of one evaluation, kept in a pool. What an epoch guards need not be cleared.
type scratch struct {
	set     *Set
	epoch   uint32
	visit   Visit
	history History

	now, horizon, started, entered int64

	facts    []fact
	page     address
	referrer address
	places   []string // of the page, once a veto has asked
	placed   bool
	moments  []string
	memo     []memo
	budget   int
	overrun  bool
	veto     bool // the tree at hand is a veto's

	known   []uint64 // rules the history has
	met     []uint64 // their slots
	marked  []int32  // the same as a list
	rules   []*Seen  // of those
	groups  []groupState
	all     *Seen
	extra   int  // firings of this evaluation that count in "all"
	blocked bool // a veto of everything holds
	plain   bool // nothing of the visitor's keeps back a plain slot of a rule not in the history
	vetoes  []int
	holds   []Hold
	next    int64
	stands  int64     // what expires is for
	expires time.Time // of prompts shown now
	again   []int32   // rules that fired
	flushed int       // how many of those are in the result
	waiting []int32   // slots that may wait for the clock, beyond what the anchors say
	done    []uint32  // of each rule, the epoch in which it needed no further look
	ripe    pile      // slots to be considered

	live    []cell     // what the columns so far have left
	rising  bool       // in ascending order
	left    []uint64   // the same while it is much
	blank   []uint64   // no bits, but within scratch.spread
	buffers [][]uint64 // for columns that make their mask
	found   []int32
}

// groupState says what the history and this evaluation have for a group.
type groupState struct {
	epoch   uint32
	blocked bool
	seen    *Seen
	extra   int
	busy    int64
}

func newScratch(s *Set) *scratch {
	sc := &scratch{
		set: s, facts: make([]fact, len(s.attrs)), memo: make([]memo, s.memos),
		rules: make([]*Seen, len(s.rules)), known: make([]uint64, (len(s.rules)+63)/64), done: make([]uint32, len(s.rules)), groups: make([]groupState, len(s.groups)),
		met: make([]uint64, s.index.words), ripe: newPile(len(s.index.slots)), left: make([]uint64, s.index.words), blank: make([]uint64, s.index.words), live: make([]cell, 0, s.index.words), buffers: make([][]uint64, s.index.buffers),
	}
	for i := range sc.buffers {
		sc.buffers[i] = make([]uint64, s.index.words)
	}
	return sc
}

// begin takes a visit and a history at an instant.
func (s *Set) begin(v Visit, h History, now time.Time) *scratch {
	sc := s.open(v, h, now)
	sc.readHistory()
	return sc
}

// open is begin for who may not need the history.
func (s *Set) open(v Visit, h History, now time.Time) *scratch {
	sc := s.pool.Get().(*scratch)
	if sc.epoch++; sc.epoch == 0 {
		*sc = *newScratch(s)
		sc.epoch = 1
	}
	sc.visit, sc.history = v, h
	sc.now, _ = nanos(now)
	sc.horizon = sc.now + int64(s.config.Horizon)
	sc.started, _ = nanos(v.Started)
	sc.entered, _ = nanos(v.Entered)
	sc.budget, sc.overrun, sc.veto = s.config.Budget, false, false
	sc.all, sc.extra, sc.blocked = nil, 0, false
	sc.vetoes, sc.holds = sc.vetoes[:0], append(sc.holds[:0], v.Holds...)
	sc.next, sc.stands = never, 0
	sc.again, sc.flushed, sc.waiting = sc.again[:0], 0, sc.waiting[:0]
	sc.page.read, sc.referrer.read, sc.placed = false, false, false
	return sc
}

// end gives the memory back and lets go of the visitor's data.
func (s *Set) end(sc *scratch) {
	sc.visit, sc.history, sc.all = Visit{}, History{}, nil
	clear(sc.places)
	s.pool.Put(sc)
}

// readHistory lays what the history has beside the rules and groups of the Set.
func (sc *scratch) readHistory() {
	for _, id := range sc.marked {
		clearBit(sc.known, int(id))
		sc.set.terms[id].clear(sc.met)
	}
	sc.marked = sc.marked[:0]
	for i := range sc.history.Seen {
		seen := &sc.history.Seen[i]
		if name, ok := strings.CutPrefix(seen.Scope, ruleScope); ok {
			sc.remember(seen, name)
		} else if name, ok := strings.CutPrefix(seen.Scope, "group:"); ok {
			if id, ok := sc.set.groups[name]; ok {
				sc.group(id).seen = seen
			}
		} else if seen.Scope == "all" {
			sc.all = seen
		}
	}
}

// remember lays what the history has of a rule beside it, and beside its group.
func (sc *scratch) remember(seen *Seen, name string) {
	if seen.Group != "" {
		if id, ok := sc.set.groups[seen.Group]; ok {
			g := sc.group(id)
			g.busy = max(g.busy, sc.busyUntil(seen))
		}
	}
	if id, ok := sc.set.byID[name]; ok {
		setBit(sc.known, int(id))
		sc.set.terms[id].set(sc.met)
		sc.marked = append(sc.marked, id)
		sc.rules[id] = seen
	}
}

// seen is what the history has of a rule, or nil.
func (sc *scratch) seen(rule int) *Seen {
	if sc.known[rule>>6]>>(rule&63)&1 == 0 {
		return nil
	}
	return sc.rules[rule]
}

func (sc *scratch) group(id int) *groupState {
	g := &sc.groups[id]
	if g.epoch != sc.epoch {
		*g = groupState{epoch: sc.epoch}
	}
	return g
}

// readMoments keeps the moments sorted as a list attribute; an event of a name is also an event.
func (sc *scratch) readMoments() []string {
	sc.moments = sc.moments[:0]
	for _, m := range sc.visit.Moments[:min(len(sc.visit.Moments), MaxMoments)] {
		if sc.moments = append(sc.moments, string(m)); strings.HasPrefix(string(m), "event:") && !slices.Contains(sc.moments, "event") {
			sc.moments = append(sc.moments, "event")
		}
	}
	return sc.moments
}
