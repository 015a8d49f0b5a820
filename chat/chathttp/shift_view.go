package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// shiftView is where an agent stands in their plan. It is missing where there is none.
type shiftView struct {
	Phase     chat.ShiftPhase `json:"phase"`
	Outside   bool            `json:"outside,omitempty"`
	From      time.Time       `json:"from,omitzero"`
	To        time.Time       `json:"to,omitzero"`
	BreakFrom time.Time       `json:"break_from,omitzero"`
	BreakTo   time.Time       `json:"break_to,omitzero"`
	Next      time.Time       `json:"next,omitzero"`
}

func viewShift(s chat.Shift) *shiftView {
	if s.Phase == chat.ShiftNone {
		return nil
	}
	return &shiftView{
		Phase: s.Phase, Outside: s.Outside, From: s.From.UTC(), To: s.To.UTC(),
		BreakFrom: s.BreakFrom.UTC(), BreakTo: s.BreakTo.UTC(), Next: s.Next.UTC(),
	}
}
