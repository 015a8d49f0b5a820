package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// SessionView is a session as its visitor sees it.
type SessionView struct {
	ID        chat.SessionID
	Site      chat.SiteID
	Queue     chat.QueueID
	State     chat.State
	Reason    chat.Reason
	AgentName string // empty: nobody yet
	Position  int    // the place in line, from 1; 0: not in line, or unknown
	Wait      Estimate
	Entries   int        // the timeline has entries 1 to Entries
	Staff     chat.Staff // while it waits: whether people are there
	Told
	CreatedAt time.Time
	QueuedAt  time.Time
	EndedAt   time.Time
	WarnedAt  time.Time
	ClosesAt  time.Time // when it closes for inactivity, after the warning
	ReadUpTo  int       // the visitor's own read cursor
	SeenUpTo  int       // how far the agent has read
	Rating    *chat.Rating
	CanRate   bool
	CanReopen bool
	CanMail   bool // the transcript can be mailed to the visitor's address
	Erased    bool // its texts and its visitor are gone
	Replayed  bool // this is the answer to an earlier command with the same id
}

// Estimate is an expected wait. Without Known the other fields say nothing.
type Estimate struct {
	Mean  time.Duration
	P50   time.Duration
	P90   time.Duration
	Known bool
}

// AgentView is an agent as colleagues see one.
type AgentView struct {
	ID         chat.AgentID
	Name       string
	Photo      string // the address of their picture; empty: none
	Supervisor bool
	Everything bool // a supervisor of everything, not of Queues alone
	Bot        bool
	Hosted     bool         // led by code of the host, which needs no stream
	Powers     []chat.Power // of a supervisor
	Mode       chat.AgentMode
	Reason     string
	Since      time.Time
	Capacity   int
	Load       int
	Sessions   int
	Queues     []chat.QueueID
	Languages  []string
	Missed     int
	// LostFrom is when the agent counts as lost unless a stream of theirs opens, or another call of
	// theirs comes before: only what the agent asks of themselves, by Me and SetStatus, says so. Zero:
	// a stream is open, or they take no sessions, or are a bot or Hosted.
	LostFrom time.Time
	Shift    chat.Shift // as this node knows it
	Can
}

// Can is what a desk's agents can do because of what the host has put in.
type Can struct {
	Escalate bool // sessions can go on elsewhere: there is a Config.Handoff
	Shows    bool // products can be shown: the Profile is a hook.Catalogue
	Attaches bool // files can be sent: there is a Config.Blobs
}

// SessionCard is a session as agents see it.
type SessionCard struct {
	Session   chat.Session
	AgentName string
	Position  int
	LastText  string // the beginning of the last message
	ReadUpTo  int    // the asking agent's read cursor
	SeenUpTo  int    // how far the visitor has read
	Presence  VisitorPresence
	// Where says what page the visitor of a session that has not ended looks at, as it was when the
	// card was read.
	Where VisitorWhere
	// ReplyBy is by when an agent is to answer, by the targets of the queue in its hours; zero: nothing
	// is owed, or there is no target.
	ReplyBy time.Time
	// Fields are what the visitor filled in of the shop's own form.
	Fields []FilledField
	// SplitAt is how many characters each message of an agent has at most: a longer text, of up to
	// chat.MaxLong, becomes several. 0: a text is one message, of up to chat.MaxText.
	SplitAt int
	// Outcomes are those of which one can be stated at its end, and OutcomeNeeded says that one must.
	Outcomes      []string
	OutcomeNeeded bool
	// Translates says that messages of this session can be translated: see LanguageChoice.
	Translates bool
	// Previews are the origins to whose pages links are shown as cards: see PreviewQuery.
	Previews []string
	// Carried says how agents' words go to a visitor who writes by a messenger; nil: they do not.
	Carried *Carriage
}

// VisitorWhere is where a visitor is in the shop, and with what. What is not known is zero.
type VisitorWhere struct {
	Page   PageView // the newest
	Device string   // phone, tablet or computer
	Clock  *int     // minutes that the visitor's clock is ahead of UTC
}

// LocalAt is what the visitor's clock shows at an instant; zero where that is not known.
func (w VisitorWhere) LocalAt(now time.Time) time.Time {
	if w.Clock == nil {
		return time.Time{}
	}
	return now.In(time.FixedZone("", *w.Clock*60))
}

// OfferView is a pending offer to the asking agent.
type OfferView struct {
	Offer   chat.Offer
	Session SessionCard
}

// Inbox is everything an agent has to look at.
type Inbox struct {
	Me       AgentView
	Offers   []OfferView
	Sessions []SessionCard // which the agent owns: active, held, wrapping
	Beside   []SessionCard // the latest 50 that the agent came to stand beside, as this node knows: see Beside
	Queue    []SessionCard // the first 50 in line in the agent's queues
	Messages []SessionCard // the first 50 left and not settled in the agent's queues
}

// Board is what a supervisor watches.
type Board struct {
	At           time.Time
	Waiting      int
	OldestWait   time.Duration
	Queues       []QueueBoard
	Agents       []AgentView
	Today        Today
	ServiceLevel ServiceLevel
	// Unwanted are sessions in line of which ten offers in a row were declined or ran out: see
	// chat.Session.Unwanted. Those that wait longest come first, at most 50.
	Unwanted []chat.SessionID
	// Overdue are sessions whose agent owes an answer for longer than their policy's AnswerWithin.
	// Those that are owed longest come first, at most 50.
	Overdue []chat.SessionID
	// Outgoing is what is to leave the desk: see Supervisor.Outgoing.
	Outgoing OutgoingBoard
}

// QueueBoard is one queue of a Board.
type QueueBoard struct {
	Queue      chat.QueueID
	Name       string
	Retired    bool // it takes nothing new
	Open       bool
	Waiting    int
	OldestWait time.Duration
	Agents     int // people who accept chats; bots do not count
	Free       int // units of their capacity that could be offered now
	Active     int
	Messages   int // left and not settled
	Unwanted   int // of Waiting, those that nobody accepts: see Board.Unwanted
	Overdue    int // of Active, those that wait too long for an answer: see Board.Overdue
	Late       int // in line or with an agent, those that wait for an answer beyond the queue's target: see SessionCard.ReplyBy
}

// Today is the figures since midnight in the first site's zone.
type Today struct {
	Started   int
	Answered  int
	Abandoned int
	Messaged  int
}

// ServiceLevel is the share of today's sessions that were answered within Target. Sessions
// abandoned before Target do not count.
type ServiceLevel struct {
	Target time.Duration
	Within int
	Of     int
	Share  float64 // Within / Of; 0 when Of is 0
}

// VisitorCard is what an agent sees of a session's visitor.
type VisitorCard struct {
	Visitor  chat.VisitorID
	Contact  chat.Contact
	Fields   []FilledField // what they filled in of the shop's own form, for this session
	Pages    []PageView    // the newest first
	Cart     Cart
	Past     []SessionCard // the newest first, at most 10
	Presence VisitorPresence
	// Device is phone, tablet or computer, as the browser said when the session began; empty:
	// unknown.
	Device string
	// LocalAt is what the visitor's clock shows, in a zone without a name; zero: unknown.
	LocalAt  time.Time
	Rows     []hook.CardRow // from the host's Profile, and then the attributes that the host says
	Prompt   string         // the text of the prompt the session came from
	FirstAt  time.Time
	BannedTo time.Time
}

// PageView is one page that a visitor looked at.
type PageView struct {
	URL   string
	Title string
	At    time.Time
}

// same reports whether both are the same view of the same page.
func (p PageView) same(o PageView) bool { return p.URL == o.URL && p.At.Equal(o.At) }

// Cart is what a visitor has in the basket. Money is in minor units.
type Cart struct {
	Value    int64
	Currency string
	Items    []CartItem
}

// CartItem is one line of a cart.
type CartItem struct {
	Name     string
	Quantity int
	Value    int64
	URL      string
}
