package desk_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestStreamsThatOpenDoNotEachAskTheFeed: thousands come at once when a node takes over.
func TestStreamsThatOpenDoNotEachAskTheFeed(t *testing.T) {
	var asked *feedLooks
	inShop(t, func(s *shop) {
		var all sync.WaitGroup
		open := func(ctx context.Context, who string) {
			all.Go(func() {
				for _, err := range s.customer(who).Events(ctx, "") {
					require.NoError(t, err)
				}
			})
			synctest.Wait()
		}
		opened := func() (looks int64) {
			ctx, hangUp := context.WithCancel(s.ctx)
			open(ctx, "vera") // the first one has the follower ask by itself
			time.Sleep(15 * time.Second)
			synctest.Wait()
			before := asked.n.Load()
			for i := range 20 {
				open(ctx, fmt.Sprint("will-", i))
			}
			require.Equal(t, 21, s.Host().Stats().Streams[desk.StreamVisitor])
			looks = asked.n.Load() - before
			hangUp()
			all.Wait()
			return looks
		}
		opened() // the first time a visitor is written
		require.Less(t, opened(), int64(5))
	}, func(cfg *desk.Config) {
		asked = &feedLooks{Store: cfg.Store}
		cfg.Store = asked
	})
}
