package history

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// misfit tells why op cannot have been answered in a state; "" means that it can.
func (o *order) misfit(op Op, state int) string {
	switch op.Kind {
	case Get:
		return o.misfitGet(op, state)
	case List:
		return differ(op.Records, o.listed(op.Range, state))
	case Changes:
		return o.misfitChanges(op, state)
	}
	broken := o.broken(op.Batch, state)
	if op.Outcome == Conflict {
		if broken == "" {
			return "every condition holds"
		}
		return ""
	}
	for _, k := range op.Batch.Delete {
		if r, ok := o.live(k, state); ok {
			return show(r) + " would have been deleted"
		}
	}
	if broken == "" && !o.head(op.Rev, state) {
		return fmt.Sprintf("the head is %d", o.rev(state))
	}
	return broken
}

// broken names a condition of b that does not hold.
func (o *order) broken(b store.Batch, state int) string {
	for _, c := range b.If {
		r, ok := o.live(c.Key, state)
		if !ok {
			r.Rev = 0
		}
		if r.Rev != c.Rev {
			return fmt.Sprintf("%s is at %d, not %d", c.Key, r.Rev, c.Rev)
		}
	}
	return ""
}

// head tells whether rev may be called the head in a state: numbers may be left out.
func (o *order) head(rev store.Rev, state int) bool {
	return rev >= o.rev(state) && (state == len(o.writes) || rev < o.rev(state+1))
}

func (o *order) misfitGet(op Op, state int) string {
	var want []store.Record
	for i, k := range op.Keys {
		if r, ok := o.live(k, state); ok && !slices.Contains(op.Keys[:i], k) {
			want = append(want, r)
		}
	}
	return differ(sorted(op.Records), sorted(want))
}

func (o *order) listed(r store.Range, state int) []store.Record {
	from, to := r.Bounds()
	keys := o.keys[sort.SearchStrings(o.keys, from):max(sort.SearchStrings(o.keys, from), sort.SearchStrings(o.keys, to))]
	var rs []store.Record
	for i := range keys {
		k := keys[i]
		if r.Desc {
			k = keys[len(keys)-1-i]
		}
		if rec, ok := o.live(k, state); ok && len(rs) < r.Limit {
			rs = append(rs, rec)
		}
	}
	return rs
}

// misfitChanges demands all that was last written after the cursor and not after upTo, in the order
// of revisions.
func (o *order) misfitChanges(op Op, state int) string {
	if op.Limit == 0 || (op.Rev > o.rev(state) && !o.head(op.Rev, state)) {
		if !o.head(op.Rev, state) {
			return fmt.Sprintf("the head is %d", o.rev(state))
		}
		return differ(op.Records, nil)
	}
	if len(op.Records) == 0 && op.Rev < o.rev(state) {
		return fmt.Sprintf("nothing was returned, and upTo is %d before the head %d", op.Rev, o.rev(state))
	}
	var want []store.Record
	first := sort.Search(len(o.writes), func(i int) bool { return o.writes[i].Rev > op.After })
	for i := first; i < state && o.writes[i].Rev <= op.Rev; i++ {
		want = append(want, o.left(i, state)...)
	}
	if !slices.IsSortedFunc(op.Records, func(a, b store.Record) int { return int(a.Rev) - int(b.Rev) }) {
		return "the records are not in the order of revisions"
	}
	return differ(sorted(op.Records), sorted(want))
}

// left is what still stands in a state of what write i did.
func (o *order) left(i, state int) []store.Record {
	w := o.writes[i]
	keys := slices.Clone(w.Batch.Delete)
	for _, p := range w.Batch.Put {
		keys = append(keys, p.Key)
	}
	var rs []store.Record
	for _, k := range keys {
		if r := o.at(k, state); r.Rev == w.Rev {
			rs = append(rs, r)
		}
	}
	return rs
}

func sorted(rs []store.Record) []store.Record {
	rs = slices.Clone(rs)
	slices.SortFunc(rs, func(a, b store.Record) int { return strings.Compare(a.Key, b.Key) })
	return rs
}

// differ tells the first difference between what was seen and what was there.
func differ(got, want []store.Record) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return show(want[i]) + " is missing"
		case i >= len(want):
			return show(got[i]) + " is too much"
		case !equal(got[i], want[i]):
			return fmt.Sprintf("%s instead of %s", show(got[i]), show(want[i]))
		}
	}
	return ""
}
