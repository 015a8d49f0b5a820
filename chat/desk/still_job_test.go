package desk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// A job without the instant from which its time counts is one of an earlier release.
func TestALookOfAnEarlierReleaseIsKeptUnlessAClockWasPutBack(t *testing.T) {
	now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	for ahead, due := range map[time.Duration]time.Duration{
		time.Second:                    time.Second,
		stillAfter:                     stillAfter,
		stillAfter + every:             stillAfter + every,
		stillAfter + every + 1:         stillAfter,
		stillAfter + every + time.Hour: stillAfter,
	} {
		s := memstore.New(memstore.Config{})
		j := job{Kind: jobStill, Queue: "help", Due: now.Add(ahead)}
		value, err := records.Encode(j, nil)
		require.NoError(t, err)
		_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: j.key(), Value: value}}})
		require.NoError(t, err)
		until, err := askStill(t.Context(), s, "help", now)
		require.NoError(t, err)
		require.Equal(t, due, until.Sub(now), "due in %v", ahead)
	}
}
