package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// slowFeed is a store whose feed answers only while nothing holds it up.
type slowFeed struct {
	*memstore.Store
	open chan struct{} // holds one while the feed answers
}

func newSlowFeed(s store.Store) *slowFeed {
	f := &slowFeed{s.(*memstore.Store), make(chan struct{}, 1)}
	f.open <- struct{}{}
	return f
}

func (f *slowFeed) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	select {
	case x := <-f.open:
		defer func() { f.open <- x }()
		return f.Store.Changes(ctx, after, limit)
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
}

// A stream that begins shows what is written, be the feed as far or not. When that is lost, and the
// head is beyond it again by the time the feed answers, the feed goes on as if nothing was.
func TestAStreamIsResetThatShowedALostPastBeforeTheFeedToldOfIt(t *testing.T) {
	for _, after := range []int{0, 1, 5} { // what is written before the feed answers
		var slow *slowFeed
		inShop(t, func(s *shop) {
			id := s.chat("vera", "ann")
			ann, other := s.tail(s.agent("ann").Events), s.tail(s.customer("otto").Events)
			time.Sleep(time.Second)
			before := slow.Backup()
			say := func(text string, times int) {
				for range times {
					_, err := s.customer("vera").Send(s.ctx, id, desk.MessageRequest{Text: text})
					require.NoError(t, err)
				}
			}
			hold := <-slow.open
			say("lost", 2)
			visitor := s.tail(s.customer("vera").Events) // as one who connects again
			time.Sleep(100 * time.Millisecond)
			require.Equal(t, []string{"hello", "lost", "lost"}, visitor.texts())
			slow.Restore(before)
			say("after", after)
			slow.open <- hold
			time.Sleep(4 * time.Second)
			say("later", 1)
			synctest.Wait()
			want := []string{"hello"}
			for range after {
				want = append(want, "after")
			}
			require.Equal(t, append(want, "later"), visitor.texts())
			require.Equal(t, 1, visitor.resets())
			require.Equal(t, 1, ann.resets())
			require.Equal(t, 1, other.resets(), "this node knows nothing of whose words were lost")
		}, func(cfg *desk.Config) {
			slow = newSlowFeed(cfg.Store)
			cfg.Store = slow
		})
	}
}
