package trigger

import (
	"fmt"
	"strconv"
	"time"
)

// Explanation says why a rule fires or does not. Verdict is the sentence; the rest is what it rests
// on.
type Explanation struct {
	Rule    string    `json:"rule"`
	At      time.Time `json:"at"`
	Fires   bool      `json:"fires"`
	Verdict string    `json:"verdict"`
	// TrueFrom is the first instant from At on at which the condition holds and no veto does, if
	// nothing but the clock moves; zero: an event is needed. FiresFrom is the same for firing:
	// caps, quiet periods, hold and all.
	TrueFrom  time.Time `json:"true_from,omitzero"`
	FiresFrom time.Time `json:"fires_from,omitzero"`

	When    Branch   `json:"when"`              // every leaf with the actual value
	Moment  *Branch  `json:"moment,omitempty"`  // if only some moments fire it
	Rollout *Bucket  `json:"rollout,omitempty"` // if it has one
	Variant string   `json:"variant,omitempty"` // the visitor's
	Held    bool     `json:"held,omitempty"`    // in the holdout group: counted, never shown
	Hold    *Holding `json:"hold,omitempty"`
	Caps    []Cap    `json:"caps,omitempty"`
	Blocks  []Block  `json:"blocks,omitempty"` // everything that keeps it from firing now, in the order it is asked
	Vetoes  []Veto   `json:"vetoes,omitempty"` // suppress rules that cover it, holding or not
}

// Branch is a part of a condition with its truth: a leaf with its actual value, or All, Any or Not
// of others.
type Branch struct {
	True   bool      `json:"true"`
	All    []Branch  `json:"all,omitempty"`
	Any    []Branch  `json:"any,omitempty"`
	Not    *Branch   `json:"not,omitempty"`
	Leaf   string    `json:"leaf,omitempty"`   // "page.dwell ge \"45s\""
	Actual string    `json:"actual,omitempty"` // "12s", "missing"
	From   time.Time `json:"from,omitzero"`    // when the clock turns it, if it will
}

// Bucket is a visitor's place in a rollout.
type Bucket struct {
	By     string `json:"by"`
	Seed   string `json:"seed"`
	Bucket int    `json:"bucket"` // 0 to 9999; -1: the visitor has no such attribute
	In     bool   `json:"in"`
	Needs  string `json:"needs"` // "a bucket from 0 to 2499"
}

// Holding says how much of a rule's hold is over.
type Holding struct {
	Needs string    `json:"needs"`
	Since time.Time `json:"since,omitzero"`
	Due   time.Time `json:"due,omitzero"`
}

// Cap is a limit and how much of it is used up.
type Cap struct {
	Limit string    `json:"limit"` // "1 per 24h in rule"
	Used  int       `json:"used"`
	Next  time.Time `json:"next,omitzero"` // when it allows the rule again; zero: now, or only after an event
	Free  bool      `json:"free"`
}

// Block is one reason why a rule does not fire now.
type Block struct {
	By    string    `json:"by"` // enabled, dates, when, moment, rollout, veto, chat, hold, quiet, cap, group
	Why   string    `json:"why"`
	Until time.Time `json:"until,omitzero"` // when the clock lifts it, if it does
}

// Veto is a suppress rule that covers the one explained.
type Veto struct {
	Rule   string `json:"rule"` // "(never)" is Config.Never, and "(only)" Config.Only
	Active bool   `json:"active"`
	When   Branch `json:"when"`
}

// Explain says why a rule fires for a visit, or everything that keeps it from firing. It agrees
// with [Set.Eval], but for rules that rank before it in its group, which it names only if they
// fire. ErrNoRule: the Set does not have it.
func (s *Set) Explain(rule string, v Visit, h History, now time.Time) (Explanation, error) {
	s = s.orNone()
	i, err := s.find(rule)
	if err != nil {
		return Explanation{}, err
	}
	// Asked first, and for the same instant: see verdict.
	res := s.Eval(v, h, now)
	ev := s.beginEvaluation(v, h, now)
	defer s.endEvaluation(ev)
	x := &explainer{ev: ev, r: s.rules[i], i: i, out: Explanation{Rule: rule, At: now}}
	// A pattern without a budget is true in a veto and false elsewhere, here as in Eval.
	ev.veto = x.r.Type == Suppress
	x.out.When = x.branch(&x.r.written)
	ev.veto = false
	if x.r.Type == Suppress {
		x.suppressor()
		return x.out, nil
	}
	x.explain(&res)
	return x.out, nil
}

// explainer writes one Explanation. It asks the same evaluation that Eval uses, reason by reason
// and without stopping at the first: each method adds its reasons to Blocks, in the order in which
// Eval would have met them. So a sentence of an explanation cannot say what Eval does not do.
type explainer struct {
	ev  *evaluation
	r   *rule
	i   int
	out Explanation
}

// suppressor explains a Suppress rule, which fires nothing.
func (x *explainer) suppressor() {
	x.out.Verdict = "does not suppress: its condition does not hold"
	switch active := x.ev.vetoing(x.r, x.ev.now); {
	case x.r.off:
		x.out.Verdict = "does not suppress: it is switched off"
	case active:
		x.out.Verdict = "suppresses " + x.covers()
	}
	x.out.TrueFrom = stamp(x.ev.vetoStart(x.r, x.ev.now))
}

// covers says which rules a Suppress rule silences.
func (x *explainer) covers() string {
	if x.r.vetoes == nil {
		return "every rule"
	}
	return "the groups " + list(x.r.Groups)
}

// block adds a reason against firing, which ends at an instant or never by the clock.
func (x *explainer) block(by, why string, until int64) {
	x.out.Blocks = append(x.out.Blocks, Block{By: by, Why: why, Until: stamp(until)})
}

// stamp returns an instant as a time. It is the zero Time for never and for an instant that has
// passed.
func stamp(t int64) time.Time {
	if t == never || t <= 0 {
		return time.Time{}
	}
	return instantAt(t)
}

// explain explains a rule that fires. res is what Eval said at the same instant; it alone knows of
// the rules that went before in the group.
func (x *explainer) explain(res *Result) {
	ev, r := x.ev, x.r
	for i := range ev.set.rules {
		if v := ev.set.rules[i]; v.Type == Suppress && !v.off && v.covers(r) {
			x.veto(i, v)
		}
	}
	x.share()
	x.dates()
	ready := ev.truth(&r.root, ev.now)
	if !ready {
		x.block("when", "its condition does not hold", ev.instant(&r.root, ev.now, true))
	}
	if r.on >= 0 {
		m := x.leaf(&node{kind: single, at: r.on})
		if x.out.Moment = &m; !m.True {
			x.block("moment", "none of its moments is there", never)
		}
	}
	x.past()
	x.holding(ready && !ev.vetoed(x.i))
	x.verdict(res)
}

// veto explains one Suppress rule that covers the rule. Two such rules stand for Config.Never
// and Config.Only: nobody wrote their condition, so it is told in words.
func (x *explainer) veto(i int, v *rule) {
	ev := x.ev
	ev.suppress(i, v)
	ev.veto = true
	active := ev.vetoing(v, ev.now)
	when := x.branch(&v.written)
	ev.veto = false
	why := "the suppress rule " + v.ID + " holds"
	switch v.ID {
	case neverHere:
		when = Branch{True: active, Leaf: "page.path is one of Config.Never", Actual: ev.pagePlace()}
		why = "nothing is ever shown on this page"
	case onlyHere:
		when = Branch{True: active, Leaf: "page.path is none of Config.Only", Actual: ev.pagePlace()}
		why = "this is none of the pages on which something is shown"
	}
	x.out.Vetoes = append(x.out.Vetoes, Veto{Rule: v.ID, Active: active, When: when})
	if active {
		x.block("veto", why, ev.vetoEnd(v, ev.now))
	}
}

// share explains the rollout, the variant and the holdout group.
func (x *explainer) share() {
	r := x.r
	x.out.Held = r.shows && x.ev.inHoldout()
	if r.share == nil {
		return
	}
	f := x.ev.fact(r.share.attr)
	if len(r.Variants) > 0 {
		x.out.Variant = r.choices[x.ev.choose(x.i)].Variant
	}
	if r.Rollout == nil {
		return
	}
	in, bucket := r.share.in(f.str)
	if !f.ok {
		in, bucket = false, -1
	}
	// Rounded up, as share.in compares.
	// part is of 10,000, and lo and hi are buckets: a quarter of the buckets from 0 to 5,000 ends
	// at 1,250.
	upTo := r.share.lo + (r.share.part*(r.share.hi-r.share.lo)+9999)/10_000
	x.out.Rollout = &Bucket{
		By: x.ev.set.attrs[r.share.attr].name, Seed: r.share.seed, Bucket: bucket, In: in,
		Needs: fmt.Sprintf("a bucket from %d to below %d", r.share.lo, upTo),
	}
	if !in {
		x.block("rollout", "the visitor's bucket, "+strconv.Itoa(bucket)+", is outside", never)
	}
}

// dates explains what keeps a rule from firing whatever is on the page: it is switched off, its
// dates, and an open chat.
func (x *explainer) dates() {
	ev, r := x.ev, x.r
	if r.off {
		x.block("enabled", "it is switched off", never)
	}
	if ev.now < r.from {
		x.block("dates", "it starts later", r.from)
	}
	if ev.now >= r.until {
		x.block("dates", "it has ended", never)
	}
	if r.shows && ev.history.ChatOpen && !ev.set.config.DuringChat {
		x.block("chat", "the visitor has a chat open", never)
	}
}
