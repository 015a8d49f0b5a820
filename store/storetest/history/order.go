package history

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"

	"github.com/switchboard-go/switchboard/store"
)

// order is the commits in the order of their revisions. State i is what the first i of them left
// behind.
type order struct {
	writes   []Op
	versions map[string][]version // of each key, oldest first
	keys     []string             // all, sorted
	latest   []moment             // by Return: the latest state that is certain at that moment
	soonest  []moment             // by Call: the first commit that cannot have happened before that moment
}

// version is what the write that made this state did to a key.
type version struct {
	state int
	store.Record
}

type moment struct {
	at    int64
	state int
}

func newOrder(ops []Op) (*order, error) {
	o := &order{versions: map[string][]version{}}
	for _, op := range settled(ops) {
		if op.writes() && op.Outcome == Done {
			o.writes = append(o.writes, op)
		}
	}
	slices.SortStableFunc(o.writes, func(a, b Op) int { return cmp.Compare(a.Rev, b.Rev) })
	for i, w := range o.writes {
		if i > 0 && o.writes[i-1].Rev == w.Rev {
			return nil, fmt.Errorf("two commits became one revision:\n  %v\n  %v", o.writes[i-1], w)
		}
		o.replay(i+1, w)
	}
	for k := range o.versions {
		o.keys = append(o.keys, k)
	}
	slices.Sort(o.keys)
	return o, o.inTime()
}

// settled turns commits with an unknown outcome into ones that were made, if an answer shows so,
// and drops the others.
func settled(ops []Op) []Op {
	shown := map[string]store.Rev{}
	for _, op := range ops {
		for _, r := range op.Records {
			shown[r.Key+"\x00"+string(r.Value)] = r.Rev
		}
	}
	var out []Op
	for _, op := range ops {
		if op.Outcome != Unknown {
			out = append(out, op)
			continue
		}
		for _, p := range op.Batch.Put {
			if rev, ok := shown[p.Key+"\x00"+string(p.Value)]; ok {
				op.Outcome, op.Rev, op.Return = Done, rev, Forever
				out = append(out, op)
				break
			}
		}
	}
	return out
}

func (o *order) replay(state int, w Op) {
	for _, k := range w.Batch.Delete {
		if r := o.at(k, state); r.Rev != 0 && !r.Deleted {
			o.versions[k] = append(o.versions[k], version{state, store.Record{Key: k, Rev: w.Rev, Deleted: true}})
		}
	}
	for _, p := range w.Batch.Put {
		o.versions[p.Key] = append(o.versions[p.Key], version{state, store.Record{Key: p.Key, Rev: w.Rev, Value: p.Value}})
	}
}

// inTime demands that a commit that was over before another began has the smaller revision.
func (o *order) inTime() error {
	var newest Op // of the commits so far, the one that began last
	for i, w := range o.writes {
		if w.Return < newest.Call {
			return fmt.Errorf("revisions run against time: the first of these was answered before the second was made, and has the greater revision:\n  %v\n  %v", w, newest)
		}
		if w.Call > newest.Call {
			newest = w
		}
		o.latest = append(o.latest, moment{w.Return, i + 1})
		o.soonest = append(o.soonest, moment{w.Call, i + 1})
	}
	byTime := func(a, b moment) int { return cmp.Compare(a.at, b.at) }
	slices.SortFunc(o.latest, byTime)
	slices.SortFunc(o.soonest, byTime)
	for i := 1; i < len(o.latest); i++ {
		o.latest[i].state = max(o.latest[i].state, o.latest[i-1].state)
	}
	for i := len(o.soonest) - 2; i >= 0; i-- {
		o.soonest[i].state = min(o.soonest[i].state, o.soonest[i+1].state)
	}
	return nil
}

// window gives the first and the last state that op may have seen by the times of the commits
// alone.
func (o *order) window(op Op) (first, last int) {
	if i := sort.Search(len(o.latest), func(i int) bool { return o.latest[i].at >= op.Call }); i > 0 {
		first = o.latest[i-1].state
	}
	last = len(o.writes)
	if i := sort.Search(len(o.soonest), func(i int) bool { return o.soonest[i].at > op.Return }); i < len(o.soonest) {
		last = o.soonest[i].state - 1
	}
	return first, last
}

// rev is the head of a state.
func (o *order) rev(state int) store.Rev {
	if state == 0 {
		return 0
	}
	return o.writes[state-1].Rev
}

// at is the record of a key in a state: Rev 0 = never written.
func (o *order) at(key string, state int) store.Record {
	vs := o.versions[key]
	i := sort.Search(len(vs), func(i int) bool { return vs[i].state > state })
	if i == 0 {
		return store.Record{Key: key}
	}
	return vs[i-1].Record
}

// live is at without what was deleted.
func (o *order) live(key string, state int) (store.Record, bool) {
	r := o.at(key, state)
	return r, r.Rev != 0 && !r.Deleted
}

func equal(a, b store.Record) bool {
	return a.Key == b.Key && a.Rev == b.Rev && a.Deleted == b.Deleted && bytes.Equal(a.Value, b.Value)
}
