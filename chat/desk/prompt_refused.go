package desk

import (
	"strings"

	"github.com/switchboard-go/switchboard/trigger"
)

// refusal says why the desk shows no prompt of a rule that fires, though somebody could answer it;
// nil: it shows it.
func (l *look) refusal(m *visitorRecord, p shown, do []trigger.Action) *trigger.Block {
	if b := l.beyond(m, do); b != nil {
		return b
	}
	full := l.d.engine.near.invites.Full(l.standing(p))
	if full == nil {
		return nil
	}
	if len(full) == 1 {
		return &trigger.Block{By: "invitations", Why: "as many visitors are invited to the queue " +
			string(full[0]) + " as its team can be expected to serve"}
	}
	names := make([]string, len(full))
	for i, q := range full {
		names[i] = string(q)
	}
	return &trigger.Block{By: "invitations", Why: "as many visitors are invited to the queues " +
		strings.Join(names, ", ") + " as the team that they share can be expected to serve"}
}
