package trigger

import "slices"

// considerHold decides about a rule with a hold: its condition must be true without a break for
// that long. A host that evaluates at each Next sees every break, so one instant is all there is to
// remember: since when it has been true.
func (ev *evaluation) considerHold(i int, r *rule, res *Result) {
	if !ev.eligible(i) {
		return
	}
	if !ev.truth(&r.root, ev.now) || ev.vetoed(i) {
		ev.next = min(ev.next, ev.firstTrue(r, ev.now))
		return
	}
	since := ev.trueSince(r)
	fires := since+r.hold <= ev.now && ev.moment(r) && ev.earliest(i, false) <= ev.now
	if fires {
		ev.fire(i, res)
		since = ev.now
	}
	res.Holds = append(res.Holds, Hold{Rule: r.ID, Since: instantAt(since)})
	next := int64(never)
	if due := max(since+r.hold, ev.earliest(i, fires)); r.on < 0 && due < r.until && due > ev.now {
		next = due
	}
	if next = min(next, ev.firstFalse(r)); next <= ev.horizon {
		ev.next = min(ev.next, next)
	}
}

// trueSince returns since when the condition of a rule with a hold has been true, by the visit's
// Holds; else now.
func (ev *evaluation) trueSince(r *rule) int64 {
	i := slices.IndexFunc(ev.holds, func(h Hold) bool { return h.Rule == r.ID })
	if i < 0 {
		return ev.now
	}
	if since, ok := nanos(ev.holds[i].Since); ok && since < ev.now {
		return since
	}
	return ev.now
}

// firstFalse returns the first instant after now at which a condition that is true stops being so,
// or a veto silences it.
func (ev *evaluation) firstFalse(r *rule) int64 {
	t := ev.instant(&r.root, ev.now, false)
	for _, i := range ev.vetoes {
		if v := &ev.set.rules[i]; v.covers(r) {
			t = min(t, ev.vetoStart(v, ev.now))
		}
	}
	return t
}
