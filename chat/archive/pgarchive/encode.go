package pgarchive

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// version is what this release writes. It rises only when an older release could not read a row any
// more.
const version = 1

// ErrRecord says that a row is not an archived session, or that one cannot be put there.
var ErrRecord = errors.New("pgarchive: not an archived session")

func encode(a hook.Archived) (session, timeline []byte, err error) {
	session, err = json.Marshal(a.Session)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: session: %w", ErrRecord, err)
	}
	if a.Entries == nil {
		a.Entries = []chat.Entry{}
	}
	timeline, err = json.Marshal(a.Entries)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: timeline: %w", ErrRecord, err)
	}
	return session, timeline, nil
}

func decode(v int, session, timeline []byte) (a hook.Archived, err error) {
	if v < 1 || v > version {
		return a, fmt.Errorf("%w: version %d", ErrRecord, v)
	}
	if err := json.Unmarshal(session, &a.Session); err != nil {
		return hook.Archived{}, fmt.Errorf("%w: session: %w", ErrRecord, err)
	}
	if err := json.Unmarshal(timeline, &a.Entries); err != nil {
		return hook.Archived{}, fmt.Errorf("%w: timeline: %w", ErrRecord, err)
	}
	if len(a.Entries) != a.Session.Entries {
		return hook.Archived{}, fmt.Errorf("%w: timeline: %d entries of %d", ErrRecord, len(a.Entries), a.Session.Entries)
	}
	return a, nil
}

// ended is when a session ended; nil for one that did not.
func ended(s chat.Session) *time.Time {
	if s.EndedAt.IsZero() {
		return nil
	}
	return &s.EndedAt
}
