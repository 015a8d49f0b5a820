package desk

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestAJobOfANewerReleaseIsLeftAloneAndToldOfOnce(t *testing.T) {
	for name, value := range map[string]string{
		"an unknown kind":  `{"v":1,"kind":"paint","due":"2000-01-01T00:00:00Z"}`,
		"a higher version": `{"v":2,"kind":"forget","due":"2000-01-01T00:00:00Z"}`,
		"no job at all":    `{"v":1,"kind":7,"due":"2000-01-01T00:00:00Z"}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := memstore.New(memstore.Config{})
				var log bytes.Buffer
				d, err := New(Config{
					Store: s, Logger: slog.New(slog.NewTextHandler(&log, nil)),
					Seed: settings.Team{Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}},
				})
				require.NoError(t, err)
				key := "job/paint/all"
				_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key, Value: []byte(value)}}})
				require.NoError(t, err)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go func() { _ = d.Run(ctx) }()
				time.Sleep(time.Hour)
				synctest.Wait()
				require.Equal(t, 1, strings.Count(log.String(), key), log.String())
				require.Equal(t, value, raw(t, s, key))
				_, idle, err := s.Changes(t.Context(), 0, 0)
				require.NoError(t, err)
				time.Sleep(time.Hour)
				synctest.Wait()
				_, head, err := s.Changes(t.Context(), 0, 0)
				require.NoError(t, err)
				require.Equal(t, idle, head, "nobody leads for its sake: a newer node can")

				_, err = d.Visitor(d.Host().NewVisitor()).Start(t.Context(), StartRequest{Text: "hello"})
				require.NoError(t, err, "all else goes on")
				time.Sleep(time.Minute)
				synctest.Wait()
				require.Equal(t, 1, strings.Count(log.String(), key), "it was said already")
			})
		})
	}
}
