package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// boardView is what a supervisor watches.
type boardView struct {
	At         time.Time        `json:"at"`
	Waiting    int              `json:"waiting"`
	OldestWait int              `json:"oldest_wait_seconds"`
	Messages   int              `json:"messages"`
	Queues     []queueView      `json:"queues"`
	Agents     []agentView      `json:"agents"`
	Today      todayView        `json:"today"`
	Level      levelView        `json:"service_level"`
	Unwanted   []chat.SessionID `json:"unwanted,omitempty"`
	Overdue    []chat.SessionID `json:"overdue,omitempty"`
	Outgoing   outgoingView     `json:"outgoing"`
}

// outgoingView is how much is to leave the desk, and of that, how much has failed so far.
type outgoingView struct {
	Waiting int `json:"waiting"`
	Failing int `json:"failing"`
}

type queueView struct {
	ID         chat.QueueID `json:"id"`
	Name       string       `json:"name,omitempty"`
	Open       bool         `json:"open"`
	Retired    bool         `json:"retired,omitempty"`
	Waiting    int          `json:"waiting"`
	OldestWait int          `json:"oldest_wait_seconds"`
	Agents     int          `json:"agents"`
	Free       int          `json:"free"`
	Active     int          `json:"active"`
	Messages   int          `json:"messages"`
	Unwanted   int          `json:"unwanted,omitempty"`
	Overdue    int          `json:"overdue,omitempty"`
	Late       int          `json:"late,omitempty"`
}

type todayView struct {
	Started   int `json:"started"`
	Answered  int `json:"answered"`
	Abandoned int `json:"abandoned"`
	Messaged  int `json:"messaged"`
}

// levelView is the service level; Percent is missing while there is nothing to measure.
type levelView struct {
	Target  int      `json:"target_seconds"`
	Within  int      `json:"within"`
	Of      int      `json:"of"`
	Percent *float64 `json:"percent,omitempty"`
}

func viewBoard(b desk.Board) boardView {
	v := boardView{
		At: b.At, Waiting: b.Waiting, OldestWait: floor(b.OldestWait), Agents: each(b.Agents, viewAgent), Today: todayView(b.Today),
		Queues: each(b.Queues, viewQueue), Level: levelView{Target: seconds(b.ServiceLevel.Target), Within: b.ServiceLevel.Within, Of: b.ServiceLevel.Of},
		Unwanted: b.Unwanted, Overdue: b.Overdue, Outgoing: outgoingView(b.Outgoing),
	}
	for _, q := range b.Queues {
		v.Messages += q.Messages
	}
	if b.ServiceLevel.Of > 0 {
		v.Level.Percent = new(100 * b.ServiceLevel.Share)
	}
	return v
}

func viewQueue(q desk.QueueBoard) queueView {
	return queueView{
		ID: q.Queue, Name: q.Name, Open: q.Open, Retired: q.Retired, Waiting: q.Waiting, OldestWait: floor(q.OldestWait),
		Agents: q.Agents, Free: q.Free, Active: q.Active, Messages: q.Messages, Unwanted: q.Unwanted,
		Overdue: q.Overdue, Late: q.Late,
	}
}

// floor is whole seconds that have passed.
func floor(d time.Duration) int { return int(d / time.Second) }
