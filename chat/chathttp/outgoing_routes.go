package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// outgoingPage is a page of what is to leave the desk. Next is missing on the last one.
type outgoingPage struct {
	Effects []effectView `json:"effects"`
	Next    string       `json:"next,omitempty"`
}

// effectView is one thing that is to leave the desk, without its texts.
type effectView struct {
	ID      string          `json:"id"`
	Kind    hook.EffectKind `json:"kind"`
	Session chat.SessionID  `json:"session"`
	Queue   chat.QueueID    `json:"queue,omitempty"`
	To      string          `json:"to,omitempty"`
	At      time.Time       `json:"at"`
	Due     time.Time       `json:"due_at"`
	Tries   int             `json:"tries"`
	Failure string          `json:"failure,omitempty"`
	Trying  bool            `json:"trying,omitempty"`
	Unsure  bool            `json:"unsure,omitempty"`
}

func viewEffect(e hook.Effect) effectView {
	return effectView{
		ID: e.ID, Kind: e.Kind, Session: e.Session, Queue: e.Queue, To: e.To, At: e.At, Due: e.Due,
		Tries: e.Tries, Failure: e.Failure, Trying: !e.Begun.IsZero(), Unsure: e.Unsure,
	}
}

// outgoing shows a supervisor what is to leave the desk.
type outgoing struct{}

func (outgoing) page(c *call) error {
	es, next, err := c.supervisor.Outgoing().Page(c.r.Context(), c.r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	return c.ok(outgoingPage{each(es, viewEffect), next})
}

func (outgoing) retry(c *call, _ none) error {
	return c.done(c.supervisor.Outgoing().Retry(c.r.Context(), c.r.PathValue("id")))
}
