package desk

import (
	"errors"
	"math"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// maxLate is how many ended sessions a stream listens to. It listens to those that ended last.
const maxLate = 16

// ended is a session that its agent owned to the end. Its entries up to n were sent.
type ended struct {
	id    chat.SessionID
	n     int
	wakes uint64 // for it, when it was read last
}

// unread is as often as nothing rings.
const unread = math.MaxUint64

// keep has the stream go on listening to a session that has left the agent, if it has ended as the
// agent's: its visitor may still rate it, and somebody take it up again.
func (src *agentSource) keep(s *stream, id chat.SessionID, n int) error {
	x, err := s.d.sessions.Get(s.ctx, id)
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if err != nil || !x.State.Ended() || x.Agent != src.id {
		return err
	}
	src.heeds = false
	src.late = append(src.late, ended{id, n, unread})
	src.late = src.late[max(0, len(src.late)-maxLate):]
	return nil
}

// sendLate sends the ratings of sessions that have ended, and that somebody took one up again. They
// have no cursor: whoever was away reads the timeline again. It reads only the sessions for which
// the hub rang since.
func (src *agentSource) sendLate(s *stream) error {
	src.late = slices.DeleteFunc(src.late, func(e ended) bool {
		_, again := src.follow[e.id]
		src.heeds = src.heeds && !again
		return again
	})
	for i := range src.late {
		e := &src.late[i]
		wakes := s.listener.WakesFor(replica.TopicSession(e.id))
		if wakes == e.wakes {
			continue
		}
		e.wakes = wakes
		ls, err := s.d.engine.lines(s.ctx, s.d.sessions, e.id, e.n)
		if err != nil {
			return err
		}
		for _, l := range ls {
			e.n = l.N
			if src.tellsLate(l) && !s.send(lineEvent(l, src.as.audience(), "")) {
				return nil
			}
		}
	}
	return nil
}

// tellsLate reports whether an entry after the end is for the agent who had the session to the end.
func (src *agentSource) tellsLate(l sessions.Line) bool {
	return (l.Kind == chat.KindRated || l.Kind == chat.KindReopened) && l.Agent == src.id
}
