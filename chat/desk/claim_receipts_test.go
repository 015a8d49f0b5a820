package desk

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestTheReceiptsOfTheLastCommandsGoAlong(t *testing.T) {
	on, monday := memstore.New(memstore.Config{}), time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	var last []string
	for i := range 20 { // commands given while older ones were being trimmed
		id := chat.CommandID(fmt.Sprintf("c%02d", i))
		_, err := store.Do(t.Context(), on, func(tx *store.Tx) error {
			r := commit.Receipt{At: monday.Add(time.Duration(i) * time.Second)}
			return putRecord(tx, records.Done("vis_1", id), r, nil)
		})
		require.NoError(t, err)
		if i >= 20-mostReceipts {
			last = append(last, records.Done("vis_2", id))
		}
	}
	_, err := store.Do(t.Context(), on, func(tx *store.Tx) error {
		return moveReceipts(tx, "vis_1", "vis_2")
	})
	require.NoError(t, err)
	rs, err := records.List(t.Context(), on, records.Prefix(records.FamilyDone))
	require.NoError(t, err)
	var have []string
	for _, r := range rs {
		have = append(have, r.Key)
	}
	require.Equal(t, last, have)
}
