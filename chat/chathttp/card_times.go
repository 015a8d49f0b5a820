package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// cardTimes are the instants of a card.
type cardTimes struct {
	CreatedAt  time.Time `json:"created_at"`
	QueuedAt   time.Time `json:"queued_at,omitzero"`
	WaitingAt  time.Time `json:"waiting_since,omitzero"`
	StateAt    time.Time `json:"state_at"`
	AssignedAt time.Time `json:"assigned_at,omitzero"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	VisitorAt  time.Time `json:"visitor_at,omitzero"`
	AgentAt    time.Time `json:"agent_at,omitzero"`
	WarnedAt   time.Time `json:"warned_at,omitzero"`
	OwedSince  time.Time `json:"owed_since,omitzero"`
	OverdueAt  time.Time `json:"overdue_at,omitzero"`
	ReplyBy    time.Time `json:"reply_by,omitzero"`
	CallAt     time.Time `json:"call_at,omitzero"`
	HeldUntil  time.Time `json:"held_until,omitzero"`
	WrapUntil  time.Time `json:"wrap_until,omitzero"`
	EndedAt    time.Time `json:"ended_at,omitzero"`
	LeftAt     time.Time `json:"left_at,omitzero"`
	LastAt     time.Time `json:"last_at"`
}

func viewTimes(s chat.Session, replyBy time.Time) cardTimes {
	v := cardTimes{
		ReplyBy: replyBy, CallAt: s.CallAt,
		CreatedAt: s.CreatedAt, QueuedAt: s.QueuedAt, WaitingAt: s.WaitingSince(),
		StateAt: s.StateAt, AssignedAt: s.AssignedAt, AnsweredAt: s.AnsweredAt,
		VisitorAt: s.VisitorAt, AgentAt: s.AgentAt, WarnedAt: s.WarnedAt,
		OwedSince: s.OwedSince(), OverdueAt: s.OverdueAt,
		HeldUntil: s.HeldUntil, EndedAt: s.EndedAt, LeftAt: s.LeftAt, LastAt: s.LastAt,
	}
	if wrap := s.Policy.Resolved().WrapUp; s.State == chat.Wrapping && wrap > 0 {
		v.WrapUntil = s.StateAt.Add(wrap)
	}
	return v
}
