package commit

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Committer applies commands to the sessions of a store.
//
// A change has five steps, and all that they read becomes a condition of the batch. It loads the
// session, and with it whatever may refuse the command. It looks for the receipt of the same
// command: one that was done before is answered with what it did then. It decides, by package chat.
// It puts what changes with the session. It charges the ledgers of the agents whose capacity the
// session takes or gives back. When something read has changed meanwhile, the store refuses the
// batch, and all steps run again on what there is then. An error of a step is answered as it is,
// and nothing is written.
//
// The outcome of a commit may be unknown, because the store did not answer. Then the change runs
// again: if the command was done, its receipt is there. Without a command id it may be done twice
// only where doing it twice is no harm.
//
// Two things are for speed alone, and nothing that is right depends on them. Commands for the same
// session or agent wait for each other in this process, where they would only conflict in the
// store. And a session is taken to be as this process last wrote it: that saves a read, and costs
// one more try where another node has changed it since.
//
// A Committer is safe for concurrent use.
type Committer struct {
	cfg    Config
	locks  locks
	recent recent
}

// Config is what a Committer is made of. All fields are required.
type Config struct {
	Store    store.Store
	Observer hook.Observer
	// Key returns the key that command ids and bodies are hashed with. It is called for commands
	// that have an id.
	Key func(ctx context.Context) ([]byte, error)
	// Now is the time of day.
	Now func() time.Time
	// Born is when this process began to commit: what is older may have receipts of earlier
	// releases.
	Born time.Time
	// At is the instant at which a session is changed, by a command that accepts an offer of it or
	// by another one.
	At func(s chat.Session, accepted chat.OfferID) time.Time
	// Missing is why a session cannot be changed that is not in the store: chat.ErrNotFound, or
	// what tells more.
	Missing func(ctx context.Context, id chat.SessionID) error
	// Missable reports whether an agent who lets an offer in a queue run out has missed something.
	Missable func(chat.QueueID) bool
	// Beside adds to the batch what has to follow every change of a session, whatever the command.
	// It may run many times.
	Beside func(ctx context.Context, tx *store.Tx, old, next chat.Session) error
	// Mails says that somebody mails what agents write: without it no session waits for that.
	Mails bool
	// Promise is by when a message that was left just now is to be answered; the zero instant where
	// nobody says. It may be nil, and may run many times.
	Promise func(ctx context.Context, s chat.Session) (time.Time, error)
}

// New returns a Committer.
func New(cfg Config) *Committer { return &Committer{cfg: cfg} }

// Decide makes the command for a session as it is. It may run many times.
type Decide func(chat.Session) (chat.Command, error)

// Options is what goes with a change. All of it is optional.
type Options struct {
	Command  chat.CommandID // makes the change idempotent
	By       string         // whose id Command is: everybody has ids of their own
	Scope    string         // of Command: a session, or a principal where the session is not known before. Default: the session
	Body     []byte         // who says what, to tell a repetition from another command with the same id
	If       []store.Cond   // conditions on records whose value is not needed, such as the lease; records.ErrFenced when one does not hold
	Offer    chat.OfferID   // the offer that is accepted: whether it is too late for that is the leader's clock to say
	Acted    chat.AgentID   // an agent who has missed offers, and does this; empty: there is none
	Capacity bool           // refuse with chat.ErrAtCapacity or chat.ErrNotAvailable whom the session cannot be given to
	Present  bool           // refuse with chat.ErrNotAvailable who is offline or lost: it would not stay with them
	New      bool           // the session does not exist yet
	Erasing  bool           // the session may be erased already; to all others it is closed then, and nothing is added to it
	Guard    Guard          // may refuse the caller; nil: nothing does
	Known    bool           // Scope may hold commands of before this session, where that is new
	Ahead    []string       // keys that Also is going to get: they are read along with the session
	// Allow refuses callers who may not touch the session, before anything about it can be told.
	Allow func(chat.Session) error
	// Also adds to the batch. It may run many times.
	Also func(tx *store.Tx, old, new chat.Session, entries []chat.Entry) error
}

// Guard is a record that may refuse a caller. It is read with the session, as of the same instant.
type Guard interface {
	Key() string
	// Check refuses the caller by an error. The record is the zero Record where there is none.
	Check(r store.Record) error
}

// Outcome is what came of a change.
type Outcome struct {
	Session  chat.Session
	Entries  []chat.Entry
	Rev      store.Rev
	Replayed bool // the command had been done before; Entries are those of then
}

// tries is how often a change whose outcome is unknown is looked up and tried again.
const tries = 3

// Change applies a command to a session. An error of decide or of chat.Decide is answered as it is.
// Errors of the store are chat.ErrUnavailable: the outcome is unknown then, and the same command id
// gets the answer.
func (c *Committer) Change(ctx context.Context, id chat.SessionID, decide Decide, o Options) (Outcome, error) {
	var seal Seal
	if o.Command != "" {
		var err error
		if seal, err = c.Seal(ctx); err != nil {
			return Outcome{}, err
		}
	}
	unlock, err := c.locks.lock(ctx, records.Session(id))
	if err != nil {
		return Outcome{}, records.Unavailable(err)
	}
	defer unlock()
	cached, found := c.recent.get(id)
	for try := 1; ; try++ {
		a := attempt{ctx: ctx, c: c, id: id, decide: decide, o: o, seal: seal, cached: cached, useCache: found}
		began := c.cfg.Now()
		rev, err := store.Do(ctx, c.cfg.Store, a.run)
		a.unlock()
		if err != nil {
			c.recent.drop(id)
			found = false
		}
		took := func() time.Duration { return c.cfg.Now().Sub(began) }
		switch {
		case a.refused != nil && a.usedCache: // refused on a cached record that may be stale: reload and retry
			try--
		case a.refused != nil:
			c.cfg.Observer.Commit("refused", took())
			if errors.Is(a.refused, errReplayed) {
				return c.replay(ctx, a.receipt)
			}
			return Outcome{}, a.refused
		case err == nil:
			c.cfg.Observer.Commit("ok", took())
			for _, e := range a.out.Entries {
				c.cfg.Observer.Entry(a.out.Session, e)
			}
			a.out.Rev = rev
			a.cache()
			return a.out, nil
		case errors.Is(err, store.ErrInvalid), try == tries, ctx.Err() != nil:
			c.cfg.Observer.Commit("error", took())
			return Outcome{}, records.Unavailable(err)
		}
	}
}

// Lock waits until nobody else in this process holds one of the keys, and holds them until unlock
// is called. A change holds the keys of its session and of the agents that it charges. If ctx ends
// first, the error is that of ctx.
func (c *Committer) Lock(ctx context.Context, keys ...string) (unlock func(), err error) {
	return c.locks.lock(ctx, keys...)
}

// See takes in a session's record that the feed brought, so that the next change need not read it.
// Open is false for a session that has ended.
func (c *Committer) See(id chat.SessionID, r store.Record, open bool) { c.recent.see(id, r, open) }

// Forget drops the records of all sessions that were kept to save reads. It is for a store that
// went back to an earlier time.
func (c *Committer) Forget() { c.recent.forget() }
