package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestRatingsOfBothScalesAreCounted(t *testing.T) {
	var s Satisfaction
	_, ok := s.CSAT()
	require.False(t, ok, "nobody has rated")
	s.rate(nil)
	require.Zero(t, s)
	for _, r := range []chat.Rating{
		{Score: 5, Scale: 5}, {Score: 4, Scale: 5}, {Score: 2, Scale: 2}, // positive
		{Score: 3, Scale: 5}, {Score: 2, Scale: 5}, {Score: 1, Scale: 2}, {Score: 1, Scale: 5},
		{Score: 4, Scale: 10}, {Score: 2, Scale: 3}, // of scales that nobody has
	} {
		s.rate(&r)
	}
	require.Equal(t, Satisfaction{Ratings: 9, Positive: 3}, s)
	share, ok := s.CSAT()
	require.True(t, ok)
	require.InDelta(t, 1.0/3, share, 1e-9)
}

func TestANetPromoterScoreCountsAnswersFrom0To10(t *testing.T) {
	for _, c := range []struct {
		score   float64
		answers []int
	}{
		{100, []int{10, 9}}, {0, []int{8, 7}}, {-100, []int{0, 6}}, {0, []int{10, 0}},
		{100, []int{10, -1}}, {100, []int{10, 11}}, {-100, []int{0, 11, -1}}, {50, []int{9, 8}},
	} {
		score, ok := NPS(c.answers)
		require.True(t, ok)
		require.InDelta(t, c.score, score, 1e-9, "%v", c.answers)
	}
	for _, none := range [][]int{nil, {-1}, {11}} {
		_, ok := NPS(none)
		require.False(t, ok, "%v", none)
	}
}
