package routing

// Reason is why a decision was made, or why an agent was not chosen.
type Reason uint8

// The reasons of decisions.
const (
	// ReasonNone is the zero value.
	ReasonNone Reason = iota
	// ReasonBest: the first by the queue's strategy among those who could.
	ReasonBest
	// ReasonPreferred: the request's preferred agent, inside the window.
	ReasonPreferred
	// ReasonExpired: nobody answered the offer until its deadline.
	ReasonExpired
	// ReasonAgentGone: the agent is offline, lost or deleted.
	ReasonAgentGone
	// ReasonAgentBreak: the agent went on a break.
	ReasonAgentBreak
	// ReasonTaken: another agent accepted.
	ReasonTaken
	// ReasonCancelled: the request no longer wants this offer.
	ReasonCancelled
	// ReasonRing: the time of the next ring has come.
	ReasonRing
	// ReasonOverflow: the queue's overflow time has come.
	ReasonOverflow
	// ReasonMaxWait: the queue's maximum wait is over.
	ReasonMaxWait
	// ReasonQueueFull: the queue was over its limit when the request arrived.
	ReasonQueueFull
	// ReasonNoRoute: the queue or channel does not exist.
	ReasonNoRoute
	// ReasonWrapEnd: the wrap-up time is over, or its agent is gone.
	ReasonWrapEnd
	// ReasonSilence: no message for Config.IdleAfter.
	ReasonSilence
	// ReasonNoLoad: a draining agent has nothing left.
	ReasonNoLoad
	// ReasonGrace: a lost agent did not come back in time.
	ReasonGrace
	// ReasonMissed: too many offers in a row expired.
	ReasonMissed
	// ReasonLastResort: excluded, but so is everybody else who could serve the request; of them
	// this exclusion ends first.
	ReasonLastResort
	// ReasonAdmitted: let into the line.
	ReasonAdmitted
)

// The reasons of verdicts: why an agent does not take a request now.
const (
	// ReasonOffline and the next three: the agent is not available, or its connection broke.
	ReasonOffline Reason = iota + 32
	ReasonOnBreak
	ReasonDraining
	ReasonLost
	// ReasonNotInQueue: the agent serves none of the request's queues.
	ReasonNotInQueue
	// ReasonDelay: the agent helps this queue only after a wait, until Verdict.Until.
	ReasonDelay
	// ReasonSkill: a required skill is missing or below its level. Inside a ring a later one may
	// drop it.
	ReasonSkill
	// ReasonRingLater: outside the present ring; a later ring, at Verdict.Until, takes the agent
	// in.
	ReasonRingLater
	// ReasonExcluded: declined, expired or never this agent, until Verdict.Until (zero: for good).
	ReasonExcluded
	// ReasonSticky: the request waits for its preferred agent until Verdict.Until.
	ReasonSticky
	// ReasonAtCapacity: no room for the weight (Verdict.Have of Verdict.Want used).
	ReasonAtCapacity
	// ReasonChannelFull: at the agent's cap for this channel.
	ReasonChannelFull
	// ReasonManual: the queue is picked from by hand.
	ReasonManual
	// ReasonLaterTier: could serve, but an earlier tier or queue priority goes first.
	ReasonLaterTier
	// ReasonBehind: could serve, but the strategy puts another agent first.
	ReasonBehind
	// ReasonInFlight: a proposal for this request is being committed.
	ReasonInFlight
	// ReasonReady: could serve, and is next; ask Advance.
	ReasonReady
	// ReasonOwner: has the request.
	ReasonOwner
	// ReasonLanguage: somebody at work speaks the request's language, and this agent does not; until
	// Verdict.Until.
	ReasonLanguage
)

var reasonNames = map[Reason]string{
	ReasonNone: "", ReasonBest: "best by strategy", ReasonPreferred: "preferred agent", ReasonExpired: "offer expired",
	ReasonAgentGone: "agent gone", ReasonAgentBreak: "agent on break", ReasonTaken: "taken by another agent",
	ReasonCancelled: "cancelled", ReasonRing: "next ring", ReasonOverflow: "overflow", ReasonMaxWait: "maximum wait",
	ReasonQueueFull: "queue full", ReasonNoRoute: "no such queue", ReasonWrapEnd: "wrap-up over",
	ReasonSilence: "idle", ReasonNoLoad: "no load left", ReasonGrace: "grace over", ReasonMissed: "missed offers",
	ReasonLastResort: "last resort: everybody who could serve it is excluded", ReasonAdmitted: "admitted",
	ReasonOffline: "offline", ReasonOnBreak: "on break", ReasonDraining: "draining", ReasonLost: "lost",
	ReasonNotInQueue: "not in this queue", ReasonDelay: "helps later", ReasonSkill: "lacks a skill",
	ReasonRingLater: "outside the ring", ReasonExcluded: "excluded", ReasonSticky: "waits for the preferred agent",
	ReasonAtCapacity: "at capacity", ReasonChannelFull: "at the channel's cap", ReasonManual: "picked by hand",
	ReasonLaterTier: "later tier", ReasonBehind: "behind another agent", ReasonInFlight: "being committed",
	ReasonReady: "ready", ReasonOwner: "has it", ReasonLanguage: "speaks another language",
}

// String returns the reason in plain words.
func (r Reason) String() string { return reasonNames[r] }
