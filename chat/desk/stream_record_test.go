package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// recordReads is a store that counts how often visitors' records are read.
type recordReads struct {
	store.Store
	n atomic.Int64
}

// Get implements store.Store.
func (r *recordReads) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	of := func(key string) bool { return strings.HasPrefix(key, "history/") }
	if slices.ContainsFunc(keys, of) {
		r.n.Add(1)
	}
	return r.Store.Get(ctx, keys...)
}

func TestAStreamReadsItsVisitorsRecordOnlyWhenItHasChanged(t *testing.T) {
	on := &recordReads{Store: memstore.New(memstore.Config{})}
	playWith(t, desk.Config{Store: on, Seed: twoTeams()}, func(t *testing.T, s *scene) {
		v := s.waiting("vera", "")
		due := atomic.Int64{}
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan struct{})
		go func() {
			defer close(over)
			for e, err := range v.Events(ctx, "") {
				if err == nil && e.Type == desk.EventVisit {
					due.Add(1)
				}
			}
		}()
		s.pass(time.Minute)
		before := on.n.Load()
		for n := range 10 {
			_, err := v.Send(t.Context(), v.Session, desk.MessageRequest{
				Command: chat.CommandID(fmt.Sprintf("m%d", n)), Text: "Are you there?",
			})
			require.NoError(t, err)
			s.pass(3 * time.Second)
		}
		require.Zero(t, on.n.Load()-before, "messages are not in it")

		me, err := s.Desk.Host().VisitorID(t.Context(), chat.Principal{
			Kind: chat.RoleVisitor, ID: "vera", Verified: true,
		})
		require.NoError(t, err)
		for n := range 3 {
			require.NoError(t, s.Desk.Host().Raise(t.Context(), me, "paid"))
			s.pass(3 * time.Second)
			require.EqualValues(t, n+1, due.Load())
		}
		stop()
		<-over
	})
}
