package chat

import (
	"encoding/json"
	"time"
)

// AuditLine is one line of the audit trail: one write that changed what a team works by, who may
// do what, or somebody else's affairs. It was committed together with what it tells of, or neither
// was.
type AuditLine struct {
	ID       string        `json:"id"` // minted
	At       time.Time     `json:"at"`
	By       AuditBy       `json:"by"`
	Act      AuditAct      `json:"act"`
	Changes  []AuditChange `json:"changes,omitempty"`
	Note     string        `json:"note,omitempty"`     // the words of who did it: why a ban
	Revision uint64        `json:"revision,omitempty"` // of the commit; 0: not known
	Erased   bool          `json:"erased,omitempty"`   // what it said of a person is gone
}

// AuditRole says in which role somebody wrote.
type AuditRole string

// The roles.
const (
	AuditByHost       AuditRole = "host" // its own code; there is no ID
	AuditBySupervisor AuditRole = "supervisor"
	AuditByAgent      AuditRole = "agent"
	AuditByVisitor    AuditRole = "visitor"
	AuditByDesk       AuditRole = "desk" // by itself: a lost connection, a shift, missed offers
)

// AuditBy is who wrote.
type AuditBy struct {
	Role AuditRole `json:"role"`
	ID   string    `json:"id,omitempty"` // minted: an agent's or a visitor's
}

// AuditAct is what was done.
type AuditAct string

// The acts.
const (
	AuditPut      AuditAct = "put"       // a setting, or an agent's settings, were written
	AuditRemove   AuditAct = "remove"    // a setting or an agent went
	AuditRetire   AuditAct = "retire"    // a setting or an agent takes nothing new
	AuditRestore  AuditAct = "restore"   // it does again
	AuditSeed     AuditAct = "seed"      // a store without settings got those of the seed, or those every team has
	AuditRevoke   AuditAct = "revoke"    // principals up to a version are refused
	AuditCapacity AuditAct = "capacity"  // of an agent, by a supervisor
	AuditStatus   AuditAct = "status"    // of an agent, by a supervisor
	AuditBan      AuditAct = "ban"       // of a visitor
	AuditOverride AuditAct = "override"  // a session was given to an agent whatever their capacity
	AuditTakeOver AuditAct = "take-over" // a session was taken from its agent by a colleague
	AuditEnd      AuditAct = "end"       // a session in line was ended by staff or the host
	AuditMove     AuditAct = "move"      // a session in line was put into another queue
	AuditPriority AuditAct = "priority"  // of a session
	AuditRetry    AuditAct = "retry"     // what is to leave the desk for a session was tried at once
	AuditHandoff  AuditAct = "handoff"   // a hand-off of a session was said to be done
	AuditErase    AuditAct = "erase"     // a visitor was erased, or the trail of somebody
)

// AuditKind is what kind of thing a change is of: that of the setting, or one of these.
type AuditKind string

// The kinds.
const (
	AuditSite      AuditKind = "site"
	AuditQueue     AuditKind = "queue"
	AuditSchedule  AuditKind = "schedule"
	AuditRule      AuditKind = "rule"
	AuditCanned    AuditKind = "canned"
	AuditRouting   AuditKind = "routing"
	AuditPrompts   AuditKind = "prompts"
	AuditAttribute AuditKind = "attribute"
	AuditAgent     AuditKind = "agent"
	AuditVisitor   AuditKind = "visitor"
	AuditSession   AuditKind = "session"
)

// Person reports whether things of the kind are people, whose part in the trail can be erased.
func (k AuditKind) Person() bool { return k == AuditAgent || k == AuditVisitor }

// AuditChange is what became of one thing. Before and After are JSON objects that hold the members
// that differ, as the record has them: no Before says that the thing was made, no After that it
// went, neither that nothing in it differs.
type AuditChange struct {
	Kind   AuditKind       `json:"kind"`
	ID     string          `json:"id"`
	From   uint64          `json:"from,omitempty"` // the revision it had; 0: there was none
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	Cut    bool            `json:"cut,omitempty"` // before and after were too long to keep
}

// AuditFilter chooses lines of the audit trail. The zero filter chooses all of them.
type AuditFilter struct {
	From, To time.Time // from From, before To. Default: all there are
	Kind     AuditKind // of what was changed. Default: any
	ID       string    // of what was changed. Default: any
	By       string    // the minted id of who wrote. Default: anybody
	After    string    // where the page before ended
	Limit    int       // 1 to 200. Default: 50
}

// Chooses reports whether the filter chooses a line. It does not look at After and Limit.
func (f AuditFilter) Chooses(l AuditLine) bool {
	if !f.From.IsZero() && l.At.Before(f.From) || !f.To.IsZero() && !l.At.Before(f.To) {
		return false
	}
	if f.By != "" && l.By.ID != f.By {
		return false
	}
	if f.Kind == "" && f.ID == "" {
		return true
	}
	for _, c := range l.Changes {
		if (f.Kind == "" || c.Kind == f.Kind) && (f.ID == "" || c.ID == f.ID) {
			return true
		}
	}
	return false
}
