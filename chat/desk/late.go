package desk

import (
	"errors"
	"math"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
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
// agent's: its visitor may still rate it.
func (src *agentSource) keep(s *stream, id chat.SessionID, n int) error {
	x, err := s.d.sessions.Get(s.ctx, id)
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if err != nil || !x.State.Ended() || x.Agent != src.id {
		return err
	}
	src.late = append(src.late, ended{id, n, unread})
	src.late = src.late[max(0, len(src.late)-maxLate):]
	return nil
}

// sendLate sends the ratings of sessions that have ended. They have no cursor: whoever was away reads
// the timeline again. It reads only the sessions for which the hub rang since.
func (src *agentSource) sendLate(s *stream) error {
	for i := range src.late {
		wakes := s.listener.WakesFor(replica.TopicSession(src.late[i].id))
		if wakes == src.late[i].wakes {
			continue
		}
		src.late[i].wakes = wakes
		ls, err := s.d.sessions.Lines(s.ctx, src.late[i].id, src.late[i].n)
		if err != nil {
			return err
		}
		for _, l := range ls {
			src.late[i].n = l.N
			if l.Kind == chat.KindRated && l.Agent == src.id && !s.send(lineEvent(l, "")) {
				return nil
			}
		}
	}
	src.late = slices.DeleteFunc(src.late, func(e ended) bool { _, again := src.follow[e.id]; return again })
	return nil
}
