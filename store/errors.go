package store

import "errors"

var (
	// ErrConflict says that a condition of a batch did not hold. Nothing was written.
	ErrConflict = errors.New("store: conflict")

	// ErrCursor says that the feed cannot go on from a revision: it is older than what is kept, or
	// was never issued (a restored backup). Take the head, List, then follow.
	ErrCursor = errors.New("store: revision outside the feed")

	// ErrRewound says that a revision is not of the past that the database has by now: it was lost
	// in a failover, or with what was written after a backup. Forget all that was read, and begin
	// anew. From Changes it comes with ErrCursor; from Commit it says that nothing was written.
	ErrRewound = errors.New("store: the database went back")

	// ErrInvalid says that an argument is outside the limits. The error names the field. Nothing
	// was tried.
	ErrInvalid = errors.New("store: invalid")
)
