package hook

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Notifier tells people on another way, such as a phone, of what nobody in front of a screen may be
// seeing to.
type Notifier interface {
	// Notify tells of one occasion. Its error is logged, and it is not called again for it. The same
	// occasion of one queue is told once a minute at most.
	Notify(ctx context.Context, n Notice) error
}

// Occasion is why somebody is to be told.
type Occasion string

// The occasions.
const (
	OccasionWaiting   Occasion = "waiting"       // somebody joined a line from which nobody can be offered anything
	OccasionStill     Occasion = "still-waiting" // somebody has waited for 5 minutes, and for each 5 minutes more
	OccasionMissed    Occasion = "missed"        // an agent let an offer run out
	OccasionLastGone  Occasion = "last-gone"     // the last one who could serve those in line has gone
	OccasionMessage   Occasion = "message"       // a message was left, or waits again
	OccasionReopened  Occasion = "reopened"      // a visitor goes on with a session that had ended
	OccasionUnwanted  Occasion = "unwanted"      // ten offers of a session in a row were declined or ran out
	OccasionMentioned Occasion = "mentioned"     // a note of a colleague is for an agent
	OccasionOverdue   Occasion = "overdue"       // the owner has owed an answer for the policy's AnswerWithin
)

// Notice is one occasion.
type Notice struct {
	Occasion Occasion
	Queue    chat.QueueID
	Session  chat.SessionID // the one it is about; empty for waiting and still-waiting
	// Agent is who missed the offer, owes the answer, or is mentioned; of a message, and of a session
	// that was reopened, who had it last. Empty otherwise.
	Agent    chat.AgentID
	Sessions int           // how many wait in the queue
	Oldest   time.Duration // how long the one waits that has waited longest
}
