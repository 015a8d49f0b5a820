package desk_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// feedLooks is a store that counts how often its feed is read.
type feedLooks struct {
	store.Store
	n atomic.Int64
}

func (l *feedLooks) Unwrap() store.Store { return l.Store }

func (l *feedLooks) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	l.n.Add(1)
	return l.Store.Changes(ctx, after, limit)
}

// TestAMessageIsReadFromTheFeedByOneLook has messages come one by one. A page that is not full is
// the last one: that nothing comes after it needs no question of its own.
func TestAMessageIsReadFromTheFeedByOneLook(t *testing.T) {
	var feed *feedLooks
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		said, bye := s.listen(s.agent("ann").Events)
		defer bye()
		synctest.Wait()
		before := feed.n.Load()
		for range 10 {
			s.says("vera", id, "Where is my parcel?")
			synctest.Wait()
		}
		require.Equal(t, int64(10), feed.n.Load()-before)
		require.Len(t, said.texts(), 10)
		time.Sleep(time.Minute)
		require.Greater(t, feed.n.Load(), before+10, "it is asked now and then")
	}, func(cfg *desk.Config) {
		feed = &feedLooks{Store: cfg.Store}
		cfg.Store = feed
	})
}
