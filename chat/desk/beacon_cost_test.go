package desk_test

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// bytesOfABeacon is how much memory a beacon takes at a site with so many queues.
func bytesOfABeacon(t *testing.T, queues int) int {
	seed := settings.Team{Sites: []settings.Site{{ID: "main"}}}
	for i := range queues {
		id := chat.QueueID(fmt.Sprint("q", i))
		seed.Queues = append(seed.Queues, settings.Queue{ID: id})
		seed.Sites[0].Queues = append(seed.Sites[0].Queues, id)
	}
	s := newShop(t, seed)
	const n = 200
	look := func(v desk.Visitor) {
		_, err := v.Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
	}
	look(s.visitor(1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range n {
		look(s.visitor(1))
	}
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc-before.TotalAlloc) / n
}

// getting is a store that counts how often it is asked for records by their keys.
type getting struct {
	store.Store
	n atomic.Int64
}

func (g *getting) Unwrap() store.Store { return g.Store }

func (g *getting) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	g.n.Add(1)
	return g.Store.Get(ctx, keys...)
}

// TestABeaconAsksTheStoreOnce counts questions: each is the way to a database and back.
func TestABeaconAsksTheStoreOnce(t *testing.T) {
	for name, c := range map[string]struct {
		verified bool
		most     int64
	}{
		"of an anonymous visitor":                {false, 1},
		"of a customer, whose id is found first": {true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			var asked *getting
			s := newShop(t, twoTeams(), func(cfg *desk.Config) {
				asked = &getting{Store: cfg.Store}
				cfg.Store = asked
			})
			who := s.Host().NewVisitor()
			if who.Verified = c.verified; c.verified {
				who.ID = "customer-1"
			}
			v := s.Visitor(who)
			look := func() {
				_, err := v.Visit(s.ctx, looking("/shoes"))
				require.NoError(t, err)
			}
			look() // has the settings read
			gets := asked.n.Load()
			look()
			require.Equal(t, c.most, asked.n.Load()-gets)
			require.NoError(t, s.Host().Revoke(s.ctx, chat.RoleVisitor, who.ID, who.Version+1))
			_, err := v.Visit(s.ctx, looking("/shoes"))
			require.ErrorIs(t, err, chat.ErrUnauthenticated)
		})
	}
}

// TestABeaconThatNothingIsDueForAllocatesLittle holds what is left: the keys of three records and
// what finds one, what memstore answers, and the address, which is read.
func TestABeaconThatNothingIsDueForAllocatesLittle(t *testing.T) {
	s := newShop(t, twoTeams())
	s.settle() // by now the node knows the team
	v := s.visitor(1)
	look := func() {
		_, err := v.Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
	}
	look()
	require.LessOrEqual(t, testing.AllocsPerRun(200, look), beaconMost)
}

// A queue holds much, and a beacon needs little of it.
func TestABeaconKeepsNoCopyOfEachQueue(t *testing.T) {
	one, nine := bytesOfABeacon(t, 1), bytesOfABeacon(t, 9)
	require.Less(t, (nine-one)/8, 600, "bytes for each further queue, of %d", one)
}
