package routing

import (
	"maps"
	"slices"
	"time"
)

// rates learns two things for the estimates: how fast agents complete requests at each load, and
// how fast the visitors of a queue give up. All sums are whole numbers, so that they do not depend
// on when they were taken.
//
// Agents with three chats at a time take longer for each than with one, so the rate is kept by
// load: how long agents had that load, and how many requests they completed under it. Once
// maxCounted were counted all sums are halved, so what was so last week counts less and less.
type rates struct {
	loads [maxLoad + 1]loadRate
	done  int // at all loads; at maxCounted everything is halved
	line  map[string]*lineRate
}

const (
	maxLoad    = 32 // higher loads count as this one
	maxCounted = 2000
	knownFrom  = 20 // completions from which the rates are used
)

// loadRate is what agents did while they had one load.
type loadRate struct {
	busy time.Duration
	done int
}

// lineRate is what the visitors of one queue did.
type lineRate struct {
	waited time.Duration
	left   int
}

// agent adds an agent's time since the last change of load. It must be called before every such
// change.
func (t *rates) agent(a *agent, now int64) {
	if a.known && a.used > 0 && a.countedUntil < now && a.countedUntil != 0 {
		t.loads[min(a.used, maxLoad)].busy += time.Duration(now - a.countedUntil)
	}
	if a.countedUntil != now {
		a.countedUntil, a.usedBefore = now, a.used
	}
	a.usedBefore = max(a.usedBefore, a.used)
}

// beforeChange keeps what a request was before its record changes.
func (t *rates) beforeChange(r *Router, q *request) {
	q.was = history{}
	if !q.known {
		return
	}
	q.was = history{known: true, phase: q.fact.Phase, agent: q.fact.Agent, queue: q.fact.Queue, since: q.since}
	q.was.dismissed = q.locked() && q.pending[0].Kind == GiveUp
}

// history is what a request was before a change of its record.
type history struct {
	known, dismissed bool
	phase            Phase
	agent, queue     string
	since            int64
}

func (h history) waited() bool { return h.known && h.phase <= Offered }
func (h history) worked() bool { return h.known && (h.phase == Active || h.phase == Held) }

// afterChange counts what a change of a request's record means: a wait that ended, or a completion.
func (t *rates) afterChange(r *Router, q *request, now int64) {
	f := &q.fact
	if q.was.waited() && (f.Phase > Offered || f.Queue != q.was.queue || q.since != q.was.since) {
		t.wait(q.was, now, false)
	}
	if q.was.worked() && f.Phase == Wrapping {
		t.complete(r, q.was.agent, now)
	}
}

// afterEnd counts what the end of a request means.
func (t *rates) afterEnd(r *Router, q *request, now int64) {
	if q.was.waited() {
		t.wait(q.was, now, !q.was.dismissed)
	}
	if q.was.worked() {
		t.complete(r, q.was.agent, now)
	}
}

// wait counts a wait that is over. left says that it was the visitor who ended it.
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
	if l.left > maxCounted {
		l.left, l.waited = l.left/2, l.waited/2
	}
}

// complete counts a completion, at the load that the agent had before it.
func (t *rates) complete(r *Router, agent string, now int64) {
	a := r.agents[agent]
	if a == nil || !a.known {
		return
	}
	load := a.used
	if a.countedUntil == now {
		load = max(load, a.usedBefore)
	}
	if load == 0 {
		return
	}
	t.loads[min(load, maxLoad)].done++
	if t.done++; t.done <= maxCounted {
		return
	}
	for _, a := range r.agents { // so that the past counts less and less
		t.agent(a, now)
	}
	t.done = 0
	for i := range t.loads {
		t.loads[i].busy /= 2
		t.loads[i].done /= 2
		t.done += t.loads[i].done
	}
}

// at returns the completions in a second of an agent with a load. It takes them from the nearest
// load that is known well enough: from a higher one in proportion, from a lower one as they are.
func (t *rates) at(load int) float64 {
	load = min(max(load, 1), maxLoad)
	for d := range maxLoad {
		for _, l := range [2]int{load - d, load + d} {
			if l >= 1 && l <= maxLoad && t.loads[l].done >= 5 && t.loads[l].busy > 0 {
				rate := float64(t.loads[l].done) / t.loads[l].busy.Seconds()
				return rate * min(1, float64(load)/float64(l))
			}
		}
	}
	return 0
}

// impatience returns the rate, in a second, at which a visitor who waits in a queue gives up.
func (t *rates) impatience(queue string) float64 {
	l := t.line[queue]
	if l == nil || l.waited <= 0 {
		return 0
	}
	return float64(l.left) / l.waited.Seconds()
}

// save writes what was learnt into a State, and load reads it back.
func (t *rates) save(s *State) {
	for i, l := range t.loads {
		if l != (loadRate{}) {
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
			t.loads[l.Load] = loadRate{l.Busy, l.Done}
			t.done += l.Done
		}
	}
	for _, l := range s.Lines {
		t.line[l.Queue] = &lineRate{l.Waited, l.Left}
	}
}
