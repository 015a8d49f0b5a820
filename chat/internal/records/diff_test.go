package records_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

func keysOf(c records.Change) (ks []string) {
	for _, r := range c.Put {
		ks = append(ks, r.Key)
	}
	return ks
}

func TestAnAcceptedOfferMovesTheIndexes(t *testing.T) {
	now := time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)
	old := chat.Session{ID: "ses_1", Visitor: "vis_1", Queue: "support", State: chat.Offered, CreatedAt: now, QueuedAt: now,
		Offers: []chat.Offer{{ID: "off_1", Agent: "agt_1"}, {ID: "off_2", Agent: "agt_2"}}}
	new := old
	new.State, new.Agent, new.Offers, new.Entries = chat.Active, "agt_1", nil, 5
	stored, err := records.Encode(old, nil)
	require.NoError(t, err)
	c, err := records.Diff(old, new, stored, []chat.Entry{{N: 5, Kind: chat.KindAccepted}})
	require.NoError(t, err)
	require.Equal(t, []string{"session/ses_1", "timeline/ses_1/00000005", "active/agt_1/ses_1"}, keysOf(c))
	require.Equal(t, []string{"offer/agt_1/off_1", "offer/agt_2/off_2", "waiting/support/20261103T100000.000Z/ses_1"}, c.Delete)
}

func TestANewSessionIsFoundByEveryIndex(t *testing.T) {
	now := time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)
	new := chat.Session{ID: "ses_1", Visitor: "vis_1", Queue: "support", State: chat.Queued, CreatedAt: now, QueuedAt: now}
	c, err := records.Diff(chat.Session{}, new, nil, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"session/ses_1", "open/ses_1", "visitor/vis_1/20261103T100000.000Z/ses_1",
		"waiting/support/20261103T100000.000Z/ses_1"}, keysOf(c))
	require.Empty(t, c.Delete)
}

func TestAnErasedSessionKeepsNoFieldThatNobodyKnows(t *testing.T) {
	old := chat.Session{ID: "ses_1", Visitor: "vis_1", Queue: "support", State: chat.Closed}
	new := old
	new.Erased = true
	stored := []byte(`{"v":1,"id":"ses_1","summary":"asked for a doctor"}`)
	c, err := records.Diff(old, new, stored, nil)
	require.NoError(t, err)
	require.NotContains(t, string(c.Put[0].Value), "doctor")
	_, err = records.Diff(old, new, []byte(`{"v":2,"id":"ses_1"}`), nil)
	require.ErrorIs(t, err, chat.ErrNewer)
}
