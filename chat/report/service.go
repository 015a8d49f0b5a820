package report

import "time"

// Formula says how sessions that were abandoned count in a service level. The four are the ones the
// field uses (see callcentrehelper.com, "Service Level Threshold Calculations").
type Formula int

// The formulas, with T the threshold.
const (
	// LateAbandoned is answered in T ÷ (answered + abandoned after T). The default.
	LateAbandoned Formula = iota
	// AbandonedAsServed is (answered in T + abandoned in T) ÷ (answered + abandoned).
	AbandonedAsServed
	// AnsweredOnly is answered in T ÷ answered.
	AnsweredOnly
	// AbandonedAsMissed is answered in T ÷ (answered + abandoned).
	AbandonedAsMissed
)

// Counts is what a service level is made of.
type Counts struct {
	Answered    int // by an agent
	AnsweredIn  int // of those, within the threshold
	Abandoned   int // the visitor left, staff ended it, or the wait ended in a message
	AbandonedIn int // of those, within the threshold
}

// ServiceLevel returns the share answered in time, 0 to 1; ok is false when the formula has nothing
// to divide by.
func (c Counts) ServiceLevel(f Formula) (level float64, ok bool) {
	good, all := c.AnsweredIn, c.Answered
	switch f {
	case AbandonedAsServed:
		good, all = good+c.AbandonedIn, all+c.Abandoned
	case AnsweredOnly:
	case AbandonedAsMissed:
		all += c.Abandoned
	default:
		all += c.Abandoned - c.AbandonedIn
	}
	if all <= 0 {
		return 0, false
	}
	return float64(good) / float64(all), true
}

// count adds one wait.
func (c *Counts) count(wait, threshold time.Duration, answered bool) {
	in := 0
	if wait <= threshold {
		in = 1
	}
	if answered {
		c.Answered, c.AnsweredIn = c.Answered+1, c.AnsweredIn+in
	} else {
		c.Abandoned, c.AbandonedIn = c.Abandoned+1, c.AbandonedIn+in
	}
}
