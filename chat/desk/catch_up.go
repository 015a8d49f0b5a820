package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// catchUp holds a stream back until the feed has told what this node has met. A client may have
// been shown it, as the answer to a command of theirs, and must not be shown less afterwards. The
// zero catchUp is ready.
type catchUp struct {
	to    store.Rev // what is waited for; 0: nothing yet
	until time.Time // by the clock of intervals
	feed  bool      // is listened to, for the sake of a cursor
}

// caughtUp is how this node stands to what it has met.
type caughtUp int

const (
	caught caughtUp = iota // it knows all of it
	waits                  // the feed is about to tell the rest
	behind                 // the feed did not tell it for long: the store is to be read
)

// knows reports whether this node has come as far as a cursor. Until then anything that the feed
// tells wakes the stream.
func (c *catchUp) knows(s *stream, seen, cursor store.Rev) bool {
	switch {
	case seen >= cursor && c.feed && c.to == 0:
		s.listener.Leave(replica.TopicFeed)
	case seen < cursor && !c.feed:
		s.listener.Follow(replica.TopicFeed)
		s.listener.Nudge() // the feed may have told it just now
	}
	c.feed = seen < cursor
	return !c.feed
}

// look reports how this node stands. While it waits, anything that the feed tells wakes the stream.
func (c *catchUp) look(s *stream, now time.Time) (until time.Time, how caughtUp) {
	tick, seen := s.d.tick(), s.d.engine.replica.Seen()
	first := c.to == 0
	if first {
		c.to, c.until = s.d.engine.ahead.Latest(), tick.Add(pace)
	}
	switch {
	case seen >= c.to:
		how = caught
	case !tick.Before(c.until):
		how = behind
	default:
		if first {
			s.listener.Follow(replica.TopicFeed)
			s.listener.Nudge() // the feed may have told it just now
		}
		return timing.After(now, tick, c.until), waits
	}
	*c = catchUp{feed: c.feed}
	if !c.feed {
		s.listener.Leave(replica.TopicFeed)
	}
	return time.Time{}, how
}

// letIn asks again whether the principal of an agent's stream may have one, when something was told
// that may say otherwise. The zero letIn asks at once.
type letIn struct {
	asked   bool
	version int64 // of the agent's record, when it was asked last
	removed bool
}

func (l *letIn) look(s *stream, a Agent, as chat.Agent) error {
	doubted := s.listener.Doubted()
	if l.asked && !doubted && as.Version == l.version && as.Removed == l.removed {
		return nil
	}
	*l = letIn{true, as.Version, as.Removed}
	_, err := a.who(s.ctx)
	return err
}
