package pgbus

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// listen hears until the connection fails.
func (b *Bus) listen(ctx context.Context, receive func(topic string, payload []byte)) error {
	conn, err := b.connect(ctx)
	if err != nil {
		return err
	}
	defer b.hangUp(ctx, conn)
	if err := b.direct(ctx, conn); err != nil {
		return err
	}
	for {
		if err := b.ask(ctx, conn, "LISTEN "+b.config.Channel); err != nil { // also the ping of who listens already
			return err
		}
		if err := b.attend(ctx, conn, receive); err != nil {
			return err
		}
	}
}

// connect opens a connection beside the pool, as the pool would, or the direct way.
func (b *Bus) connect(ctx context.Context) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	if b.config.ListenURL != "" {
		return pgx.Connect(ctx, b.config.ListenURL)
	}
	config := b.config.Pool.Config()
	if config.BeforeConnect != nil {
		if err := config.BeforeConnect(ctx, config.ConnConfig); err != nil {
			return nil, err
		}
	}
	config.ConnConfig.OnNotification = nil // what the host does with its own would take ours
	return pgx.ConnectConfig(ctx, config.ConnConfig)
}

// hangUp closes a connection whose other end may be gone.
func (b *Bus) hangUp(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.config.Timeout)
	defer cancel()
	_ = conn.Close(ctx)
}

// ask runs a statement without arguments, which is one message.
func (b *Bus) ask(ctx context.Context, conn *pgx.Conn, text string) error {
	ctx, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	return conn.PgConn().Exec(ctx, text).Close()
}

// attend receives what is heard within Timeout. After that nobody knows whether nothing was said or
// the connection is dead: one that died without a word is waited on for ever.
func (b *Bus) attend(ctx context.Context, conn *pgx.Conn, receive func(topic string, payload []byte)) error {
	limited, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	for {
		n, err := conn.WaitForNotification(limited)
		if err != nil && limited.Err() != nil && ctx.Err() == nil && !conn.IsClosed() {
			return nil
		}
		if err != nil {
			return err
		}
		if topic, payload, ok := strings.Cut(n.Payload, "\n"); ok && n.Channel == b.config.Channel {
			receive(topic, []byte(payload))
		}
	}
}

// probes is how often it is looked whether the server's connection is given to somebody else.
const probes = 10

// direct refuses a pooler by transaction, before LISTEN would be left on a connection of somebody
// else. A server names its process when a connection begins, a pooler something else. Then a second
// connection takes a transaction again and again: where the pooler gives it the server's connection
// that was used last, the first one meets another.
func (b *Bus) direct(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	first, err := process(ctx, conn)
	if err != nil || first == fmt.Sprint(conn.PgConn().PID()) {
		return err
	}
	other, err := b.connect(ctx)
	if err != nil {
		return err
	}
	defer b.hangUp(ctx, other)
	for range probes {
		for _, turn := range []string{"BEGIN; SELECT 1", "ROLLBACK"} {
			if err := other.PgConn().Exec(ctx, turn).Close(); err != nil {
				return err
			}
			now, err := process(ctx, conn)
			if err != nil {
				return err
			}
			if now != first {
				return fmt.Errorf("%w: by transaction nobody can listen: set ListenURL to a way that leads to the server directly", ErrPooler)
			}
		}
	}
	return nil
}

// process is the server's that a connection leads to now.
func process(ctx context.Context, conn *pgx.Conn) (string, error) {
	rs, err := conn.PgConn().Exec(ctx, "SELECT pg_backend_pid()").ReadAll()
	if err != nil {
		return "", err
	}
	return string(rs[0].Rows[0][0]), nil
}
