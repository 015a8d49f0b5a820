package report

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestWhatTranslationsCostIsCountedByQueue(t *testing.T) {
	of := func(s chat.Session, queue chat.QueueID, characters int) chat.Session {
		s.Queue, s.Translated = queue, characters
		return s
	}
	ended := answered(t0, time.Second, time.Minute, "agt_1")
	open := chat.Session{State: chat.Queued, CreatedAt: t0, QueuedAt: t0}
	day := 24 * time.Hour
	r, err := Summarise(slices.Values([]chat.Session{
		of(ended, "orders", 120), of(open, "orders", 30), of(ended, "returns", 7), of(ended, "plain", 0),
		of(abandoned(t0, time.Second), "returns", 3), // it was charged for all the same
		of(answered(t0.Add(day), 0, time.Minute, "agt_1"), "plain", 0),
	}), Config{Distribution: Day, ShortAbandon: 5 * time.Second})
	require.NoError(t, err)
	require.Len(t, r.Rows, 2)
	require.Equal(t, map[chat.QueueID]int{"orders": 150, "returns": 10}, r.Rows[0].Translated)
	require.Nil(t, r.Rows[1].Translated, "nothing was")
}
