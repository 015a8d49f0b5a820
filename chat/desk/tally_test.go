package desk_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// contended is a store in which another node is always first at the counts of prompts.
type contended struct {
	store.Store
	mu      sync.Mutex
	on      bool
	lost    int // batches
	batches []store.Batch
}

// Commit implements store.Store.
func (c *contended) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	c.mu.Lock()
	c.batches = append(c.batches, b)
	on := c.on && strings.Contains(strings.Join(keysOf(b), " "), "funnel/")
	if on {
		c.lost++
	}
	c.mu.Unlock()
	if on {
		return 0, store.ErrConflict
	}
	return c.Store.Commit(ctx, b)
}

// keysOf are the keys that a batch asks for and changes.
func keysOf(b store.Batch) (keys []string) {
	for _, x := range b.If {
		keys = append(keys, x.Key)
	}
	for _, x := range b.Put {
		keys = append(keys, x.Key)
	}
	return append(keys, b.Delete...)
}

func TestAContendedCountNeitherDelaysNorRefusesAStart(t *testing.T) {
	on := &contended{Store: memstore.New(memstore.Config{}), on: true}
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Store = on })
	s.available("ann")
	uid := s.shownTo(1)
	on.batches = nil
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: uid})
	require.NoError(t, err)
	require.NoError(t, s.visitor(2).Prompt(s.ctx, s.shownTo(2), desk.PromptDismissed))
	require.Zero(t, on.lost, "nobody who waits for an answer waits for a count")
	start := on.batches[0]
	for _, c := range start.If {
		own := strings.Contains(c.Key, string(v.ID)) || strings.Contains(c.Key, "vis_")
		require.True(t, own || strings.HasPrefix(c.Key, "extern/"), "shared by others: %s", c.Key)
	}

	require.Empty(t, s.funnel(s.clock(), s.clock().Add(time.Hour)))
	require.Positive(t, on.lost)
	on.on = false
	require.Equal(t, []desk.PromptCount{{
		Day: s.today(), Rule: "shoes", Shown: 2, Accepted: 1, Dismissed: 1, Chats: 1,
	}}, s.funnel(s.clock(), s.clock().Add(time.Hour)), "counted later, and once")
}

func TestWhatANodeThatStoppedHadNotCountedIsCountedWhenTheVisitorIsSeenAgain(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	s.invites()
	s.shownTo(1)
	s.shownTo(2)
	other := s.join("node-2")
	require.Empty(t, other.funnel(s.clock(), s.clock().Add(time.Hour)))
	for range 2 {
		_, err := other.visitor(1).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		want := []desk.PromptCount{{Day: s.today(), Rule: "shoes", Shown: 1}}
		require.Equal(t, want, other.funnel(s.clock(), s.clock().Add(time.Hour)))
	}
	require.NoError(t, other.visitor(2).Erase(s.ctx))
	want := []desk.PromptCount{{Day: s.today(), Rule: "shoes", Shown: 2}}
	require.Equal(t, want, other.funnel(s.clock(), s.clock().Add(time.Hour)), "nobody is in it")
}

func TestARunningDeskCountsPromptsByItselfAndBeforeItStops(t *testing.T) {
	for _, wait := range []time.Duration{time.Second, 3 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := newShop(t, withPrompt(), func(c *desk.Config) {
				c.Now, c.Lease = time.Now, 30*time.Second
			})
			ctx, stop := context.WithCancel(t.Context())
			over := make(chan error)
			go func() { over <- s.Run(ctx) }()
			synctest.Wait()
			_, err := s.agent("ann").SetStatus(ctx, chat.Available, "") // Run does what follows from it
			require.NoError(t, err)
			synctest.Wait()
			s.shownTo(1)
			time.Sleep(wait)
			synctest.Wait()
			if counted := wait > 2*time.Second; counted {
				require.Len(t, s.counts(), 1)
			} else {
				require.Empty(t, s.counts(), "an answer to the prompt may follow at once")
			}
			stop()
			require.NoError(t, <-over)
			require.Len(t, s.counts(), 1)
		})
	}
}

func TestWhatIsNotCountedYetGoesAlongWithWhoSignsIn(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	s.shownTo(1)
	anna := s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "anna", Verified: true})
	anonymous := chat.Principal{Kind: chat.RoleVisitor, ID: "vis_00000000000000000000000001"}
	require.NoError(t, anna.Claim(s.ctx, anonymous))
	want := []desk.PromptCount{{Day: s.today(), Rule: "shoes", Shown: 1}}
	require.Equal(t, want, s.funnel(s.clock(), s.clock().Add(time.Hour)))
}

func TestARecordThatNobodyCanReadHoldsUpTheCountsOfNobodyElse(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	s.invites()
	s.shownTo(1)
	s.shownTo(2)
	first := records.History("vis_00000000000000000000000001")
	whole, err := s.store.Get(s.ctx, first)
	require.NoError(t, err)
	put := func(value []byte) {
		b := store.Batch{Put: []store.Record{{Key: first, Value: value}}}
		_, err := s.store.Commit(s.ctx, b)
		require.NoError(t, err)
	}
	counted := func(n int) {
		want := []desk.PromptCount{{Day: s.today(), Rule: "shoes", Shown: n}}
		require.Equal(t, want, s.funnel(s.clock(), s.clock().Add(time.Hour)))
	}
	put([]byte(`{"v":1,"uncounted":7}`))
	counted(2)
	put(whole[0].Value)
	_, err = s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	counted(3)
}

func TestWhatAKilledNodeHadNotCountedIsCountedThoughItsVisitorsNeverComeBack(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	s.invites()
	s.shownTo(1)
	s.shownTo(2)
	other := s.join("node-2")
	for range 4 {
		s.pass(30 * time.Second)
		other.settle(other)
		_, err := other.Jobs().Step(s.ctx, s.clock())
		require.NoError(t, err)
	}
	require.Len(t, s.counts(), 3, "of as many visitors, in as many shards")
	want := []desk.PromptCount{{Day: s.today(), Rule: "shoes", Shown: 3}}
	require.Equal(t, want, other.funnel(s.clock().Add(-time.Hour), s.clock().Add(time.Hour)))
	left, err := records.List(s.ctx, s.store, records.Prefix(records.FamilyJob, "count"))
	require.NoError(t, err)
	require.Empty(t, left)
}
