package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// writeProbe finds out whether the store can be written.
type writeProbe struct {
	store store.Store
	node  string
	now   func() time.Time
}

// writable tries to write if the last commit failed, and says so if that fails too. Tick is of the
// clock of intervals.
func (p writeProbe) writable(ctx context.Context, tick time.Time) error {
	s, ok := p.store.(*commit.SharedReads)
	if !ok {
		return nil
	}
	try, err := s.Failing(tick)
	if try {
		err = p.tryWrite(ctx)
	}
	if err != nil {
		return &Unready{Why: "the store cannot be written", Cause: err}
	}
	return nil
}

// tryWrite writes a record that nobody reads, and deletes it.
func (p writeProbe) tryWrite(ctx context.Context) error {
	key := records.Done("ready", "node-"+chat.CommandID(p.node))
	value, err := records.Encode(commit.Receipt{At: p.now()}, nil)
	if err != nil {
		return err
	}
	if _, err := p.store.Commit(ctx, store.Batch{Put: []store.Record{{Key: key, Value: value}}}); err != nil {
		return err
	}
	_, err = p.store.Commit(ctx, store.Batch{Delete: []string{key}})
	return err
}
