package trigger

import "slices"

// holding considers a rule whose condition must be true without a break for a while. Whoever looks at each Next sees every
// break, so since when it has been true needs no more memory than one instant.
func (sc *scratch) holding(i int, r *rule, res *Result) {
	if !sc.eligible(i) {
		return
	}
	if !sc.truth(&r.root, sc.now) || sc.vetoed(i) {
		sc.next = min(sc.next, sc.firstTrue(r, sc.now))
		return
	}
	since := sc.heldSince(r)
	fires := since+r.hold <= sc.now && sc.moment(r) && sc.earliest(i, false) <= sc.now
	if fires {
		sc.fire(i, res)
		since = sc.now
	}
	res.Holds = append(res.Holds, Hold{Rule: r.ID, Since: instantAt(since)})
	look := int64(never)
	if due := max(since+r.hold, sc.earliest(i, fires)); r.on < 0 && due < r.until && due > sc.now {
		look = due
	}
	if look = min(look, sc.firstFalse(r)); look <= sc.horizon {
		sc.next = min(sc.next, look)
	}
}

func (sc *scratch) heldSince(r *rule) int64 {
	i := slices.IndexFunc(sc.holds, func(h Hold) bool { return h.Rule == r.ID })
	if i < 0 {
		return sc.now
	}
	if since, ok := nanos(sc.holds[i].Since); ok && since < sc.now {
		return since
	}
	return sc.now
}

// firstFalse is the first instant after now at which a condition that holds no longer does, or is vetoed.
func (sc *scratch) firstFalse(r *rule) int64 {
	t := sc.instant(&r.root, sc.now, false)
	for _, i := range sc.vetoes {
		if v := &sc.set.rules[i]; v.covers(r) {
			t = min(t, sc.vetoStart(v, sc.now))
		}
	}
	return t
}
