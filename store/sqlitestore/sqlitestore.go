package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"

	_ "modernc.org/sqlite" // registers the default driver

	"github.com/switchboard-go/switchboard/store"
)

// Store implements store.Store, store.Waiter and store.Scrubber for one namespace of a file. Open
// makes the first one of a file, Namespace further ones.
type Store struct {
	*file
	ns   namespace
	bell *bell
}

// namespace is one as its records name it. The id comes from the name, so that it is the same again
// in a file that went back to before the namespace was made, and never another one's.
type namespace struct {
	id   int64
	name string
}

// file is what the namespaces of a file share.
type file struct {
	config  Config
	reads   *sql.DB
	queries queries // on reads
	writer  *writer
	bells   *bells
	scrubs  scrubs
}

// ErrClosed says that the Store was closed.
var ErrClosed = errors.New("sqlitestore: closed")

// Open opens or creates the file. It reports every fault of c at once, refuses a file in which it
// sees damage with ErrCorrupt and one of another program with ErrForeign. Close it when done.
func Open(ctx context.Context, c Config) (*Store, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	f, err := open(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: open: %w", err)
	}
	s, err := f.Namespace(ctx, c.Namespace)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return s, nil
}

// writerCache is what the writing connection keeps of the file in memory, 16 MiB. Keys are random:
// in a large file each record of a chat lies on a page of its own, and SQLite's own 2 MiB do not
// hold those of a few dozen chats.
const writerCache = "cache_size=-16384"

func open(ctx context.Context, c Config) (*file, error) {
	if err := c.create(); err != nil {
		return nil, err
	}
	writes, err := c.pool(1, writerCache)
	if err != nil {
		return nil, err
	}
	if err := prepare(ctx, writes, c); err != nil {
		return nil, errors.Join(err, writes.Close())
	}
	reads, err := c.pool(c.Readers, "query_only=1")
	if err != nil {
		return nil, errors.Join(err, writes.Close())
	}
	f := &file{config: c, reads: reads, bells: newBells()}
	if f.queries, err = newQueries(ctx, reads); err != nil {
		return nil, errors.Join(err, reads.Close(), writes.Close())
	}
	f.writer = newWriter(writes, c, f.bells)
	return f, nil
}

func prepare(ctx context.Context, db *sql.DB, c Config) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := examine(ctx, conn, c.Integrity); err != nil {
		return err
	}
	return migrate(ctx, conn)
}

// Namespace returns the Store of another namespace of the same file. They share everything that
// costs something, so thousands are fine. It writes one row when the namespace is new.
func (f *file) Namespace(ctx context.Context, name string) (*Store, error) {
	if err := store.CheckNamespace(name); err != nil {
		return nil, fmt.Errorf("sqlitestore: Namespace: %w", err)
	}
	for next := firstID(name); ; next++ { // unless that one is taken
		var id int64
		err := f.reads.QueryRowContext(ctx, `SELECT id FROM namespaces WHERE name = ?`, name).Scan(&id)
		if err == nil {
			return &Store{file: f, ns: namespace{id, name}, bell: f.bells.of(id)}, nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("sqlitestore: namespace: %w", err)
		}
		if err := f.writer.create(ctx, namespace{next, name}); err != nil {
			return nil, fmt.Errorf("sqlitestore: namespace: %w", err)
		}
	}
}

// firstID is the id that a name would have: 40 bits, which are short in the file.
func firstID(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return int64(h.Sum64() >> 24)
}

// Close ends all Stores of the file. Commits that are under way end first.
func (f *file) Close() error {
	// The last connection to go moves the log into the file, and only the writer's may.
	return errors.Join(f.queries.close(), f.reads.Close(), f.writer.close())
}
