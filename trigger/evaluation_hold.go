package trigger

// considerHold decides about a rule with a hold: its condition must be true without a break for
// that long. What an earlier look saw comes back in the visit's Holds; breaks since then that
// nobody looked at, unbroken finds.
func (ev *evaluation) considerHold(i int, r *rule, res *Result) {
	if !ev.eligible(i) {
		return
	}
	if !ev.truth(&r.root, ev.now) || ev.vetoed(i) {
		ev.next = min(ev.next, ev.firstTrue(r, ev.now))
		return
	}
	since := ev.trueSince(r)
	// The hold may be over long since, with no moment to fire at: it goes on, and the next moment
	// fires.
	fires := since+r.hold <= ev.now && ev.moment(r) && ev.earliest(i, false) <= ev.now
	if fires {
		ev.fire(i, res)
		// Having fired, it holds anew from now on.
		since = ev.now
	}
	res.Holds = append(res.Holds, Hold{r.ID, instantAt(since), instantAt(ev.now), ev.visit.Entered, ev.visit.Active})
	next := int64(never)
	if due := max(since+r.hold, ev.earliest(i, fires)); r.on < 0 && due < r.until && due > ev.now {
		next = due
	}
	if next = min(next, ev.firstFalse(r)); next <= ev.horizon {
		ev.next = min(ev.next, next)
	}
}

// trueSince returns since when the condition of a rule with a hold has been true and no veto has
// silenced the rule: now, unless the visit's Holds say that it was so at an earlier look of this
// visit.
func (ev *evaluation) trueSince(r *rule) int64 {
	h := Hold{Since: instantAt(ev.now)}
	since := ev.now
	for i := range ev.holds {
		if at, ok := nanos(ev.holds[i].Since); ok && ev.holds[i].Rule == r.ID && (h.Rule == "" || at > since) {
			h, since = ev.holds[i], at
		}
	}
	if since >= ev.now {
		return ev.now
	}
	if since = max(since, ev.started); r.shows && !ev.set.config.DuringChat {
		since = max(since, ev.history.lastChat())
	}
	between := past{ev, r, &h}
	return between.unbroken(since)
}

// firstFalse returns the first instant after now at which a condition that is true stops being so,
// or a veto silences it.
func (ev *evaluation) firstFalse(r *rule) int64 {
	t := ev.instant(&r.root, ev.now, false)
	for _, i := range ev.vetoes {
		if v := ev.set.rules[i]; v.covers(r) {
			t = min(t, ev.vetoStart(v, ev.now))
		}
	}
	return t
}
