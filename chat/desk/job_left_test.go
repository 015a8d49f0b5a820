package desk_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
)

func TestAJobOfANewerReleaseIsLeftAloneAndToldOfOnce(t *testing.T) {
	for name, value := range map[string]string{
		"an unknown kind":  `{"v":1,"kind":"paint","due":"2000-01-01T00:00:00Z"}`,
		"a higher version": `{"v":2,"kind":"forget","due":"2000-01-01T00:00:00Z"}`,
		"no job at all":    `{"v":1,"kind":7,"due":"2000-01-01T00:00:00Z"}`,
	} {
		t.Run(name, func(t *testing.T) {
			const key = "job/paint/all"
			var log testlog.Lines
			inCrew(t, 1, func(t *testing.T, s *shop) {
				time.Sleep(time.Hour)
				synctest.Wait()
				require.Equal(t, 1, strings.Count(log.String(), key), log.String())
				require.Equal(t, value, raw(t, s.store, key))
				idle := s.head()
				time.Sleep(time.Hour)
				synctest.Wait()
				require.Equal(t, idle, s.head(), "nobody leads for its sake: a newer node can")

				_, err := s.visitor(1).Start(t.Context(), desk.StartRequest{Text: "hello"})
				require.NoError(t, err, "all else goes on")
				time.Sleep(time.Minute)
				synctest.Wait()
				require.Equal(t, 1, strings.Count(log.String(), key), "it was said already")
			}, func(cfg *desk.Config) {
				cfg.Logger = log.Logger()
				cfg.Seed.Queues = []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}
				_, err := cfg.Store.Commit(t.Context(), store.Batch{
					Put: []store.Record{{Key: key, Value: []byte(value)}},
				})
				require.NoError(t, err)
			})
		})
	}
}
