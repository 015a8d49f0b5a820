package trigger

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// past explains what earlier firings keep from firing now: quiet periods, caps, and the rest of the
// group.
func (x *explainer) past() {
	ev, r := x.ev, x.r
	seen := ev.seen(x.i)
	if until := r.quietUntil(ev, seen); until > ev.now {
		why := "a prompt was dismissed or accepted, or a chat started or ended, not long ago"
		// A default that surprises: without a length, a dismissed prompt never comes back. It is
		// said in full, because it is what people ask about.
		if until == never {
			why = "the visitor dismissed it, and it does not say after how long it may come back"
			if r.Quiet.Answered {
				why = "the visitor answered it, and it fires until then"
			}
		}
		x.block("quiet", why, until)
	}
	for i := range r.limits {
		x.limit(i, seen)
	}
	busy := int64(0)
	if r.gid >= 0 {
		busy = ev.group(int(r.gid)).busy
	}
	if seen != nil {
		// The rule's own last prompt stands like another one of the group.
		busy = max(busy, ev.busyUntil(seen))
	}
	if busy > ev.now {
		x.block("group", "what its group did before still stands", busy)
	}
}

// limit explains one limit. A firing counts as used while it would keep the rule back, were it the
// last that the limit allows.
func (x *explainer) limit(i int, seen *Seen) {
	ev, l := x.ev, &x.r.limits[i]
	fired, _ := ev.fired(l, seen, 0)
	at := l.allows(ev, fired, 0)
	// Caps are told also where they are free: "2 of 3 used" answers a question before it is asked.
	c := Cap{Limit: x.r.limitName(i), Free: at <= ev.now}
	for _, t := range fired {
		if used := l.allows(ev, []time.Time{t}, l.max-1); used > ev.now {
			c.Used++
		}
	}
	if !c.Free {
		c.Next = stamp(at)
		x.block("cap", c.Limit+" is used up", at)
	}
	// All limits are told, and not only the first that keeps the rule back: whoever raises that
	// one wants to know of the next.
	x.out.Caps = append(x.out.Caps, c)
}

// String writes a limit as people say it: "3 per 24h in group:prompt".
func (l Limit) String() string {
	per, scope := l.Per, l.Scope
	if per == "" {
		per = "lifetime"
	}
	if scope == "" {
		scope = "rule"
	}
	return fmt.Sprintf("%d per %s in %s", l.Max, per, scope)
}

// holding explains the hold. ready says that the condition is true now, and no veto silences the
// rule.
func (x *explainer) holding(ready bool) {
	r := x.r
	if r.hold == 0 {
		return
	}
	x.out.Hold = &Holding{Needs: formatDuration(r.Hold)}
	if !ready {
		return
	}
	// Since when is asked of the evaluation, which knows of breaks that nobody looked at.
	since := x.ev.trueSince(r)
	x.out.Hold.Since, x.out.Hold.Due = instantAt(since), instantAt(since+r.hold)
	if since+r.hold > x.ev.now {
		x.block("hold", "it has not been true for long enough", since+r.hold)
	}
}

// verdict writes the sentence, and says from when on the rule would fire.
func (x *explainer) verdict(res *Result) {
	ev, r := x.ev, x.r
	// Whether it fires is read from a real evaluation, so that an explanation can never say
	// something else than what happens. All that follows explains that answer.
	fires := func(f Fire) bool { return f.Rule() == r.ID }
	x.out.Fires = slices.ContainsFunc(res.Fires, fires)
	x.out.TrueFrom = stamp(ev.firstTrue(r, ev.now))
	switch {
	case x.out.Fires:
		x.out.Verdict, x.out.FiresFrom = "fires", x.out.At
	case slices.ContainsFunc(res.Held, fires):
		x.out.Verdict = "would fire, but the visitor is in the holdout group"
	// Nothing of its own stands in its way, so it is what happens in this very look.
	case len(x.out.Blocks) == 0:
		x.out.Verdict = "does not fire: another rule of its group ranks before it, or a cap they share went to another"
	default:
		why := make([]string, len(x.out.Blocks))
		for i, b := range x.out.Blocks {
			why[i] = b.Why
		}
		x.out.Verdict = "does not fire: " + strings.Join(why, "; ")
		x.later()
	}
}

// later says when the rule fires if nothing but the clock moves.
//
// A rule that needs a moment never fires by the clock alone.
func (x *explainer) later() {
	ev, r := x.ev, x.r
	if r.off || !ev.eligible(x.i) || r.on >= 0 {
		return
	}
	// The condition, caps and the rest each change at instants of their own. The first at which
	// the condition is true once the others allow it is the answer.
	t := ev.firstTrue(r, ev.earliest(x.i, false))
	if t != never && r.hold > 0 {
		t = max(t, ev.firstTrue(r, ev.now)+r.hold)
		// It is true now and its hold runs, which is better known than guessed from when it began.
		if x.out.Hold != nil && !x.out.Hold.Due.IsZero() {
			t = max(ev.earliest(x.i, false), x.out.Hold.Due.UnixNano())
		}
	}
	x.out.FiresFrom = stamp(t)
}
