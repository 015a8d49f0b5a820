package desk

import (
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// formatAgentCursor writes the cursor of an agent's stream: a mark, and the sessions followed
// there.
func formatAgentCursor(m sessions.Mark, ids []chat.SessionID) string {
	s := m.String()
	for _, id := range ids {
		s += "." + string(id)
	}
	return s
}

// parseAgentCursor reads what formatAgentCursor wrote. A cursor comes from outside: it is not ok
// with an id that no session can have, or with more sessions than an agent can own.
func parseAgentCursor(s string) (m sessions.Mark, ids []chat.SessionID, ok bool) {
	at, rest, more := strings.Cut(s, ".")
	if m, ok = sessions.ParseMark(at); !ok || !more {
		return m, nil, ok
	}
	for id := range strings.SplitSeq(rest, ".") {
		if !minted(prefixSession, id) || len(ids) == chat.MaxWeight {
			return m, nil, false
		}
		ids = append(ids, chat.SessionID(id))
	}
	return m, ids, true
}
