package routing

import (
	"fmt"
	"time"
)

// Verdict says why one agent does not, or does, get a request.
type Verdict struct {
	Agent string
	// Chosen: has the request, or an offer of it, or would get it next.
	Chosen bool
	Why    Reason
	// Skill that is short, for ReasonSkill.
	Skill string
	// Have and Want: levels for ReasonSkill, units used and capacity otherwise.
	Have, Want int
	// Until is when the reason ends by itself; zero if it does not.
	Until time.Time
}

// String is one line for people: "at capacity 3/3", "lacks fr at level 2".
func (v Verdict) String() string {
	switch v.Why {
	case ReasonSkill:
		return fmt.Sprintf("lacks %s at level %d", v.Skill, v.Want)
	case ReasonAtCapacity, ReasonChannelFull, ReasonBest, ReasonReady, ReasonBehind, ReasonLaterTier, ReasonPreferred:
		return fmt.Sprintf("%s %d/%d", v.Why, v.Have, v.Want)
	}
	if !v.Until.IsZero() {
		return fmt.Sprintf("%s until %s", v.Why, v.Until.UTC().Format(time.RFC3339))
	}
	return v.Why.String()
}
