package staffing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing/staffing"
)

// shopWeek is a shop open 9 to 18 on weekdays, busy at noon.
func shopWeek() (open Week, past []Hour) {
	for d := time.Monday; d <= time.Friday; d++ {
		for h := 9; h < 18; h++ {
			open[d][h] = 1
			v := 400.0
			if h == 12 {
				v = 1200
			}
			past = append(past, Hour{d, h, v, v / 20}, Hour{d, h, v, v / 20})
		}
	}
	return open, past
}

func TestForecastFollowsTheProfile(t *testing.T) {
	_, past := shopWeek()
	p, err := Learn(past)
	require.NoError(t, err)
	week := p.Chats(2 * 5 * (8*400 + 1200)) // twice the usual visitors
	assert.InEpsilon(t, 40, week[time.Monday][9], 1e-9)
	assert.InEpsilon(t, 120, week[time.Friday][12], 1e-9)
	assert.Zero(t, week[time.Sunday][12])
	_, err = Learn([]Hour{{Weekday: 9}, {Chats: -1}})
	assert.ErrorContains(t, err, "past[0]")
	assert.ErrorContains(t, err, "past[1]")
}

func TestAQuietHourDoesNotClaimAnOddRate(t *testing.T) {
	_, past := shopWeek()
	p, err := Learn(append(past, Hour{time.Sunday, 3, 1, 1}))
	require.NoError(t, err)
	assert.Less(t, p.PerChat[time.Sunday][3], 0.06)
}

func planFor(t *testing.T, change func(*PlanInput)) Plan {
	open, past := shopWeek()
	profile, err := Learn(past)
	require.NoError(t, err)
	in := PlanInput{Chats: profile.Chats(5 * (8*400 + 1200)), Open: open, ShiftHours: 4,
		Team:   Chat{Concurrency: 3, Rates: []float64{12, 19.2, 21.6}, Abandonment: 30},
		Target: Target{MaxAbandon: .03}}
	change(&in)
	p, err := MakePlan(in)
	require.NoError(t, err)
	return p
}

func TestPlanCoversEveryOpenHourAndNoOther(t *testing.T) {
	p := planFor(t, func(*PlanInput) {})
	assert.Empty(t, p.Short)
	for d := range 7 {
		for h := range 24 {
			assert.GreaterOrEqual(t, p.Have[d][h], p.Need[d][h], "%d %d", d, h)
			if h < 9 || h >= 18 {
				assert.Zero(t, p.Have[d][h], "%d %d", d, h)
			}
		}
	}
	assert.Greater(t, p.Need[1][12], p.Need[1][9])
	n, err := Chat{Concurrency: 3, Rates: []float64{12, 19.2, 21.6}, Abandonment: 30, Arrival: 60}.Required(Target{MaxAbandon: .03})
	require.NoError(t, err)
	assert.Equal(t, n, p.Need[3][12])
}

func TestPlanSaysWhereItFallsShort(t *testing.T) {
	p := planFor(t, func(in *PlanInput) { in.MaxAgents = 2 })
	require.Len(t, p.Short, 5, "noon of five days")
	for _, s := range p.Short {
		assert.Equal(t, 12, s.Hour)
		assert.Greater(t, s.Need, s.Have)
		assert.Greater(t, s.Expected.Abandonment, .03)
	}
	p = planFor(t, func(in *PlanInput) { in.MaxShifts = 4 })
	agents := 0
	for _, s := range p.Shifts {
		agents += s.Agents
	}
	assert.Equal(t, 4, agents)
	assert.NotEmpty(t, p.Short)
}

func TestPlanGoesRoundTheWeek(t *testing.T) {
	p := planFor(t, func(in *PlanInput) {
		for d := range 7 {
			for h := range 24 {
				in.Open[d][h], in.Chats[d][h] = 1, 10
			}
		}
	})
	assert.Empty(t, p.Short)
	_, err := MakePlan(PlanInput{})
	assert.ErrorIs(t, err, ErrForecast)
}
