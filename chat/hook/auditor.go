package hook

import "github.com/switchboard-go/switchboard/chat"

// Auditor is an [Observer] that is told of the audit trail too. A desk whose Observer is an Auditor
// calls it on the node that wrote, after the commit, and at most once for each line: a node that
// dies in between tells nobody, and the line is in the trail.
type Auditor interface {
	// Audited says that a line was written. It is called on the way of a request and must return at
	// once.
	Audited(l chat.AuditLine)
}
