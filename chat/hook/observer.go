package hook

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Observer counts. Its methods are called on the node that wrote, on the way of a request, and must
// return at once. One that is a [Timer] is told how long things took, too, and one that is an
// [Auditor] of the audit trail.
type Observer interface {
	// Entry says that an entry was committed, and how its session is since.
	Entry(s chat.Session, e chat.Entry)
	// Commit says how a command ended: ok, conflict, refused or error.
	Commit(outcome string, took time.Duration)
	// Prompt says what became of a prompt of a rule: shown, accepted or dismissed.
	Prompt(rule string, outcome string)
}
