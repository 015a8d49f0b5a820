package desk

import (
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// image is what this node knows: the records that routing, timers, streams and boards depend on, as of one revision of
// the feed. It is a cache and never the truth: what is decided on it is committed on the condition that it still holds.
type image struct {
	mu     sync.Mutex
	at     store.Rev // everything up to here was applied
	loaded bool

	open   map[chat.SessionID]known[chat.Session] // sessions that have not ended
	agents map[chat.AgentID]known[chat.Agent]
	unread map[chat.AgentID]chat.Fault // agents whose records cannot be read: what was known of them is kept
	nodes  map[string]node
	outbox map[string]hook.EffectKind                   // by key
	left   map[chat.QueueID]map[chat.SessionID]struct{} // messages left and not settled
	lease  store.Rev                                    // of lease/dispatcher; 0: nobody leads
	beat   store.Rev                                    // of its beat
	astray int                                          // agents who are lost or draining: somebody has to see to them

	// What is kept of the records above, so that nobody has to look through them.
	owned   sessionsBy[chat.AgentID] // of open, by owner
	offered sessionsBy[chat.AgentID] // of open, by those who have an offer
	line    sessionsBy[chat.QueueID] // of open, those who wait
	heads   headcounts               // of agents
	people  crowds                   // of agents, those who are somebody at the door
	links   map[chat.AgentID][]connection
	steps   int // agents, connections and sessions looked at when a record comes; tests bound it

	learnt   map[chat.AgentID]store.Record // written on this node while there was no picture
	settings *settings

	jobs    timing.Deadlines // by key: when each is due
	timers  timing.Deadlines // session/<id>, by the time of day
	watches timing.Deadlines // agent/<id>, node/<id>, by the clock of intervals
	clocks  timing.Skew
	today   today
	router  Router
}

// known is a record's value with its revision.
type known[T any] struct {
	value T
	rev   store.Rev
}

// node is what a node last said of the agents connected to it.
type node struct {
	attendance
	rev  store.Rev
	dead time.Time // since when it has been silent for too long, by the clock of intervals; zero: it is not
}

func (im *image) reset(r Router) {
	im.at, im.loaded = 0, false
	im.open = map[chat.SessionID]known[chat.Session]{}
	im.agents, im.unread = map[chat.AgentID]known[chat.Agent]{}, map[chat.AgentID]chat.Fault{}
	im.owned, im.offered, im.line = sessionsBy[chat.AgentID]{}, sessionsBy[chat.AgentID]{}, sessionsBy[chat.QueueID]{}
	im.heads, im.people, im.links = headcounts{}, crowds{}, map[chat.AgentID][]connection{}
	im.nodes = map[string]node{}
	im.outbox = map[string]hook.EffectKind{}
	im.left = map[chat.QueueID]map[chat.SessionID]struct{}{}
	im.lease, im.beat, im.astray = 0, 0, 0
	im.timers, im.watches, im.jobs, im.clocks = timing.Deadlines{}, timing.Deadlines{}, timing.Deadlines{}, timing.Skew{}
	im.router = r
	if im.learnt == nil {
		im.learnt = map[chat.AgentID]store.Record{}
	}
}

// busy reports whether there is anything to lead: a session that is open, an agent connected or to be seen to, an
// effect that this node can do, a job that is due.
func (im *image) busy(now time.Time, can func(hook.EffectKind) bool) bool {
	if len(im.open) > 0 || len(im.nodes) > 0 || im.astray > 0 {
		return true
	}
	if due, ok := im.jobs.Next(); ok && !due.After(now) {
		return true
	}
	for _, k := range im.outbox {
		if can(k) {
			return true
		}
	}
	return false
}

// settled reports whether a link that the presence record of a revision called gone is needed no more: somebody has seen
// to its agent since.
func (im *image) settled(a chat.AgentID, told store.Rev) bool {
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.at >= told && im.seenTo(a)
}
