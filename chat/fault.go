package chat

import "fmt"

// Fault is one thing that is wrong in what a desk has stored. It is found by an audit, or by a node
// that reads the record.
type Fault struct {
	Kind    FaultKind
	Key     string    // of the record that is wrong, or missing
	Session SessionID // the session it belongs to; "" for none
	Agent   AgentID   // the agent it belongs to; "" for none
	Says    string    // what is wrong, for people
}

// FaultKind says what is wrong.
type FaultKind string

// The kinds of faults. Mending puts the first four right. For the others something is lost that
// cannot be made up.
const (
	FaultMissing    FaultKind = "missing"    // an index record that a session should have
	FaultWrong      FaultKind = "wrong"      // an index record that leads to another session
	FaultStray      FaultKind = "stray"      // an index record that no session has
	FaultLedger     FaultKind = "ledger"     // an agent's load is not the sum of what the sessions charge
	FaultTimeline   FaultKind = "timeline"   // a session's entries are not 1 to n
	FaultUnreadable FaultKind = "unreadable" // a record is not what its key says
	FaultSetting    FaultKind = "setting"    // a setting that is not in force on this node as it stands
)

// String returns the fault in one line.
func (f Fault) String() string { return fmt.Sprintf("%s %s: %s", f.Kind, f.Key, f.Says) }
