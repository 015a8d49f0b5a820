package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// writable tries to write if the last commit failed.
func (d *Desk) writable(ctx context.Context) error {
	s, ok := d.cfg.Store.(*commit.SharedReads)
	if !ok {
		return nil
	}
	try, err := s.Failing(d.tick())
	if try {
		err = d.tryWrite(ctx)
	}
	if err != nil {
		return &Unready{Why: "the store cannot be written", Cause: err}
	}
	return nil
}

// tryWrite writes a record that nobody reads, and deletes it.
func (d *Desk) tryWrite(ctx context.Context) error {
	key := records.Done("ready", "node-"+chat.CommandID(d.cfg.Node))
	value, err := records.Encode(commit.Receipt{At: d.now()}, nil)
	if err != nil {
		return err
	}
	if _, err := d.cfg.Store.Commit(ctx, store.Batch{Put: []store.Record{{Key: key, Value: value}}}); err != nil {
		return err
	}
	_, err = d.cfg.Store.Commit(ctx, store.Batch{Delete: []string{key}})
	return err
}
