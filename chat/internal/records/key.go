package records

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Family is the first part of a key.
type Family string

// The families of keys.
const (
	FamilySession  Family = "session"
	FamilyOpen     Family = "open"     // sessions that have not ended
	FamilyWaiting  Family = "waiting"  // sessions in line, by queue and since when
	FamilyOffer    Family = "offer"    // pending offers, by agent
	FamilyActive   Family = "active"   // sessions an agent owns
	FamilyMessaged Family = "messaged" // messages left and not yet settled, by queue
	FamilyEnded    Family = "ended"    // sessions that are over, by when; those of an archive leave by it
	FamilyLeaving  Family = "leaving"  // sessions in the archive whose records are still being deleted
	FamilyCurrent  Family = "current"  // a visitor's open session: there is one at most
	FamilyVisitor  Family = "visitor"  // every session of a visitor
	FamilyAgent    Family = "agent"
	FamilyTimeline Family = "timeline"
	FamilyHistory  Family = "history"
	FamilyRule     Family = "rule"
	FamilySettings Family = "settings"
	FamilyOutbox   Family = "outbox"
	FamilyHandoff  Family = "handoff" // hand-offs that are not done
	FamilyPresence Family = "presence"
	FamilyDone     Family = "done"
	FamilyLease    Family = "lease"
	FamilyCursor   Family = "cursor"
	FamilyExtern   Family = "extern"
	// FamilyMailed is when an address was last sent a transcript, by the keyed hash of it.
	FamilyMailed   Family = "mailed"
	FamilyJob      Family = "job"      // what the leading node has to do at an instant
	FamilyAudit    Family = "audit"    // lines of the audit trail, by when
	FamilyAgentLog Family = "agentlog" // lines of agents' logs, by agent and when
	// FamilyAgentDays is what days that are over come to in agents' logs, by agent and when.
	FamilyAgentDays Family = "agentdays"
	// FamilyPrompted is how many prompts were shown in the hour, where the team limits them.
	FamilyPrompted Family = "prompted"
	// FamilyOrder is the orders that the host reported, by when, without who placed them.
	FamilyOrder Family = "order"
	// FamilyFunnel is what became of prompts, by the day they were shown on, without the visitors.
	FamilyFunnel Family = "funnel"
	// FamilyHelped is how often answers helped, by day and site, the visitors spread over shards.
	FamilyHelped Family = "helped"
	FamilyAbout  Family = "about" // the lines of the trail that are about a person, by when
	// FamilyLane is what a messenger remembers of a customer, by the keyed hash of who that is.
	FamilyLane Family = "lane"
	// FamilyCarrying marks a lane in which its messenger has something to do.
	FamilyCarrying Family = "carrying"
	// FamilyFetching marks a session whose messages await files.
	FamilyFetching Family = "fetching"
	// FamilyFiles is the files that were sent in a session, or are about to be.
	FamilyFiles Family = "files"
	// FamilyFilesDue marks a session some of whose files are to be looked at from an instant on.
	FamilyFilesDue Family = "filesdue"
)

// Prefix is the range of all keys of a family, narrowed by parts.
func Prefix(f Family, parts ...string) string {
	return key(f, parts...) + "/"
}

// key joins a family and parts. Parts are minted ids, instants and words of this package, which
// have no slash.
func key(f Family, parts ...string) string {
	var usual [128]byte // nearly every key fits: so a key is one allocation
	all := append(usual[:0], f...)
	for _, p := range parts {
		all = append(append(all, '/'), p...)
	}
	return string(all)
}

// instant sorts as text like the instant itself, to the millisecond.
const instant = "20060102T150405.000Z"

// Instant writes t as it stands in keys.
func Instant(t time.Time) string { return t.UTC().Format(instant) }

// ParseInstant reads what Instant wrote.
func ParseInstant(s string) (time.Time, error) { return time.Parse(instant, s) }

// Session is where a session stands.
func Session(id chat.SessionID) string { return key(FamilySession, string(id)) }

// Open marks a session that has not ended.
func Open(id chat.SessionID) string { return key(FamilyOpen, string(id)) }

// Waiting marks a session in line.
func Waiting(q chat.QueueID, since time.Time, id chat.SessionID) string {
	return key(FamilyWaiting, string(q), Instant(since), string(id))
}

// Offer finds the session of a pending offer.
func Offer(a chat.AgentID, id chat.OfferID) string { return key(FamilyOffer, string(a), string(id)) }

// Active marks a session an agent owns.
func Active(a chat.AgentID, id chat.SessionID) string {
	return key(FamilyActive, string(a), string(id))
}

// Messaged marks a message left that nobody has answered or settled.
func Messaged(q chat.QueueID, since time.Time, id chat.SessionID) string {
	return key(FamilyMessaged, string(q), Instant(since), string(id))
}

// Ended marks a session that is over: closed or abandoned.
func Ended(at time.Time, id chat.SessionID) string {
	return key(FamilyEnded, Instant(at), string(id))
}

// Leaving marks a session that is in the archive and whose last records are being deleted.
func Leaving(id chat.SessionID) string { return key(FamilyLeaving, string(id)) }

// Current names a visitor's open session, or the last one.
func Current(v chat.VisitorID) string { return key(FamilyCurrent, string(v)) }

// Visitor marks a session as the visitor's, whatever its state.
func Visitor(v chat.VisitorID, started time.Time, id chat.SessionID) string {
	return key(FamilyVisitor, string(v), Instant(started), string(id))
}

// Agent is an agent's record: settings and ledger.
func Agent(id chat.AgentID) string { return key(FamilyAgent, string(id)) }

// Timeline is entry n of a session.
func Timeline(id chat.SessionID, n int) string {
	return key(FamilyTimeline, string(id), fmt.Sprintf("%08d", n))
}

// History is what a desk remembers of a visitor who only browses.
func History(v chat.VisitorID) string { return key(FamilyHistory, string(v)) }

// Rule is one rule of prompts.
func Rule(id string) string { return key(FamilyRule, id) }

// Setting is one site, queue, schedule or canned reply.
func Setting(kind, id string) string { return key(FamilySettings, kind, id) }

// Outbox is one effect on the outside that is due.
func Outbox(due time.Time, id string) string { return key(FamilyOutbox, Instant(due), id) }

// Handoff is one hand-off that is not done.
func Handoff(id string) string { return key(FamilyHandoff, id) }

// Presence is what one node says of the agents connected to it.
func Presence(node string) string { return key(FamilyPresence, node) }

// Shards is how many records a node has of the visitors who are connected to it.
const Shards = 16

// Visiting is what one node says of the visitors of a shard who are connected to it.
func Visiting(node string, shard int) string {
	return key(FamilyPresence, node, fmt.Sprintf("%02d", shard))
}

// ShardOf is the shard that a visitor is in.
func ShardOf(v chat.VisitorID) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(v))
	return int(h.Sum32() % Shards)
}

// Done is what became of a command. Scope is a session, or a principal for commands without one.
func Done(scope string, id chat.CommandID) string { return key(FamilyDone, scope, string(id)) }

// Lease is written on a take-over only: its revision is the term.
func Lease() string { return key(FamilyLease, "dispatcher") }

// Beat is renewed by the holder of the lease.
func Beat() string { return key(FamilyLease, "dispatcher", "beat") }

// Cursor is how far somebody has read a session.
func Cursor(id chat.SessionID, who string) string { return key(FamilyCursor, string(id), who) }

// Extern finds the minted id of a host's own, by the keyed hash of it.
func Extern(kind, hash string) string { return key(FamilyExtern, kind, hash) }

// Lane is what a messenger remembers of one of its customers, by the keyed hash of who that is.
func Lane(hash string) string { return key(FamilyLane, hash) }

// Carrying marks a lane in which its messenger has something to do.
func Carrying(channel, hash string) string { return key(FamilyCarrying, channel, hash) }

// Mailed is when an address was last sent a transcript, by the keyed hash of it.
func Mailed(hash string) string { return key(FamilyMailed, hash) }

// Prompted is how many prompts were shown in the last hour in which any were.
func Prompted() string { return key(FamilyPrompted, "hour") }

// Order is one order that the host reported.
func Order(at time.Time, id string) string { return key(FamilyOrder, Instant(at), id) }

// Funnel is a shard of what became of the prompts that were shown on a day.
func Funnel(on time.Time, shard int) string {
	return key(FamilyFunnel, Instant(on), fmt.Sprintf("%02d", shard))
}

// Helped is how often answers helped the visitors of a shard on a day at a site.
func Helped(day time.Time, site string, shard int) string {
	return key(FamilyHelped, Instant(day), site, fmt.Sprintf("%02d", shard))
}

// Files is the files of a session.
func Files(id chat.SessionID) string { return key(FamilyFiles, string(id)) }

// Fetching marks a session whose messages await files.
func Fetching(id chat.SessionID) string { return key(FamilyFetching, string(id)) }

// FilesDue marks a session some of whose files are to be looked at.
func FilesDue(at time.Time, id chat.SessionID) string {
	return key(FamilyFilesDue, Instant(at), string(id))
}

// Audit is one line of the audit trail.
func Audit(at time.Time, id string) string { return key(FamilyAudit, Instant(at), id) }

// About marks a line of the audit trail as one about a person.
func About(person string, at time.Time, id string) string {
	return key(FamilyAbout, person, Instant(at), id)
}

// AgentLog is one line of an agent's log.
func AgentLog(a chat.AgentID, at time.Time, n int) string {
	return key(FamilyAgentLog, string(a), Instant(at), fmt.Sprintf("%08d", n))
}

// AgentDay is the lines of an agent's log in a day that is over, from line n at an instant on.
func AgentDay(a chat.AgentID, at time.Time, n int) string {
	return key(FamilyAgentDays, string(a), Instant(at), fmt.Sprintf("%08d", n))
}

// JobReply is the kind of the job that sees to a left message. There is one for each that is waited
// for, by its session.
const JobReply = "reply"

// Job is something the leading node has to do at an instant. There is one of a kind for what id
// names.
func Job(kind, id string) string { return key(FamilyJob, kind, id) }
