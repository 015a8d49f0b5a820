package pgstore

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// watch looks after a transaction that may wait for its namespace's counter: after Stall it looks
// for whoever has it, until stop is called.
//
// The server itself ends a transaction that is idle for Stall. It does not where a connection broke
// in the middle of a request: it waits for the rest of that one for as long as the connection
// lasts, which may be hours, and none of its time limits runs.
func (d *database) watch(ctx context.Context, namespace string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	d.hub.running.Add(1)
	timer := time.AfterFunc(d.config.Stall, func() {
		defer d.hub.running.Done()
		d.free(ctx, namespace)
	})
	return func() {
		cancel()
		if timer.Stop() {
			d.hub.running.Done()
		}
	}
}

// holder is the connection to the server that has a counter.
type holder struct {
	pid    uint32
	xid    string
	since  string // when it began what it does, on the server's clock
	role   string
	waits  bool // for its client: it reads the rest of a request, has an answer taken, or is idle in its transaction
	hidden bool // it is not this role's, and what it does is not shown

	age int64 // since then, in milliseconds
}

// free ends who has the counter and waits for their client, each time it is seen twice doing so,
// without having begun anything else, and that for Stall. It has a connection of its own: those of
// the pool may be those that wait, or be dead.
func (d *database) free(ctx context.Context, namespace string) {
	conn, err := d.dial(ctx)
	if err != nil {
		return // this node may be the one without a network; the transaction says so
	}
	defer d.hangUp(conn)
	var before holder
	for {
		now, err := d.holder(ctx, conn, namespace)
		if err != nil {
			return
		}
		again := now.pid != 0 && now.pid == before.pid && now.xid == before.xid && now.since == before.since
		switch {
		case again && now.hidden:
			d.tellPowerless(ctx, now, "it belongs to another role, and what it does is not shown")
		case again && now.waits && before.waits && now.age >= d.config.Stall.Milliseconds():
			d.end(ctx, conn, namespace, now)
		}
		before = now
		select {
		case <-time.After(d.config.Stall / 4):
		case <-ctx.Done():
			return
		}
	}
}

// holder is zero when nobody has the counter.
func (d *database) holder(ctx context.Context, conn *pgx.Conn, namespace string) (h holder, err error) {
	rows, _ := conn.Query(ctx, d.sql.holder, pgx.QueryExecModeExec, namespace) // its error comes with the rows
	_, err = pgx.ForEachRow(rows, []any{&h.pid, &h.xid, &h.since, &h.role, &h.waits, &h.hidden, &h.age}, func() error { return nil })
	return h, err
}

// end terminates h if it is still as it was seen. It is heard to its end: the transaction that
// waited may be done, and ctx with it, before the server has answered that it ended what that one
// waited for.
func (d *database) end(ctx context.Context, conn *pgx.Conn, namespace string, h holder) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.config.Timeout)
	defer cancel()
	rows, _ := conn.Query(ctx, d.sql.end, pgx.QueryExecModeExec, namespace, int64(h.pid), h.xid, h.since)
	ended, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	switch {
	case code(err) == notPermitted:
		d.tellPowerless(ctx, h, err.Error())
	case err == nil && len(ended) == 1 && ended[0]:
		d.config.Logger.WarnContext(ctx, "pgstore: ended a connection that held the counter while it waited for its client",
			"namespace", namespace, "pid", h.pid, "role", h.role, "waited_ms", h.age)
	}
}

func (d *database) tellPowerless(ctx context.Context, h holder, why string) {
	d.powerless.Do(func() {
		d.config.Logger.ErrorContext(ctx, "pgstore: a connection holds the counter, no commit gets through, and this node may not end it: "+
			"let all nodes use one role, or GRANT pg_signal_backend, pg_read_all_stats to this one, "+
			"or have the server notice dead connections by tcp_keepalives_idle, tcp_keepalives_interval and tcp_keepalives_count",
			"pid", h.pid, "role", h.role, "why", why)
	})
}
