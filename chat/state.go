package chat

// State is where a session stands. The whole machine is in Decide.
type State string

// The states.
const (
	Queued    State = "queued"    // waits for an agent
	Offered   State = "offered"   // one or more agents hold an offer of it
	Active    State = "active"    // an agent owns it
	Held      State = "held"      // owned, set aside until something happens
	Wrapping  State = "wrapping"  // ended for the visitor, the agent finishes up
	Closed    State = "closed"    // ended
	Abandoned State = "abandoned" // the visitor left before an agent answered
	Messaged  State = "messaged"  // nobody could answer: the message was taken for later
)

// Ended reports whether nobody is waiting for anybody: closed, abandoned or messaged.
func (s State) Ended() bool { return s == Closed || s == Abandoned || s == Messaged }

// Owned reports whether one agent owns the session: active, held or wrapping.
func (s State) Owned() bool { return s == Active || s == Held || s == Wrapping }

// Waiting reports whether the session is in line for an agent: queued or offered.
func (s State) Waiting() bool { return s == Queued || s == Offered }

// Running reports whether the session goes on for its visitor: it has not ended, and no agent is
// wrapping it up.
func (s State) Running() bool { return !s.Ended() && s != Wrapping }

// Reason says why a session moved. Every automatic move has one.
type Reason string

// The reasons.
const (
	ByVisitor      Reason = "visitor"       // the visitor did it
	ByAgent        Reason = "agent"         // an agent did it
	BySupervisor   Reason = "supervisor"    // a supervisor did it
	ByHost         Reason = "host"          // the host's own code did it
	Admitted       Reason = "admitted"      // a new session was let into the queue
	OutsideHours   Reason = "outside-hours" // the site or queue is closed
	NoAgent        Reason = "no-agent"      // nobody who could serve it is there
	Summoned       Reason = "summoned"      // nobody who could serve it is there, and a colleague is asked to come
	SomebodyBack   Reason = "somebody-back" // somebody who could serve it is there again
	QueueFull      Reason = "queue-full"    // over the queue's limit
	Choice         Reason = "choice"        // the visitor chose to leave a message
	LongestWait    Reason = "longest-wait"  // waited as long as the queue allows
	Closing        Reason = "closing"       // still waiting when the grace after closing ended
	AutoAccept     Reason = "auto-accept"   // assigned without an offer step
	Picked         Reason = "picked"        // an agent picked it from the queue
	TakenOver      Reason = "taken-over"    // a colleague took it from its agent
	Followed       Reason = "followed"      // a colleague follows it
	Parted         Reason = "parted"        // a colleague follows it no more
	Accepted       Reason = "accepted"      // an agent accepted the offer
	Declined       Reason = "declined"      // an agent declined the offer
	Expired        Reason = "expired"       // the offer's deadline passed
	Rescinded      Reason = "rescinded"     // the offer was taken back
	Taken          Reason = "taken"         // another agent accepted first
	Cancelled      Reason = "cancelled"     // the visitor left while the offer was pending
	AgentGone      Reason = "agent-gone"    // the agent's connection was lost beyond the grace, or the agent went offline
	OnBreak        Reason = "break"         // the agent went on a break
	Transferred    Reason = "transferred"   // handed to another queue or agent
	OffShift       Reason = "shift-over"    // handed to colleagues because the agent's shift is over
	Overflowed     Reason = "overflowed"    // moved to the queue's overflow queue
	Retired        Reason = "retired"       // its queue is retired, and another one takes it
	Inactivity     Reason = "inactivity"    // nobody wrote for the policy's time
	Escalated      Reason = "escalated"     // went on by e-mail or phone
	WrapOver       Reason = "wrap-over"     // the wrap-up time ended
	HoldOver       Reason = "hold-over"     // the hold ended
	Reopened       Reason = "reopened"      // opened again within the window
	Unanswered     Reason = "unanswered"    // its agent owed an answer for too long
	Answered       Reason = "answered"      // an agent answered a left message
	MaybeTwice     Reason = "maybe-twice"   // it may have been sent twice: nobody knows how an earlier try ended
	Undelivered    Reason = "undelivered"   // an answer, or a hand-off, did not get where it was to go
	Untranslated   Reason = "untranslated"  // no translation could be made
	LanguageChosen Reason = "language"      // its visitor's language was chosen
	// OriginalsChosen: nothing is translated, whatever the language.
	OriginalsChosen Reason = "originals"
	Mailed          Reason = "mailed"          // its words went out by mail
	Replied         Reason = "replied"         // the visitor wrote by mail after its end
	OtherSender     Reason = "other-sender"    // another address sent it, or it is doubted
	HandedOff       Reason = "handed-off"      // it was seen to elsewhere
	Settled         Reason = "settled"         // a left message was dealt with
	Erased          Reason = "erased"          // the visitor's data was erased
	Woken           Reason = "woken"           // an idle session counts again
	SignedIn        Reason = "signed-in"       // the visitor signed in: what stands above was written before
	ContactChanged  Reason = "contact-changed" // an agent changed what the visitor typed of themselves
	EmailConfirmed  Reason = "email-confirmed" // the visitor signed in, and the host vouches for the address
	PeekAllowed     Reason = "peek-allowed"    // agents may see what the visitor types unsent
	PeekEnded       Reason = "peek-ended"      // they may not any more
	Left            Reason = "left"            // the visitor was gone for too long
	CameBack        Reason = "came-back"       // the visitor who had left is there again
	ByRules         Reason = "rules"           // rules of the shop decided it: see Intake
	Widened         Reason = "widened"         // the ring widened
)
