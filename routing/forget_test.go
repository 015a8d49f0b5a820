package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func TestADeletedAgentIsForgottenWithTheLastOfferMadeToThem(t *testing.T) {
	r, err := New(Config{})
	require.NoError(t, err)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r.Set(now, AgentFact{ID: "ann", Rev: 1, Mode: Available, Capacity: 3})
	r.Set(now, RequestFact{ID: "c1", Rev: 1, Queue: "q", EnqueuedAt: now})
	require.Len(t, r.Advance(now), 1, "an offer that is not committed yet")
	r.Set(now, AgentFact{ID: "ann", Rev: 2, Gone: true})
	require.Equal(t, 1, r.Agents(), "the offer may still be shown by the request's record")
	r.Set(now, RequestFact{ID: "c1", Rev: 2, Gone: true})
	require.Zero(t, r.Agents())
}
