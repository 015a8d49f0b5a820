package replica

import (
	"maps"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
)

// The topics of a Hub. A name is the family of what changed and its id.
const (
	TopicFeed         = "feed"         // anything at all was applied
	TopicBoard        = "board"        // something a board shows
	TopicLine         = "line"         // something the dispatcher decides on
	TopicOutbox       = "outbox"       // an effect is due, or was dealt with
	TopicJob          = "job"          // a job is due at another instant, or was done
	TopicLanes        = "lanes"        // a messenger has something to do, or has done it
	TopicNearby       = "nearby"       // the agents connected to this node
	TopicVisitors     = "visitors"     // the visitors connected to this node
	TopicSettings     = "settings"     // a setting
	TopicAvailability = "availability" // the last agent of a queue left, the first one came, or the settings changed
)

// TopicSession is that of a session's record, timeline and read marks.
func TopicSession(id chat.SessionID) string { return "session/" + string(id) }

// TopicVisitor is that of a visitor's record, and of the session the visitor has.
func TopicVisitor(id chat.VisitorID) string { return "visitor/" + string(id) }

// TopicHistory is that of a visitor's record alone.
func TopicHistory(id chat.VisitorID) string { return "history/" + string(id) }

// TopicPerson is that of a visitor's own records: what they did, and which session is theirs.
func TopicPerson(id chat.VisitorID) string { return "person/" + string(id) }

// TopicAgent is that of an agent's record and sessions.
func TopicAgent(id chat.AgentID) string { return "agent/" + string(id) }

// TopicQueue is that of a queue's line, of who in it is there, of the messages left in it, and of
// those who serve it.
func TopicQueue(id chat.QueueID) string { return "queue/" + string(id) }

// TopicPlaces is that of the places in a queue's line and of how long they wait: all that those who
// stand in it are told of each other.
func TopicPlaces(id chat.QueueID) string { return inLine + string(id) }

const inLine = "places/"

// TopicExtern is that of the record that says which principals of a person are refused.
func TopicExtern(kind, hash string) string { return principals + kind + "/" + hash }

const principals = "extern/"

// doubtful reports whether a topic may say that a principal is refused.
func doubtful(topic string) bool { return strings.HasPrefix(topic, principals) }

// topics collects the topics of a change.
type topics map[string]struct{}

func (ts topics) add(names ...string) {
	for _, t := range names {
		ts[t] = struct{}{}
	}
}

// ofSession adds the topics of those who may care that a session changed.
func (ts topics) ofSession(s chat.Session) {
	if s.ID == "" {
		return
	}
	ts.add(TopicSession(s.ID), TopicBoard, TopicLine)
	if s.Visitor != "" {
		ts.add(TopicVisitor(s.Visitor))
	}
	ts.ofAgents(s)
	if s.State.Waiting() {
		ts.add(TopicQueue(s.Queue), TopicPlaces(s.Queue))
	}
	if s.State == chat.Messaged {
		ts.add(TopicQueue(s.Queue))
	}
}

// ofAgents adds the topics of the agents who have a session before them.
func (ts topics) ofAgents(s chat.Session) {
	if s.Agent != "" {
		ts.add(TopicAgent(s.Agent))
	}
	for _, o := range s.Offers {
		ts.add(TopicAgent(o.Agent))
	}
	for _, c := range s.Beside {
		ts.add(TopicAgent(c.Agent))
	}
}

func (ts topics) list() []string { return slices.Sorted(maps.Keys(ts)) }
