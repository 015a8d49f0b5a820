package desk

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// namespaces opens so many namespaces of a new database, which share what a process shares.
type namespaces func(t *testing.T, n int) []store.Store

var stores = []struct {
	name string
	open namespaces
}{{"memstore", inMemory}, {"sqlitestore", onSQLite}, {"pgstore", onPostgres}, {"etcdstore, 1 member", onEtcd}}

func inMemory(_ *testing.T, n int) (ss []store.Store) {
	for range n {
		ss = append(ss, memstore.New(memstore.Config{}))
	}
	return ss
}

func onSQLite(t *testing.T, n int) []store.Store {
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(t.TempDir(), "desk.db")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return further(t, s, n, func(name string) (store.Store, error) { return s.Namespace(t.Context(), name) })
}

func onPostgres(t *testing.T, n int) []store.Store {
	return inCluster(t, pgtest.New(t), n)
}

func inCluster(t *testing.T, c *pgtest.Cluster, n int) []store.Store {
	s, err := pgstore.Open(t.Context(), pgstore.Config{URL: c.URL(), Timeout: time.Minute})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return further(t, s, n, func(name string) (store.Store, error) { return s.Namespace(t.Context(), name) })
}

func onEtcd(t *testing.T, n int) []store.Store {
	s, err := etcdstore.Open(t.Context(), etcdstore.Config{Endpoints: []string{etcdtest.New(t)}, Timeout: time.Minute})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return further(t, s, n, func(name string) (store.Store, error) { return s.Namespace(name) })
}

func further(t *testing.T, first store.Store, n int, open func(name string) (store.Store, error)) []store.Store {
	ss := []store.Store{first}
	for i := 1; i < n; i++ {
		s, err := open(fmt.Sprint("team-", i))
		require.NoError(t, err)
		ss = append(ss, s)
	}
	return ss
}

// TestDeskOnEachStore prints what a desk does on each store, 64 writers in one namespace, two and eight; in two alone where
// it is done once, to see that it can be.
func TestDeskOnEachStore(t *testing.T) {
	long(t)
	t.Logf("medians of %d rounds of %d messages and %d sessions, 64 writers", *rounds, *messages, sessions())
	t.Logf("| store | namespaces | messages/s | assignments/s | feed lag p50 | p99 |")
	namespaces := []int{1, 2, 8}
	if *rounds == 1 {
		namespaces = []int{2}
	}
	for _, s := range stores {
		for _, n := range namespaces {
			var messages, assignments []speed
			var lags []time.Duration
			for range *rounds {
				t.Run("", func(t *testing.T) {
					teams := openTeams(t, s.open, n, 1)
					stop := teams[0].watch(t)
					messages = append(messages, talk(t, teams))
					lags = append(lags, stop()...)
				})
				t.Run("", func(t *testing.T) {
					teams := openTeams(t, s.open, n, max(1, sessions()/most/n))
					assignments = append(assignments, arrive(t, teams, sessions()))
				})
			}
			if t.Failed() {
				return
			}
			slices.Sort(lags)
			t.Logf("| %s | %d | %.0f | %.0f | %v | %v |", s.name, n, median(messages).wall, median(assignments).wall,
				lags[len(lags)/2].Round(10*time.Microsecond), lags[len(lags)*99/100].Round(10*time.Microsecond))
		}
	}
}

// sessions is how many are assigned: as many as fill whole agents in each of eight teams.
func sessions() int { return max(8*most, *messages/(8*most)*(8*most)) }

func openTeams(t *testing.T, open namespaces, n, agents int) (teams []team) {
	for _, s := range open(t, n) {
		teams = append(teams, newTeam(t, s, agents))
	}
	return teams
}

// watch follows the team's feed. stop answers how long after its caller each commit was known to the follower, everything
// else going on.
func (d team) watch(t *testing.T) (stop func() []time.Duration) {
	_, head, err := d.rec.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	seen := map[store.Rev]time.Time{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for rs, err := range store.Follow(ctx, d.rec, head, 5*time.Millisecond) {
			if err != nil {
				return
			}
			for _, r := range rs {
				seen[r.Rev] = time.Now()
			}
		}
	}()
	return func() (lags []time.Duration) {
		time.Sleep(100 * time.Millisecond) // for the last ones
		cancel()
		<-done
		d.rec.mu.Lock()
		defer d.rec.mu.Unlock()
		for rev, answered := range d.rec.answered {
			if at, ok := seen[rev]; ok { // a record that was written again is told once
				lags = append(lags, max(0, at.Sub(answered)))
			}
		}
		return lags
	}
}
