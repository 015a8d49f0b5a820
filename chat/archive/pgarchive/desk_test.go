package pgarchive_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/archive/pgarchive"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// TestSessionsMoveIntoTheArchiveAndAreReadAndErasedThere has one node archive a session, and
// another read and erase it.
func TestSessionsMoveIntoTheArchiveAndAreReadAndErasedThere(t *testing.T) {
	cluster := pgtest.New(t)
	now := time.Now()
	one, other := newNode(t, cluster, &now), newNode(t, cluster, &now)
	eve := chat.Principal{Kind: chat.RoleVisitor, ID: "customer-7", Verified: true}
	v, err := one.Visitor(eve).Start(t.Context(), desk.StartRequest{Command: "c", Text: "my secret"})
	require.NoError(t, err)
	require.NoError(t, one.Visitor(eve).End(t.Context(), v.ID))
	now = now.Add(60 * 24 * time.Hour)
	one.tidyUp(t)

	var kept int
	row := other.pool.QueryRow(t.Context(), `SELECT count(*) FROM switchboard_archive WHERE id = $1 AND ended_at < now()`, string(v.ID))
	require.NoError(t, row.Scan(&kept))
	require.Equal(t, 1, kept)
	entries, _, err := other.Visitor(eve).Timeline(t.Context(), v.ID, 0, 100)
	require.NoError(t, err)
	require.Contains(t, texts(entries), "my secret")

	require.NoError(t, other.Host().ErasePrincipal(t.Context(), eve.ID))
	a, err := other.archive.Get(t.Context(), v.ID)
	require.NoError(t, err)
	require.NotContains(t, texts(a.Entries), "my secret")
}

// node is a desk with what it stands on.
type node struct {
	*desk.Desk
	archive *pgarchive.Archive
	pool    *pgxpool.Pool
	now     *time.Time
}

func newNode(t *testing.T, c *pgtest.Cluster, now *time.Time) node {
	pool, err := pgxpool.New(t.Context(), c.URL("pool_max_conns=4"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	db, err := pgstore.Open(t.Context(), pgstore.Config{Pool: pool})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	n := node{archive: open(t, pgarchive.Config{Pool: pool}), pool: pool, now: now}
	n.Desk, err = desk.New(desk.Config{Store: db, Archive: n.archive, Now: func() time.Time { return *now }, Seed: settings.Team{
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}}, Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}},
	}})
	require.NoError(t, err)
	return n
}

// tidyUp steps the archivist until nothing is due.
func (n node) tidyUp(t *testing.T) {
	for {
		next, err := n.Archivist().Step(t.Context(), *n.now)
		require.NoError(t, err)
		if next.After(*n.now) {
			return
		}
	}
}

func texts(es []chat.Entry) (all []string) {
	for _, e := range es {
		all = append(all, e.Text)
	}
	return all
}

func TestANodesOwnArchiveIsRefusedOnASharedStore(t *testing.T) {
	cluster := pgtest.New(t)
	db, err := pgstore.Open(t.Context(), pgstore.Config{URL: cluster.URL()})
	require.NoError(t, err)
	defer db.Close()
	_, err = desk.New(desk.Config{Store: db, Archive: own{}})
	require.ErrorContains(t, err, "Archive:")
}

// own is an archive that is one node's own.
type own struct{ hook.Archive }

func (own) Shared() bool { return false }
