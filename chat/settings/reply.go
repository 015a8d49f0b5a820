package settings

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// ReplyBy returns by when an agent is to answer the visitor of a session, by the targets of its
// queue: FirstReply while nobody has answered yet, NextReply after that. It counts from
// chat.Session.OwedSince, in the hours that hold for the queue at the session's site. It is the
// zero Time when nothing is owed, where the queue has no such target, and where the hours never
// leave so much time.
func (s *InForce) ReplyBy(x chat.Session) time.Time {
	q, ok := s.Queue(x.Queue)
	since := x.OwedSince()
	within := q.NextReply
	if x.AnsweredAt.IsZero() {
		within = q.FirstReply
	}
	if !ok || since.IsZero() || within <= 0 {
		return time.Time{}
	}
	site, _ := s.Site(x.Site)
	schedule, ok := s.Schedule(site, q)
	if !ok {
		return since.Add(within)
	}
	by, ok := schedule.Hours.Add(since, within)
	if !ok {
		return time.Time{}
	}
	return by
}

// SplitOf is the SplitAt of a session's queue.
func (s *InForce) SplitOf(x chat.Session) int {
	q, _ := s.Queue(x.Queue)
	return q.SplitAt
}
