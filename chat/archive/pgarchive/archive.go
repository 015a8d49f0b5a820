package pgarchive

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Archive implements hook.Archive. Make one with Open. Its methods are safe for concurrent use.
type Archive struct {
	config Config
	pool   *pgxpool.Pool
}

const schema = `CREATE TABLE IF NOT EXISTS {table} (
	namespace text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, v integer NOT NULL,
	ended_at timestamptz, session jsonb NOT NULL, timeline jsonb NOT NULL,
	PRIMARY KEY (namespace, id)
)`

const (
	put = `INSERT INTO {table} (namespace, id, v, ended_at, session, timeline) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (namespace, id) DO UPDATE SET v = excluded.v, ended_at = excluded.ended_at, session = excluded.session, timeline = excluded.timeline`
	get = `SELECT v, session, timeline FROM {table} WHERE namespace = $1 AND id = $2`
)

// Open connects and creates the table where it is missing. It reports every fault of c at once. Close it when done.
func Open(ctx context.Context, c Config) (*Archive, error) {
	c, err := c.resolved()
	if err != nil {
		return nil, err
	}
	a := &Archive{config: c, pool: c.Pool}
	if a.pool == nil {
		if a.pool, err = pgxpool.New(ctx, c.URL); err != nil {
			return nil, fmt.Errorf("pgarchive: URL: %w", err)
		}
	}
	if err := a.create(ctx); err != nil {
		a.Close()
		return nil, fmt.Errorf("pgarchive: open: %w", err)
	}
	return a, nil
}

// Close leaves the host's own pool open.
func (a *Archive) Close() {
	if a.config.Pool == nil {
		a.pool.Close()
	}
}

// Shared implements hook.Archive: all nodes use the same table.
func (a *Archive) Shared() bool { return true }

// Put implements hook.Archive. An error says that it may or may not have been kept; putting it again is right either way.
func (a *Archive) Put(ctx context.Context, s hook.Archived) error {
	if s.Session.ID == "" {
		return fmt.Errorf("%w: session: no id", ErrRecord)
	}
	session, timeline, err := encode(s)
	if err != nil {
		return err
	}
	err = a.durably(ctx, a.sql(put), a.config.Namespace, s.Session.ID, version, ended(s.Session), session, timeline)
	if err != nil {
		return fmt.Errorf("pgarchive: put: %w", err)
	}
	return nil
}

// Get implements hook.Archive.
func (a *Archive) Get(ctx context.Context, id chat.SessionID) (hook.Archived, error) {
	var v int
	var session, timeline []byte
	err := a.pool.QueryRow(ctx, a.sql(get), a.config.Namespace, id).Scan(&v, &session, &timeline)
	if errors.Is(err, pgx.ErrNoRows) {
		return hook.Archived{}, chat.ErrNotFound
	}
	if err != nil {
		return hook.Archived{}, fmt.Errorf("pgarchive: get: %w", err)
	}
	return decode(v, session, timeline)
}

func (a *Archive) sql(text string) string {
	return strings.ReplaceAll(text, "{table}", a.config.Table)
}

// create makes the table; one node at a time, because IF NOT EXISTS is no protection against another's.
func (a *Archive) create(ctx context.Context) error {
	h := fnv.New64a()
	h.Write([]byte("pgarchive:" + a.config.Table))
	return pgx.BeginFunc(ctx, a.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(h.Sum64())); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, a.sql(schema))
		return err
	})
}

// durably runs one statement whose commit is on the disk when it is answered.
func (a *Archive) durably(ctx context.Context, text string, args ...any) error {
	return pgx.BeginFunc(ctx, a.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL synchronous_commit = on`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, text, args...)
		return err
	})
}
