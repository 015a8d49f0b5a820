package hook

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Archive keeps sessions that are over, outside the store. Sessions are read from it through the same calls, and erased in it.
type Archive interface {
	// Put keeps a session, durably once it returns. Putting one that is there replaces it, and what was replaced must be
	// unrecoverable: that is how a session is erased.
	Put(ctx context.Context, a Archived) error
	// Get returns a session, or chat.ErrNotFound.
	Get(ctx context.Context, id chat.SessionID) (Archived, error)
	// Shared says that every node that shares the store reads and writes the same archive.
	Shared() bool
}

// Archived is one session with its whole timeline.
type Archived struct {
	Session chat.Session
	Entries []chat.Entry // 1 to Session.Entries, in order
}
