package desk

import (
	"errors"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// openStreams counts the streams that are open to this node.
type openStreams struct{ visitors, agents, boards atomic.Int64 }

// of is the count of a scope.
func (o *openStreams) of(scope StreamScope) *atomic.Int64 {
	switch scope {
	case StreamVisitor:
		return &o.visitors
	case StreamAgent:
		return &o.agents
	}
	return &o.boards
}

func (o *openStreams) counts() map[StreamScope]int {
	out := map[StreamScope]int{}
	for _, scope := range []StreamScope{StreamVisitor, StreamAgent, StreamBoard} {
		out[scope] = int(o.of(scope).Load())
	}
	return out
}

// any reports whether a stream is open.
func (o *openStreams) any() bool {
	return o.visitors.Load() > 0 || o.agents.Load() > 0 || o.boards.Load() > 0
}

// dropped tells the Observer that this node ended a stream.
func (s *stream) dropped(why error) {
	timer, ok := s.d.cfg.Observer.(hook.Timer)
	if !ok {
		return
	}
	reason := "error"
	switch {
	case s.d.engine.feed.deaf():
		reason = "deaf"
	case errors.Is(why, chat.ErrUnauthenticated), errors.Is(why, chat.ErrForbidden),
		errors.Is(why, chat.ErrBanned):
		reason = "refused"
	}
	timer.Dropped(string(s.scope), reason)
}
