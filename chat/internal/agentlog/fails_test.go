package agentlog

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/internal/brittle"
)

func TestEveryFailureOfTheStoreIsTold(t *testing.T) {
	h := newHouse(t, 48*time.Hour)
	h.worked("agt_1", 150)
	s := &brittle.Store{Store: h.store}
	h.Log = New(Config{Store: s, Keep: 48 * time.Hour})
	at := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	page := func() error {
		ls, _, err := h.Page(t.Context(), "agt_1", chat.AgentLogFilter{Limit: 200})
		require.True(t, err != nil || len(ls) == 150, "half an answer")
		return err
	}
	span := func() error {
		ls, err := h.Span(t.Context(), "agt_1", at(10), at(149))
		require.True(t, err != nil || len(ls) == 139, "half an answer: %d", len(ls))
		return err
	}
	require.Positive(t, brittle.EachCall(t, s, page))
	require.Positive(t, brittle.EachCall(t, s, span), "line by line")
	trim, now := h.Trimmer(), noon.Add(36*time.Hour)
	sweep := func() error { // to the end of all that there is to do
		for next := now; !next.After(now); {
			var err error
			if next, err = trim.Step(t.Context(), now); err != nil {
				require.Equal(t, now.Add(time.Minute), next, "it is tried again")
				return err
			}
		}
		return nil
	}
	require.Positive(t, brittle.EachCall(t, s, sweep))
	rs, err := records.List(t.Context(), h.store, days("agt_1"))
	require.NoError(t, err)
	require.NotEmpty(t, rs, "the day is put together")
	require.Positive(t, brittle.EachCall(t, s, span), "by days")
	now = noon.Add(96 * time.Hour)
	require.Positive(t, brittle.EachCall(t, s, sweep))
	require.Equal(t, []int{150}, h.lines("agt_1", chat.AgentLogFilter{}))
	erase := func() error { return h.Erase(t.Context(), "agt_1") }
	require.Positive(t, brittle.EachCall(t, s, erase))
	require.Empty(t, h.lines("agt_1", chat.AgentLogFilter{}))
}

func TestThirtyTwoLinesArePutTogetherAndOneLessIsNot(t *testing.T) {
	for lines, want := range map[int]int{31: 0, 32: 1} {
		h := newHouse(t, 48*time.Hour)
		h.worked("agt_1", lines)
		require.NoError(t, h.gather(t.Context(), "agt_1", noon.Add(36*time.Hour)))
		rs, err := records.List(t.Context(), h.store, days("agt_1"))
		require.NoError(t, err)
		require.Len(t, rs, want, "%d lines", lines)
	}
}

func TestAPageOfExactlyTheLimitIsGiven(t *testing.T) {
	h := newHouse(t, time.Hour)
	_, _, err := h.Page(t.Context(), "agt_1", chat.AgentLogFilter{Limit: 200})
	require.NoError(t, err)
}
