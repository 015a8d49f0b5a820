package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// handoffsPage is a page of the hand-offs that are not done. Next is missing on the last one.
type handoffsPage struct {
	Handoffs []handoffView `json:"handoffs"`
	Next     string        `json:"next,omitempty"`
}

// handoffView is a session that goes on elsewhere and is not done there yet.
type handoffView struct {
	ID       string         `json:"id"`
	Session  chat.SessionID `json:"session"`
	Queue    chat.QueueID   `json:"queue,omitempty"`
	To       string         `json:"to"`
	At       time.Time      `json:"at"`
	Deadline time.Time      `json:"deadline,omitzero"`
	TakenAt  time.Time      `json:"taken_at,omitzero"`
	Receipt  string         `json:"receipt,omitempty"`
	Late     bool           `json:"late,omitempty"`
}

func viewHandoff(x hook.OpenHandoff) handoffView { return handoffView(x) }

// handoffs shows a supervisor what goes on elsewhere.
type handoffs struct{}

func (handoffs) page(c *call) error {
	xs, next, err := c.supervisor.Outgoing().Handoffs(c.r.Context(), c.r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	return c.ok(handoffsPage{each(xs, viewHandoff), next})
}

// handoffBody says how a hand-off ended elsewhere.
type handoffBody struct {
	Outcome string `json:"outcome"`
}

func (in handoffBody) done(c *call) error {
	box := c.supervisor.Outgoing()
	return c.done(box.HandoffDone(c.r.Context(), c.r.PathValue("id"), in.Outcome))
}
