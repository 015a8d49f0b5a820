package staffing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing/staffing"
)

func TestChatChainsHaveTheirReferenceValues(t *testing.T) {
	for _, x := range []struct {
		team                   Chat
		spread, pack, balanced float64
	}{
		{Chat{2, 2, []float64{1, 1.6}, 3, .5, 6}, .13585592451284, .13730632883297, .13491503},
		{Chat{2, 3, []float64{1, 1.6, 1.8}, 3, .5, 6}, .069256020367845, .074331429540180, .067542813},
		{Chat{3, 2, []float64{1, 1.6}, 4, .5, 6}, .070779051280394, .072929150634806, .069687649},
	} {
		s, err := x.team.Exact(SpreadOut)
		require.NoError(t, err)
		assert.InEpsilon(t, x.spread, s.Abandonment, 2e-13)
		p, err := x.team.Exact(PackTight)
		require.NoError(t, err)
		assert.InEpsilon(t, x.pack, p.Abandonment, 2e-13)
		b, err := x.team.Performance()
		require.NoError(t, err)
		assert.InEpsilon(t, x.balanced, b.Abandonment, 1e-7)
	}
}

func TestChatInProportionIsErlangA(t *testing.T) {
	team := Chat{Agents: 10, Concurrency: 3, Rates: []float64{1, 2, 3}, Arrival: 28, Abandonment: .5}
	got, err := team.Performance()
	require.NoError(t, err)
	want := ErlangA(30, 28, 1, .5)
	assert.InEpsilon(t, want.Abandonment, got.Abandonment, 1e-12)
	assert.InEpsilon(t, want.WaitProbability, got.WaitProbability, 1e-12)
	assert.InEpsilon(t, want.MeanWait, got.MeanWait, 1e-12)
	assert.InEpsilon(t, want.Occupancy, got.Occupancy, 1e-12)
	assert.InEpsilon(t, want.ServiceLevel(.1), got.ServiceLevel(.1), 1e-12)
}

func TestChatStaffingExampleOfTheReference(t *testing.T) {
	for concurrency, want := range map[int]int{1: 14, 2: 9, 3: 7, 4: 7} {
		n, err := Chat{Concurrency: concurrency, Rates: []float64{.2, .32, .36, .34}, Arrival: 2, Abandonment: .5}.
			Required(Target{MaxAbandon: .03})
		require.NoError(t, err)
		assert.Equal(t, want, n)
	}
}

func TestBestConcurrencyIsWhereAnAgentCompletesTheMost(t *testing.T) {
	assert.Equal(t, 3, BestConcurrency([]float64{1, 1.6, 1.8, 1.7}))
	assert.Equal(t, 1, BestConcurrency([]float64{1, 1, .5}))
	assert.Equal(t, 0, BestConcurrency(nil))
}

func TestChatWithoutPatienceLimitsOrAgentsAnswers(t *testing.T) {
	full := Chat{Agents: 2, Concurrency: 2, Rates: []float64{1, 1.5}, Arrival: 3}
	p, err := full.Performance()
	require.NoError(t, err)
	assert.Equal(t, 1.0, p.WaitProbability)
	full.Arrival = 2
	p, err = full.Performance()
	require.NoError(t, err)
	assert.Greater(t, p.ServiceLevel(1), 0.5)
	assert.Less(t, p.ServiceLevel(0), p.ServiceLevel(1))
	full.Agents, full.Limit = 0, 5
	p, err = full.Performance()
	require.NoError(t, err)
	assert.InDelta(t, 1, p.Blocked+p.Abandonment, 1e-12)
	_, err = Chat{Agents: -1, Concurrency: 3, Rates: []float64{0}}.Performance()
	assert.ErrorContains(t, err, "Agents")
	assert.ErrorContains(t, err, "Concurrency")
	assert.ErrorContains(t, err, "Rates[0]")
}
