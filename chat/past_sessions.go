package chat

import "strings"

// PastSessions are the last sessions that an agent owned and owns no more, the newest last: their
// ids, a blank between two. A session that comes back and leaves again stands once, at its newest
// place. A stream that the agent resumes tells them to their end.
type PastSessions string

// MaxPastSessions is how many sessions there are at most. Of more the oldest is forgotten.
const MaxPastSessions = 16

// With returns the sessions with one that has just left.
func (p PastSessions) With(id SessionID) PastSessions {
	var ids []string
	for _, had := range p.IDs() {
		if had != id {
			ids = append(ids, string(had))
		}
	}
	ids = append(ids, string(id))
	return PastSessions(strings.Join(ids[max(0, len(ids)-MaxPastSessions):], " "))
}

// IDs returns the ids, the newest last.
func (p PastSessions) IDs() (ids []SessionID) {
	for id := range strings.FieldsSeq(string(p)) {
		ids = append(ids, SessionID(id))
	}
	return ids
}

// Full reports whether others may have left before these.
func (p PastSessions) Full() bool { return len(p.IDs()) >= MaxPastSessions }
