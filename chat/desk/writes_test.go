package desk_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// batches is a store that keeps what was committed.
type batches struct {
	store.Store
	mu  sync.Mutex
	all []store.Batch
}

func (s *batches) Unwrap() store.Store { return s.Store }

func (s *batches) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	s.mu.Lock()
	s.all = append(s.all, b)
	s.mu.Unlock()
	return s.Store.Commit(ctx, b)
}

func (s *batches) list() []store.Batch {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// fraction is that of a second, which an instant of the test's clock has or has not.
var fraction = regexp.MustCompile(`\.\d+Z`)

// written returns the kinds of records that a batch writes, and how many bytes: without fractions
// of seconds, which are up to ten in each instant.
func written(b store.Batch) (kinds []string, size int) {
	for _, r := range b.Put {
		kind, _, _ := strings.Cut(r.Key, "/")
		kinds = append(kinds, kind)
		size += len(r.Key) + len(fraction.ReplaceAll(r.Value, []byte("Z")))
	}
	return kinds, size
}

// TestAMessageIsOneSmallBatch counts what a message of a visitor and one of an agent commit: the
// entry, the session, and that the message was accepted, so that a repetition finds it.
func TestAMessageIsOneSmallBatch(t *testing.T) {
	var kept *batches
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		const text = "Where is my parcel?"
		send := map[string]func(){
			"visitor": func() { s.says("vera", id, text) },
			"agent": func() {
				_, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Text: text})
				require.NoError(t, err)
			},
		}
		for _, who := range []string{"visitor", "agent"} { // what was before stands in the session
			say := send[who]
			time.Sleep(time.Minute)
			synctest.Wait()
			from := len(kept.list())
			say()
			made := kept.list()[from:]
			require.Len(t, made, 1, who)
			kinds, size := written(made[0])
			require.Equal(t, []string{"done", "session", "timeline"}, kinds, who)
			require.Len(t, made[0].If, 2, who)
			require.Empty(t, made[0].Delete, who)
			require.Less(t, size, 1_300, who)
		}
	}, func(cfg *desk.Config) {
		kept = &batches{Store: cfg.Store}
		cfg.Store = kept
	})
}
