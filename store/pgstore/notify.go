package pgstore

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A node hears its own notifications too. Its commits have rung their bells already, so ringing
// again would have whoever follows the feed ask once more for each commit, and find nothing.

// ownMax bounds the connections of which own notifications are awaited: those that a node hears
// no more, as it listens anew, would stay for good.
const ownMax = 1024

const notifyQuery = `SELECT pg_notify($1, namespace) FROM unnest($2::text[]) namespace`

// notify tells the other nodes of commits. The server sends one notification for each namespace.
func (h *hub) notify(ctx context.Context, namespaces []string) error {
	return h.d.pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		h.expect(conn.Conn().PgConn().PID(), len(namespaces))
		_, err := conn.Exec(ctx, notifyQuery, h.channel, namespaces)
		if err != nil {
			h.expectNone() // nobody knows whether they were sent
		}
		return err
	})
}

// expect notes that this node is about to send n notifications by a connection of its pool. A
// pooler gives its clients numbers of its own, by which nothing is heard: then all ring.
func (h *hub) expect(pid uint32, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.own == nil || len(h.own) >= ownMax {
		h.own = map[uint32]int{}
	}
	h.own[pid] += n
}

// expectNone has this node ring for whatever it hears.
func (h *hub) expectNone() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.own = nil
}

// heard rings for a notification, unless it is this node's own. Where somebody else used the same
// connection just before, theirs may pass for ours; then ours, which follows, rings.
func (h *hub) heard(n *pgconn.Notification) {
	if !h.sent(n.PID) {
		h.bell(n.Payload).ring()
	}
}

// sent reports whether this node awaits a notification by a connection, and awaits it no more.
func (h *hub) sent(pid uint32) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.own[pid] == 0 {
		return false
	}
	if h.own[pid]--; h.own[pid] == 0 {
		delete(h.own, pid)
	}
	return true
}
