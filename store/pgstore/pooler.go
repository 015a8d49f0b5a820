package pgstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrPooler says that the host's Pool leads through a pooler that its protocol does not get
// through.
var ErrPooler = errors.New("pgstore: pooler")

// pooling is what a pooler between this process and the server does with connections. The zero
// value is: nothing.
type pooling struct {
	found         bool // there is one
	byTransaction bool // the next statement may meet another connection to the server
	forgets       bool // and it does not know the statements that were prepared on the one before
}

// remembers tells whether statements of a protocol need what an earlier round trip prepared.
func remembers(mode pgx.QueryExecMode) bool {
	return mode == pgx.QueryExecModeCacheStatement || mode == pgx.QueryExecModeDescribeExec
}

// poolerProbes is how often it is looked whether a connection to the server is given to somebody
// else. One look is enough where nobody else is in the way.
const poolerProbes = 10

// findPooler finds out what stands between this process and the server. A server says its process
// when a connection begins, a pooler something else.
func (d *database) findPooler(ctx context.Context) (pooling, error) {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return pooling{}, err
	}
	pid, err := backend(ctx, conn.Conn().PgConn())
	direct := pid == conn.Conn().PgConn().PID()
	conn.Release()
	if err != nil || direct {
		return pooling{}, err
	}
	a, err := d.dial(ctx)
	if err != nil {
		return pooling{}, err
	}
	defer d.hangUp(a)
	b, err := d.dial(ctx)
	if err != nil {
		return pooling{}, err
	}
	defer d.hangUp(b)
	return probe(ctx, a.PgConn(), b.PgConn())
}

// probe prepares a statement on a and has b take a connection to the server for itself, the one
// that a used last, if the pooler gives it. Then a runs its statement: on another connection, or on
// its own if it keeps one. Once b has given its connection back, that is the one used last.
func probe(ctx context.Context, a, b *pgconn.PgConn) (pooling, error) {
	const statement = "switchboard_probe"
	_, err := a.Prepare(ctx, statement, "SELECT pg_backend_pid()", nil)
	if code(err) == duplicateStatement { // somebody else's on the same connection to the server
		return pooling{found: true, byTransaction: true, forgets: true}, nil
	}
	if err != nil {
		return pooling{}, err
	}
	var first uint32
	for i := range 2 * poolerProbes {
		turn := "BEGIN; SELECT 1"
		if i%2 == 1 {
			turn = "ROLLBACK"
		}
		if err := b.Exec(ctx, turn).Close(); err != nil {
			return pooling{}, err
		}
		r := a.ExecPrepared(ctx, statement, nil, nil, nil).Read()
		if code(r.Err) == noSuchStatement {
			return pooling{found: true, byTransaction: true, forgets: true}, nil
		}
		if r.Err != nil {
			return pooling{}, r.Err
		}
		pid, err := number(r)
		if err != nil || first != 0 && pid != first {
			return pooling{found: true, byTransaction: true}, err
		}
		first = pid
	}
	return pooling{found: true}, nil
}

// SQLSTATEs.
const (
	duplicateStatement = "42P05"
	noSuchStatement    = "26000"
	notPermitted       = "42501"
)

func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// backend asks for the server's process in the simple protocol, which leaves nothing behind.
func backend(ctx context.Context, conn *pgconn.PgConn) (uint32, error) {
	rs, err := conn.Exec(ctx, "SELECT pg_backend_pid()").ReadAll()
	if err != nil {
		return 0, err
	}
	return number(rs[0])
}

func number(r *pgconn.Result) (uint32, error) {
	n, err := strconv.ParseUint(string(r.Rows[0][0]), 10, 32)
	return uint32(n), err
}

// passPooler makes the pool work through a pooler, or says why it cannot.
func (d *database) passPooler(ctx context.Context) (err error) {
	err = d.within(ctx, func(ctx context.Context) error {
		d.pooled, err = d.findPooler(ctx)
		return err
	})
	if err != nil || !d.pooled.found || !remembers(d.pool.Config().ConnConfig.DefaultQueryExecMode) {
		return err
	}
	if d.config.Pool != nil && d.pooled.forgets {
		return fmt.Errorf("%w: Pool leads through a pooler by transaction, which loses its prepared statements: "+
			"set default_query_exec_mode=cache_describe (or exec) in its URL", ErrPooler)
	}
	if d.config.Pool != nil {
		return nil
	}
	pool, err := newPool(ctx, d.config, d.pooled)
	if err == nil {
		d.pool.Close()
		d.pool = pool
	}
	return err
}

// settlePoll looks more often where looking is all there is.
func (d *database) settlePoll() {
	if d.config.Poll == 0 {
		d.config.Poll = time.Second
		if d.pooled.byTransaction && d.config.ListenURL == "" {
			d.config.Poll = 200 * time.Millisecond
		}
	}
}
