package store

import "context"

// Limits hold for every adapter. Callers never exceed them; adapters may rely on them.
const (
	MaxKey   = 255       // bytes; keys use only 0-9 A-Z a-z - _ . ~ / :
	MaxValue = 256 << 10 // bytes
	MaxBatch = 64        // distinct keys named by one Batch
	MaxBytes = 1 << 20   // keys and values of one Batch together
)

// Rev numbers the commits of a namespace, strictly increasing. Zero means "no such record". Numbers
// may be left out; only their order carries meaning. None is given twice, also when the database
// has gone back (a failover, a restored backup) and forgot that it was given: what a caller
// remembers never holds for another record.
type Rev uint64

// Record is one stored value. The store never looks inside Value.
type Record struct {
	Key     string
	Rev     Rev    // the commit that last wrote it
	Value   []byte // may be empty
	Deleted bool   // true only in Changes, where Value is then empty
}

// Cond holds when the record at Key was last written by Rev. Rev 0 asks that there be none.
type Cond struct {
	Key string
	Rev Rev
}

// Batch is applied whole or not at all. A key appears at most once in Put and Delete together.
// The zero Batch writes nothing and is valid.
type Batch struct {
	If     []Cond
	Put    []Record // only Key and Value are read
	Delete []string // deleting what is not there writes nothing
}

// Store is what an adapter implements. It is bound to one namespace when it is opened. Methods are
// safe for concurrent use, keep no reference to their arguments, and give answers that the caller
// may change. Each answers ErrInvalid, and does nothing, when an argument is outside the limits.
type Store interface {
	// Get returns the records that exist, in no particular order. A missing key is not an error; a
	// key named twice is answered once. All are as of one instant that is after every commit
	// finished before the call: no replicas, no caches.
	Get(ctx context.Context, keys ...string) ([]Record, error)

	// List returns up to r.Limit records of a range, as of one such instant.
	List(ctx context.Context, r Range) ([]Record, error)

	// Commit applies b if every condition holds and returns its revision. If one does not, it
	// writes nothing and returns an error that is ErrConflict. Any other error means the outcome is
	// unknown. A batch that would write nothing checks its conditions, advances nothing, and
	// returns the head.
	Commit(ctx context.Context, b Batch) (Rev, error)

	// Changes returns records last written after a revision, oldest first, about limit of them,
	// never splitting a commit: more where a commit is larger, and fewer where the store's pages
	// are shorter, but some while there are any, so only an empty answer says that there are none.
	// Those of one commit come in byte order of their keys, so that the feed reads the same from
	// every store. Once it has returned revision n, no revision below n
	// appears later. A record written twice is returned once, as it is now. upTo is the cursor to
	// go on from, also when there are no records (a quiet namespace must not age out); limit 0 only
	// reports the head, whatever after is. after is 0, an upTo, the revision of a record, or the
	// number before one. It returns ErrCursor if after is older than what is kept or newer than the
	// latest revision: take the head, List, then follow. It is ErrRewound too if after is of a past
	// that the database has lost, whatever the head is by now.
	Changes(ctx context.Context, after Rev, limit int) (rs []Record, upTo Rev, err error)
}

// Waiter is implemented by stores that know when something is new. Follow polls the others.
type Waiter interface {
	// Wait returns when a revision after the given one may be readable, or ctx ends. Early returns
	// are fine.
	Wait(ctx context.Context, after Rev) error
}

// Scrubber is implemented by stores whose deleted bytes would otherwise stay readable in files.
type Scrubber interface {
	// Scrub makes the bytes of everything deleted or overwritten before the call unrecoverable from
	// the store's files.
	Scrub(ctx context.Context) error
}
