package mysqlstore

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// guard looks after the transactions of a lane, while they wait for the counter: from Stall on it
// looks for whoever keeps it, and ends it where that is a node whose network or machine stopped.
// What it has seen it remembers from one transaction to the next, and its looks go on when a
// transaction gives up: on a slow way they take longer than one can wait.
//
// Nothing of the servers does this. wait_timeout, net_read_timeout and net_write_timeout belong to
// the session, which is the host's, and MySQL 8 has nothing like MariaDB's
// idle_transaction_timeout.
type guard struct {
	d         *database
	namespace string

	mu     sync.Mutex
	since  time.Time // when the counter was waited for first; zero while it is given
	waits  bool      // a transaction
	looks  bool
	timer  *time.Timer
	before holder // as seen last
	said   string
}

// watch begins when a transaction waits, and stop ends it with what came of it. It tells what was
// seen last.
func (g *guard) watch() (stop func(err error) string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.since.IsZero() {
		g.since, g.before = time.Now(), holder{}
	}
	g.waits, g.said = true, ""
	g.again(max(0, g.d.config.Stall-time.Since(g.since)))
	return func(err error) string {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.waits = false
		g.timer.Stop()
		if err == nil {
			g.since = time.Time{}
		}
		return g.said
	}
}

func (g *guard) again(in time.Duration) {
	if g.timer != nil {
		g.timer.Stop()
	}
	g.timer = time.AfterFunc(in, g.look)
}

func (g *guard) look() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.looks || !g.waits {
		return
	}
	g.looks = true
	since, before := g.since, g.before
	g.mu.Unlock()
	saw, now := g.d.unblock(g.d.hub.ctx, g.namespace, before)
	g.mu.Lock()
	g.looks = false
	if g.since.Equal(since) {
		g.said, g.before = saw, now
	}
	if g.waits {
		g.again(g.d.config.Stall / 4)
	}
}

// holder is the connection to the server that has a counter.
type holder struct {
	id      int64 // 0: no node's
	mark    int64
	command string
	state   string
	ms      int64 // since it began what it does
}

// waits tells that the server waits for the holder's client: for a statement, the rest of one, or
// to have an answer taken. The last is "Sending to client" in MySQL 8 ("General Thread States"),
// which was "Writing to net" and is so in MariaDB.
func (h holder) waits() bool {
	return h.command == "Sleep" || h.state == "Writing to net" || h.state == "Sending to client"
}

// unblock ends the holder of the counter when it is seen twice waiting for its client, without
// having begun anything else between, and that for Stall; or tells why it does not.
//
// The mark is read uncommitted first, and then as it is committed: where the two are equal, whoever
// keeps the counter has left none. A Drop that stops between taking the row away and COMMIT is not
// found so either.
func (d *database) unblock(ctx context.Context, namespace string, before holder) (said string, h holder) {
	ended := false
	err := d.within(ctx, d.config.Timeout, func(ctx context.Context) error {
		err := d.in(ctx, readUncommitted, func(s *session) error {
			return s.each(ctx, d.sql.holder(namespace), func(scan func(...any) error) error {
				return scan(&h.mark, &h.command, &h.state, &h.ms)
			})
		})
		if err != nil {
			return err
		}
		return d.in(ctx, readCommitted, func(s *session) error {
			committed := int64(0)
			err := s.each(ctx, d.sql.mark(namespace), func(scan func(...any) error) error { return scan(&committed) })
			if err != nil || committed == h.mark {
				h = holder{}
				return err
			}
			h.id = h.mark / 2
			if before.mark == h.mark && h.waits() && before.waits() && before.ms < h.ms && h.ms >= d.config.Stall.Milliseconds() {
				_, err = s.exec(ctx, fmt.Sprintf("KILL %d", h.id)) // an account may end its own
				ended = err == nil
			}
			return err
		})
	})
	switch {
	case ended:
		d.config.Logger.WarnContext(ctx, "mysqlstore: ended a connection that held the counter while it waited for its client",
			"namespace", namespace, "connection", h.id, "waited_ms", h.ms)
		return fmt.Sprintf("connection %d held the counter, waited for its client for %d ms, and was ended", h.id, h.ms), h
	case err != nil && h.id == 0:
		return fmt.Sprintf("who holds the counter is not known: %v", err), h
	case err != nil:
		return fmt.Sprintf("connection %d holds the counter, has waited for its client for %d ms, and could not be ended: %v", h.id, h.ms, err), h
	case h.id == 0:
		return "the counter is locked by a transaction that is no node's: see information_schema.INNODB_TRX", h
	case h.command == "":
		d.tellPowerless(ctx, h)
		return fmt.Sprintf("connection %d holds the counter, and is of another account", h.id), h
	}
	return fmt.Sprintf("connection %d holds the counter: %s %s for %d ms", h.id, h.command, h.state, h.ms), h
}

// tellPowerless says once that this node sees a holder and may not end it.
func (d *database) tellPowerless(ctx context.Context, h holder) {
	d.powerless.Do(func() {
		d.config.Logger.ErrorContext(ctx, "mysqlstore: a connection holds the counter, no commit gets through, and this node may not see it: "+
			"let all nodes use one account, or GRANT PROCESS and the right to KILL to this one", "connection", h.id)
	})
}
