package records

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Nobody takes a key apart by hand: what reads the feed, an index or a page of a list asks Parse,
// and gets back just what the function that makes the key was given. So a family may change its
// form in this package alone, and a key that no family has is an error and not a guess.

// ErrKey says that a key is not one this package writes.
var ErrKey = errors.New("records: unknown key")

// Key is a key taken apart. Only the fields of its family are set.
type Key struct {
	Family  Family
	Session chat.SessionID
	Visitor chat.VisitorID
	Agent   chat.AgentID
	Queue   chat.QueueID
	Offer   chat.OfferID
	Command chat.CommandID
	N       int       // timeline, agentlog, agentdays; presence of visitors, funnel: the shard
	Visits  bool      // presence: of visitors, not of agents
	At      time.Time // where it is a part of the key
	Scope   string    // done, about
	Kind    string    // settings, extern, job; carrying: the channel
	// ID is of a rule, a setting, an outbox, hand-off, presence, cursor, extern, mailed, job, audit,
	// about, prompted, order, lane or carrying record; helped: the site.
	ID   string
	Beat bool // lease
}

// parts is how many parts the key of a family has.
var parts = map[Family]int{
	FamilySession: 1, FamilyOpen: 1, FamilyWaiting: 3, FamilyOffer: 2, FamilyActive: 2, FamilyMessaged: 3,
	FamilyEnded: 2, FamilyLeaving: 1, FamilyCurrent: 1, FamilyVisitor: 3, FamilyAgent: 1, FamilyTimeline: 2, FamilyHistory: 1, FamilyRule: 1,
	FamilySettings: 2, FamilyOutbox: 2, FamilyHandoff: 1, FamilyPresence: 1, FamilyDone: 2, FamilyCursor: 2, FamilyExtern: 2, FamilyMailed: 1, FamilyJob: 2,
	FamilyAudit: 2, FamilyAbout: 3, FamilyAgentLog: 3,
	FamilyAgentDays: 3, FamilyPrompted: 1, FamilyOrder: 2,
	FamilyFunnel: 2, FamilyHelped: 3, FamilyLane: 1, FamilyCarrying: 2,
	FamilyFiles: 1, FamilyFilesDue: 2, FamilyFetching: 1,
}

// Parse takes a key apart. For every function of this package that makes a key, Parse gives
// back what it was made of.
func Parse(s string) (Key, error) {
	name, rest, _ := strings.Cut(s, "/")
	k := Key{Family: Family(name)}
	// Two keys in all, which have no parts.
	if k.Family == FamilyLease {
		k.Beat = s == Beat()
		if !k.Beat && s != Lease() {
			return Key{}, fmt.Errorf("%w: %q", ErrKey, s)
		}
		return k, nil
	}
	p := strings.Split(rest, "/")
	// A node has one record of agents, and several of visitors below it.
	if k.Family == FamilyPresence && len(p) == 2 {
		k.ID, k.Visits = p[0], true
		n, err := strconv.Atoi(p[1])
		// Made anew and compared: "07" is a number too, and no key of ours.
		if err != nil || n < 0 || n >= Shards || s != Visiting(k.ID, n) {
			return Key{}, fmt.Errorf("%w: %q", ErrKey, s)
		}
		k.N = n
		return k, nil
	}
	// Ids have no slash in them, so the number of parts tells whether a key is whole.
	if n, ok := parts[k.Family]; !ok || n != len(p) {
		return Key{}, fmt.Errorf("%w: %q", ErrKey, s)
	}
	if err := k.fill(p); err != nil {
		return Key{}, fmt.Errorf("%w: %q: %w", ErrKey, s, err)
	}
	return k, nil
}

// fill sets the fields of a key's family from its parts.
func (k *Key) fill(p []string) (err error) {
	switch k.Family {
	case FamilySession, FamilyOpen, FamilyLeaving, FamilyFiles, FamilyFetching:
		k.Session = chat.SessionID(p[0])
	case FamilyWaiting, FamilyMessaged:
		k.Queue, k.Session = chat.QueueID(p[0]), chat.SessionID(p[2])
		k.At, err = ParseInstant(p[1])
	case FamilyEnded, FamilyFilesDue:
		k.Session = chat.SessionID(p[1])
		k.At, err = ParseInstant(p[0])
	case FamilyOffer:
		k.Agent, k.Offer = chat.AgentID(p[0]), chat.OfferID(p[1])
	case FamilyActive:
		k.Agent, k.Session = chat.AgentID(p[0]), chat.SessionID(p[1])
	case FamilyCurrent, FamilyHistory:
		k.Visitor = chat.VisitorID(p[0])
	case FamilyVisitor:
		k.Visitor, k.Session = chat.VisitorID(p[0]), chat.SessionID(p[2])
		k.At, err = ParseInstant(p[1])
	case FamilyAgent:
		k.Agent = chat.AgentID(p[0])
	case FamilyTimeline:
		k.Session = chat.SessionID(p[0])
		k.N, err = strconv.Atoi(p[1])
	case FamilyRule, FamilyHandoff, FamilyPresence, FamilyMailed, FamilyPrompted, FamilyLane:
		k.ID = p[0]
	case FamilySettings, FamilyExtern, FamilyJob, FamilyCarrying:
		k.Kind, k.ID = p[0], p[1]
	case FamilyOutbox:
		k.ID = p[1]
		k.At, err = ParseInstant(p[0])
	case FamilyAudit, FamilyOrder:
		k.ID = p[1]
		k.At, err = ParseInstant(p[0])
	case FamilyHelped:
		k.ID = p[1]
		if k.At, err = ParseInstant(p[0]); err == nil {
			k.N, err = strconv.Atoi(p[2])
		}
	case FamilyFunnel:
		if k.At, err = ParseInstant(p[0]); err == nil {
			k.N, err = strconv.Atoi(p[1])
		}
	case FamilyAgentLog, FamilyAgentDays:
		k.Agent = chat.AgentID(p[0])
		if k.At, err = ParseInstant(p[1]); err == nil {
			k.N, err = strconv.Atoi(p[2])
		}
	case FamilyAbout:
		k.Scope, k.ID = p[0], p[2]
		k.At, err = ParseInstant(p[1])
	case FamilyDone:
		k.Scope, k.Command = p[0], chat.CommandID(p[1])
	case FamilyCursor:
		k.Session, k.ID = chat.SessionID(p[0]), p[1]
	}
	return err
}
