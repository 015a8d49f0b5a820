package pgstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// errDeaf says that a connection does not listen, although it was told to.
var errDeaf = errors.New("the connection does not listen: it leads through a pooler by transaction")

// listen keeps one connection that hears of all namespaces, and rings all bells when it may have
// missed something.
func (h *hub) listen() {
	pause := reconnect
	for h.ctx.Err() == nil {
		heard, err := h.hear()
		if heard {
			h.ring() // what was told since it fell silent
			pause = reconnect
		}
		if h.ctx.Err() == nil && !h.deaf {
			h.deaf = true
			h.d.config.Logger.WarnContext(h.ctx, "pgstore: cannot hear of the commits of other nodes, and looks for them", "every", h.d.config.Poll, "error", err)
		}
		h.pause(pause)
		pause = min(2*pause, max(h.d.config.Poll, reconnect))
	}
}

// hear returns when the connection fails, and whether it ever listened.
func (h *hub) hear() (heard bool, err error) {
	conn, err := h.connect()
	if err != nil {
		return false, err
	}
	defer h.d.hangUp(conn)
	h.expectNone()
	if err := h.ask(conn, func(ctx context.Context) error {
		_, err := conn.Exec(ctx, "LISTEN "+h.channel)
		return err
	}); err != nil {
		return false, err
	}
	h.ring()
	for {
		if err := h.listens(conn); err != nil {
			return true, err
		}
		if h.deaf {
			h.deaf = false
			h.d.config.Logger.InfoContext(h.ctx, "pgstore: hears of the commits of other nodes again")
		}
		if err := h.attend(conn); err != nil {
			return true, err
		}
	}
}

// connect takes the direct way to the server, if there is one apart.
func (h *hub) connect() (conn *pgx.Conn, err error) {
	ctx, cancel := context.WithTimeout(h.ctx, h.d.config.Timeout)
	defer cancel()
	if h.d.config.ListenURL == "" {
		return h.d.dial(ctx)
	}
	return pgx.Connect(ctx, h.d.config.ListenURL)
}

// attend rings for what is heard within Timeout. After that nobody knows whether nothing was said
// or the connection is dead: one that died without a word is waited on for ever.
func (h *hub) attend(conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(h.ctx, h.d.config.Timeout)
	defer cancel()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil && ctx.Err() != nil && h.ctx.Err() == nil && !conn.IsClosed() {
			return nil
		}
		if err != nil {
			return err
		}
		h.heard(n)
	}
}

// listens asks the server whether it would tell this connection anything. What LISTEN does begins
// with the end of its transaction, so the second statement tells of the time before.
func (h *hub) listens(conn *pgx.Conn) error {
	return h.ask(conn, func(ctx context.Context) error {
		rs, err := conn.PgConn().Exec(ctx, fmt.Sprintf("LISTEN %s; SELECT '%[1]s' IN (SELECT pg_listening_channels())", h.channel)).ReadAll()
		if err == nil && string(rs[1].Rows[0][0]) != "t" {
			return errDeaf
		}
		return err
	})
}

func (h *hub) ask(conn *pgx.Conn, fn func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(h.ctx, h.d.config.Timeout)
	defer cancel()
	return fn(ctx)
}
