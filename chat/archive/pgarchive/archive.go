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

// put is one statement, which makes its own commit durable: between two there would be a
// transaction that a node could leave open. Every argument names its type, so that it is the same
// in all of pgx's modes.
const (
	put = `INSERT INTO {table} (namespace, id, v, ended_at, session, timeline)
		SELECT $1::text, $2::text, $3::integer, $4::timestamptz, $5::text::jsonb, $6::text::jsonb
		WHERE set_config('synchronous_commit', 'on', true) = 'on'
		ON CONFLICT (namespace, id) DO UPDATE SET v = excluded.v, ended_at = excluded.ended_at, session = excluded.session, timeline = excluded.timeline`
	get = `SELECT v, session::text, timeline::text FROM {table} WHERE namespace = $1::text AND id = $2::text`
)

// setUp is how many Timeouts Open waits for the table, which another node may be making.
const setUp = 15

// Open connects and creates the table where it is missing. It waits 15 times Timeout at most,
// because another node may be making it. It reports every fault of c at once. Close it when done.
func Open(ctx context.Context, c Config) (*Archive, error) {
	c, err := c.resolved()
	if err != nil {
		return nil, err
	}
	a := &Archive{config: c, pool: c.Pool}
	if a.pool == nil {
		if a.pool, err = newPool(ctx, c); err != nil {
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

// Put implements hook.Archive. An error says that it may or may not have been kept; putting it
// again is right either way.
func (a *Archive) Put(ctx context.Context, s hook.Archived) error {
	if s.Session.ID == "" {
		return fmt.Errorf("%w: session: no id", ErrRecord)
	}
	session, timeline, err := encode(s)
	if err != nil {
		return err
	}
	err = a.within(ctx, a.config.Timeout, func(ctx context.Context) error {
		_, err := a.pool.Exec(ctx, a.sql(put), pgx.QueryExecModeExec,
			a.config.Namespace, string(s.Session.ID), version, ended(s.Session), string(session), string(timeline))
		return err
	})
	if err != nil {
		return fmt.Errorf("pgarchive: put: %w", err)
	}
	return nil
}

// Get implements hook.Archive.
func (a *Archive) Get(ctx context.Context, id chat.SessionID) (hook.Archived, error) {
	var v int
	var session, timeline string
	err := a.within(ctx, a.config.Timeout, func(ctx context.Context) error {
		return a.pool.QueryRow(ctx, a.sql(get), pgx.QueryExecModeExec, a.config.Namespace, string(id)).Scan(&v, &session, &timeline)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return hook.Archived{}, chat.ErrNotFound
	}
	if err != nil {
		return hook.Archived{}, fmt.Errorf("pgarchive: get: %w", err)
	}
	return decode(v, []byte(session), []byte(timeline))
}

func (a *Archive) sql(text string) string {
	return strings.ReplaceAll(text, "{table}", a.config.Table)
}

// create makes the table; one node at a time, because IF NOT EXISTS is no protection against
// another's. All of it is one message of the simple protocol, and so one transaction: the server
// never holds the lock while it waits for more.
func (a *Archive) create(ctx context.Context) error {
	h := fnv.New64a()
	_, _ = h.Write([]byte("pgarchive:" + a.config.Table))
	lock := fmt.Sprintf("SELECT pg_advisory_xact_lock(%d);", int64(h.Sum64())) //nolint:gosec // any number will do
	return a.within(ctx, setUp*a.config.Timeout, func(ctx context.Context) error {
		_, err := a.pool.Exec(ctx, lock+a.sql(schema), pgx.QueryExecModeSimpleProtocol)
		return err
	})
}
