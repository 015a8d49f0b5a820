package history

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"strings"
)

// Check returns nil if some correct store could have given all these answers, in the order of the
// revisions it gave. Otherwise the error tells one call that fits nowhere. It needs time and memory
// of the order of the history's size, times the number of calls that overlap.
func Check(ops []Op) error {
	o, err := newOrder(ops)
	if err != nil {
		return err
	}
	for i, w := range o.writes {
		if why := o.broken(w.Batch, i); why != "" {
			return fmt.Errorf("a commit was made although a condition did not hold:\n  %v\n  just before revision %d %s\n%s", w, w.Rev, why, around(ops, w))
		}
	}
	return o.place(ops)
}

// place finds an instant for every call that wrote nothing. A call sees no older state than any
// call that was over before it began, so taking the oldest state that fits leaves the most room to
// those that follow.
func (o *order) place(ops []Op) error {
	reads := slices.DeleteFunc(slices.Clone(ops), func(op Op) bool {
		return op.Outcome == Unknown || (op.writes() && op.Outcome == Done)
	})
	slices.SortStableFunc(reads, func(a, b Op) int { return cmp.Compare(a.Call, b.Call) })
	var open ended // reads that have a state, by the moment they were over
	seen := placed{}
	for _, op := range reads {
		for len(open) > 0 && open[0].op.Return < op.Call {
			if p := heap.Pop(&open).(placed); p.state >= seen.state {
				seen = p
			}
		}
		first, last := o.window(op)
		state := max(first, seen.state)
		for state <= last && o.misfit(op, state) != "" {
			state++
		}
		if state > last {
			return o.violation(ops, op, seen)
		}
		heap.Push(&open, placed{op, state})
	}
	return nil
}

// placed is a read with the state it saw.
type placed struct {
	op    Op
	state int
}

type ended []placed

func (e ended) Len() int           { return len(e) }
func (e ended) Less(i, j int) bool { return e[i].op.Return < e[j].op.Return }
func (e ended) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *ended) Push(p any)        { *e = append(*e, p.(placed)) }
func (e *ended) Pop() any {
	old := *e
	p := old[len(old)-1]
	*e = old[:len(old)-1]
	return p
}

// violation tells why no instant fits op.
func (o *order) violation(ops []Op, op Op, seen placed) error {
	var b strings.Builder
	fmt.Fprintf(&b, "no instant fits this call:\n  %v\n", op)
	first, last := o.window(op)
	if first > 0 {
		fmt.Fprintf(&b, "  before it was made, this was answered: %v\n", o.certain(op, first))
	}
	if seen.state > first {
		fmt.Fprintf(&b, "  before it was made, revision %d had been seen: %v\n", o.rev(seen.state), seen.op)
	}
	first = max(first, seen.state)
	if last < first {
		fmt.Fprintf(&b, "  revision %d was made only after it was answered\n", o.rev(first))
	}
	const most = 12
	for state := first; state <= last && state < first+most; state++ {
		fmt.Fprintf(&b, "  as of revision %d: %s\n", o.rev(state), o.misfit(op, state))
	}
	if last >= first+most {
		fmt.Fprintf(&b, "  … and so on up to revision %d\n", o.rev(last))
	}
	b.WriteString(around(ops, op))
	return fmt.Errorf("%s", b.String())
}

// certain is the commit, over before op began, that makes state the first it may see.
func (o *order) certain(op Op, state int) Op {
	w := o.writes[state-1]
	for i := state - 1; i < len(o.writes) && w.Return >= op.Call; i++ {
		w = o.writes[i]
	}
	return w
}
