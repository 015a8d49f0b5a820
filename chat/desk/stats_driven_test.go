package desk_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// cutOff is a store that cannot be reached while it is cut.
type cutOff struct {
	store.Store
	cut atomic.Bool
}

func (d *cutOff) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	if d.cut.Load() {
		return nil, 0, errors.New("no connection")
	}
	return d.Store.Changes(ctx, after, limit)
}

func TestTheLagAndWhatIsDegradedAreShownWhileTheyLastAndNoLonger(t *testing.T) {
	line := &cutOff{}
	wrap := func(c *desk.Config) {
		if c.Node == "n0" {
			line.Store, c.Store = c.Store, line
		}
	}
	inCrew(t, 2, func(t *testing.T, s *shop) {
		changes := func() { // whoever hears of it reads all settings anew
			t.Helper()
			q := settings.Queue{ID: settings.DefaultQueue, NoAgent: settings.NoAgentWait}
			_, err := s.desks[1].Host().PutQueue(t.Context(), q)
			require.NoError(t, err)
		}
		shows := func(what string, is func(desk.Stats) bool) {
			t.Helper()
			for range 120 {
				if is(s.Host().Stats()) {
					return
				}
				time.Sleep(time.Second)
				synctest.Wait()
			}
			t.Fatalf("%s: %+v", what, s.Host().Stats())
		}
		fine := func(x desk.Stats) bool { return x.Loaded && x.Lag == 0 && x.Degraded == 0 }
		shows("at the beginning", fine)
		line.cut.Store(true)
		s.put(records.Setting("queue", "odd"), map[string]any{"v": 9}) // of a later release
		changes()
		shows("cut off", func(x desk.Stats) bool { return x.Lag > 5*time.Second })
		was := s.Host().Stats().Lag
		time.Sleep(10 * time.Second)
		require.Equal(t, was+10*time.Second, s.Host().Stats().Lag, "it grows with the time")
		line.cut.Store(false)
		shows("it has heard of the setting", func(x desk.Stats) bool {
			return x.Lag == 0 && x.Degraded > 0
		})
		_, err := s.store.Commit(t.Context(), store.Batch{
			Delete: []string{records.Setting("queue", "odd")},
		})
		require.NoError(t, err)
		changes()
		shows("at the end", fine)
	}, wrap)
}
