package invite

import "math"

// The rate that a rule is expected to have before it was seen, and how many answers that is worth.
const (
	usualRate   = 0.10
	usualWeight = 20
)

// mostRules is how many rules a node learns the rates of. Beyond it, it begins anew.
const mostRules = 4096

// rates is how often the prompts of each rule are accepted, as this node has seen it. Each node
// learns by itself and begins anew when it starts; the highest rate that a node has seen holds for
// all, see Quotas. Rates are whole numbers of a hundred, rounded up, so that a rule which nobody
// ever accepted still counts as one in a hundred.
type rates map[string]tally

// tally is what was seen of one rule: how many prompts ended, and how many of them were accepted.
type tally struct{ ended, accepted int }

// note counts a prompt of a rule that was accepted, refused, or left unanswered.
func (rs rates) note(rule string, accepted bool) {
	if len(rs) >= mostRules {
		clear(rs)
	}
	t := rs[rule]
	if t.ended++; accepted {
		t.accepted++
	}
	if t.ended > 1000 { // what was long ago counts less
		t.ended, t.accepted = t.ended/2, t.accepted/2
	}
	rs[rule] = t
}

// of returns how many of a hundred accept, rounded up. A rule that is not known has the usual rate;
// 20 answers weigh as much as that.
func (rs rates) of(rule string) int {
	t := rs[rule]
	rate := (float64(t.accepted) + usualRate*usualWeight) / float64(t.ended+usualWeight)
	return max(1, min(100, int(math.Ceil(100*rate-1e-9))))
}
