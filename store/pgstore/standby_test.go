package pgstore_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

func TestStandbysThatNoCommitWaitsForAreToldOf(t *testing.T) {
	t.Parallel()
	c := pgtest.New(t, "fsync=on")
	conn := connect(t, c.URL())
	_, err := conn.Exec(t.Context(), "CREATE ROLE weak LOGIN; GRANT CREATE ON SCHEMA public TO weak")
	require.NoError(t, err)
	warnings := func(parameters ...string) int {
		said := &testlog.Lines{}
		s, err := pgstore.Open(t.Context(), pgstore.Config{URL: c.URL(parameters...), Table: freshTable(), Timeout: 10 * time.Second, Logger: said.Logger()})
		require.NoError(t, err)
		require.NoError(t, s.Close())
		return said.Count("all standbys are asynchronous")
	}
	assert.Zero(t, warnings(), "without a standby")
	c.Receive(t, "other")
	in := func(state string) {
		require.Eventually(t, func() bool {
			var n int
			err := conn.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = $1`, state).Scan(&n)
			return err == nil && n == 1
		}, 20*time.Second, 10*time.Millisecond)
	}
	in("async")
	assert.Equal(t, 1, warnings())
	assert.Zero(t, warnings("user=weak"), "a role that may not see")
	_, err = conn.Exec(t.Context(), "ALTER SYSTEM SET synchronous_standby_names = 'other'")
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "SELECT pg_reload_conf()")
	require.NoError(t, err)
	in("sync")
	assert.Zero(t, warnings(), "commits wait for it")
}
