package routing

import (
	"maps"
	"slices"
	"time"
)

// rates learns how fast agents complete at each load, and how fast visitors of
// a queue give up. All sums are whole numbers, so that they do not depend on
// when they were taken.
type rates struct {
	level [maxLoad + 1]levelRate
	done  int // in all levels, to halve at
	line  map[string]*lineRate
}

const (
	maxLoad   = 32 // higher loads count as this one
	memory    = 2000
	knownFrom = 20 // completions from which the rates are believed
)

// levelRate is what agents did with a load.
type levelRate struct {
	busy time.Duration
	done int
}

// lineRate is what visitors of a queue did.
type lineRate struct {
	waited time.Duration
	left   int
}

// agent accounts for an agent's time since the last change of load. It comes
// before every such change.
func (t *rates) agent(a *agent, now int64) {
	if a.known && a.used > 0 && a.counted < now && a.counted != 0 {
		t.level[min(a.used, maxLoad)].busy += time.Duration(now - a.counted)
	}
	if a.counted != now {
		a.counted, a.before = now, a.used
	}
	a.before = max(a.before, a.used)
}

// open remembers what a request was before its record changes.
func (t *rates) open(r *Router, q *request) {
	q.was = history{}
	if !q.known {
		return
	}
	q.was = history{known: true, phase: q.fact.Phase, agent: q.fact.Agent, queue: q.fact.Queue, since: q.since}
	q.was.dismissed = q.locked() && q.pending[0].Kind == GiveUp
}

// history is what a request was before its record changed.
type history struct {
	known, dismissed bool
	phase            Phase
	agent, queue     string
	since            int64
}

func (h history) waited() bool { return h.known && h.phase <= Offered }
func (h history) worked() bool { return h.known && (h.phase == Active || h.phase == Held) }

// close accounts for a changed record.
func (t *rates) close(r *Router, q *request, now int64) {
	f := &q.fact
	if q.was.waited() && (f.Phase > Offered || f.Queue != q.was.queue || q.since != q.was.since) {
		t.wait(q.was, now, false)
	}
	if q.was.worked() && f.Phase == Wrapping {
		t.complete(r, q.was.agent, now)
	}
}

// end accounts for a request that is over.
func (t *rates) end(r *Router, q *request, now int64) {
	if q.was.waited() {
		t.wait(q.was, now, !q.was.dismissed)
	}
	if q.was.worked() {
		t.complete(r, q.was.agent, now)
	}
}

func (t *rates) wait(h history, now int64, left bool) {
	l := t.line[h.queue]
	if l == nil {
		if t.line == nil {
			t.line = map[string]*lineRate{}
		}
		l = &lineRate{}
		t.line[h.queue] = l
	}
	l.waited += time.Duration(max(0, now-h.since))
	if left {
		l.left++
	}
	if l.left > memory {
		l.left, l.waited = l.left/2, l.waited/2
	}
}

// complete counts a completion at the load the agent had before it.
func (t *rates) complete(r *Router, agent string, now int64) {
	a := r.agents[agent]
	if a == nil || !a.known {
		return
	}
	load := a.used
	if a.counted == now {
		load = max(load, a.before)
	}
	if load == 0 {
		return
	}
	t.level[min(load, maxLoad)].done++
	if t.done++; t.done <= memory {
		return
	}
	for _, a := range r.agents { // the past counts for less and less
		t.agent(a, now)
	}
	t.done = 0
	for i := range t.level {
		t.level[i].busy /= 2
		t.level[i].done /= 2
		t.done += t.level[i].done
	}
}

// at is the completions per second of an agent with a load, from the nearest
// load known: less in proportion, or no more than a lighter one's.
func (t *rates) at(load int) float64 {
	load = min(max(load, 1), maxLoad)
	for d := range maxLoad {
		for _, l := range [2]int{load - d, load + d} {
			if l >= 1 && l <= maxLoad && t.level[l].done >= 5 && t.level[l].busy > 0 {
				rate := float64(t.level[l].done) / t.level[l].busy.Seconds()
				return rate * min(1, float64(load)/float64(l))
			}
		}
	}
	return 0
}

// impatience is the rate per second at which one who waits in a queue gives up.
func (t *rates) impatience(queue string) float64 {
	l := t.line[queue]
	if l == nil || l.waited <= 0 {
		return 0
	}
	return float64(l.left) / l.waited.Seconds()
}

func (t *rates) save(s *State) {
	for i, l := range t.level {
		if l != (levelRate{}) {
			s.Levels = append(s.Levels, LevelRate{i, l.busy, l.done})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.line)) {
		s.Lines = append(s.Lines, LineRate{id, t.line[id].waited, t.line[id].left})
	}
}

func (t *rates) load(s State) {
	*t = rates{line: map[string]*lineRate{}}
	for _, l := range s.Levels {
		if l.Load >= 0 && l.Load <= maxLoad {
			t.level[l.Load] = levelRate{l.Busy, l.Done}
			t.done += l.Done
		}
	}
	for _, l := range s.Lines {
		t.line[l.Queue] = &lineRate{l.Waited, l.Left}
	}
}
