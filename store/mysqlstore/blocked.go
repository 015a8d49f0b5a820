package mysqlstore

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// watch looks, from Stall on and then every Stall, for who keeps the counter from a commit, and ends it where it is a node
// that sleeps: one whose network or machine stopped in the middle of a transaction, or of a statement (the server
// counts a connection as asleep until the whole statement has come). Stop tells what it saw last.
//
// Nothing of the servers does this. wait_timeout and net_read_timeout belong to the session, which is the host's, and MySQL 8
// has nothing like MariaDB's idle_transaction_timeout.
func (d *database) watch(ctx context.Context, namespace string) (stop func() string) {
	ctx, cancel := context.WithCancel(ctx)
	var mu sync.Mutex
	var said string
	go func() {
		ticks := time.NewTicker(d.config.Stall)
		defer ticks.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticks.C:
			}
			saw := d.unblock(ctx, namespace)
			mu.Lock()
			if ctx.Err() == nil {
				said = saw
			}
			mu.Unlock()
		}
	}()
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		cancel()
		return said
	}
}

// unblock ends a sleeping holder of the counter, or tells why it does not.
func (d *database) unblock(ctx context.Context, namespace string) (said string) {
	ctx, cancel := context.WithTimeout(ctx, d.config.Timeout)
	defer cancel()
	var holder int64
	var command string
	var seconds int64
	err := d.in(ctx, readUncommitted, func(s *session) error {
		return s.each(ctx, d.sql.holder(namespace), func(scan func(...any) error) error { return scan(&holder, &command, &seconds) })
	})
	switch {
	case err != nil:
		return fmt.Sprintf("who holds the counter is not known: %v", err)
	case holder == 0:
		return "the counter is locked by a transaction that is no node's: see information_schema.INNODB_TRX"
	case command == "":
		return fmt.Sprintf("connection %d holds the counter, and is of another account", holder)
	case command != "Sleep" || time.Duration(seconds)*time.Second < d.config.Stall:
		return fmt.Sprintf("connection %d holds the counter: %s for %d s", holder, command, seconds)
	}
	if _, err := d.config.DB.ExecContext(ctx, fmt.Sprintf("KILL %d", holder)); err != nil { // an account may end its own
		return fmt.Sprintf("connection %d holds the counter asleep for %d s and could not be ended: %v", holder, seconds, err)
	}
	return fmt.Sprintf("connection %d held the counter asleep for %d s and was ended", holder, seconds)
}
