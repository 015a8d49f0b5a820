package report

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

var t0 = time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)

// answered is a session that waited, was answered at once, and ran for a while.
func answered(at time.Time, wait, ran time.Duration, a chat.AgentID) chat.Session {
	return chat.Session{State: chat.Closed, Agent: a, CreatedAt: at, QueuedAt: at, AssignedAt: at.Add(wait), AnsweredAt: at.Add(wait + time.Second), EndedAt: at.Add(wait + ran)}
}

func abandoned(at time.Time, wait time.Duration) chat.Session {
	return chat.Session{State: chat.Abandoned, CreatedAt: at, QueuedAt: at, EndedAt: at.Add(wait)}
}

func TestTheFourServiceLevelFormulasGiveTheirPublishedFigures(t *testing.T) {
	c := Counts{Answered: 1000, AnsweredIn: 860, Abandoned: 60, AbandonedIn: 20}
	for f, want := range map[Formula]float64{AbandonedAsServed: .830, AnsweredOnly: .860, AbandonedAsMissed: .811, LateAbandoned: .827} {
		got, ok := c.ServiceLevel(f)
		require.True(t, ok)
		require.InDelta(t, want, got, .0005, f)
	}
	_, ok := Counts{}.ServiceLevel(LateAbandoned)
	require.False(t, ok, "of nothing there is no level")
}

func TestAReportCountsWhatBecameOfEverySession(t *testing.T) {
	good := answered(t0, 10*time.Second, 10*time.Minute, "agt_1")
	good.Rating = &chat.Rating{Score: 5, Scale: 5}
	good.InTime, good.Late = 3, 1
	late := answered(t0.Add(time.Minute), 30*time.Second, 10*time.Minute, "agt_1")
	late.Rating = &chat.Rating{Score: 1, Scale: 2}
	late.Promise = &chat.Promise{Broken: true}
	late.InTime, late.Late = 2, 4
	left := chat.Session{State: chat.Messaged, CreatedAt: t0, EndedAt: t0}
	left.Reply = &chat.Reply{Broken: true}
	good.Reply = &chat.Reply{Kept: true}
	open := chat.Session{State: chat.Queued, CreatedAt: t0, QueuedAt: t0}
	r, err := Summarise(slices.Values([]chat.Session{good, late, left, open, abandoned(t0, time.Minute), abandoned(t0, time.Second)}), Config{ShortAbandon: 5 * time.Second})
	require.NoError(t, err)
	require.Len(t, r.Rows, 1)
	row := r.Rows[0]
	require.Equal(t, Counts{Answered: 2, AnsweredIn: 1, Abandoned: 1}, row.Counts)
	require.Equal(t, []int{5, 5}, []int{row.InTime, row.Late})
	require.Equal(t, []int{5, 1, 1, 1}, []int{row.Started, row.Messaged, row.Open, row.Broken})
	require.Equal(t, []int{1, 1}, []int{row.AnswersKept, row.AnswersBroken})
	require.Equal(t, Spread{Count: 2, Mean: 20 * time.Second, P50: 10 * time.Second, P90: 30 * time.Second, Max: 30 * time.Second}, row.Wait)
	require.Equal(t, Satisfaction{Ratings: 2, Positive: 1}, row.Satisfaction)
	require.Equal(t, 10*time.Minute, row.Handle.Mean)
	require.Equal(t, 680*time.Second, row.Agents[0].Busy, "overlapping sessions are one busy time")
	require.Equal(t, 340*time.Second, row.Effort)
}

func TestWhoWaitedAndLeftAMessageIsToldApartFromWhoLeftTheLine(t *testing.T) {
	door := chat.Session{State: chat.Messaged, CreatedAt: t0, EndedAt: t0}
	waited := door
	waited.QueuedAt, waited.EndedAt = t0, t0.Add(time.Minute)
	gone, served := abandoned(t0, time.Minute), answered(t0, 0, time.Minute, "agt_1")
	all := []chat.Session{door, waited, gone, served}
	r, err := Summarise(slices.Values(all), Config{})
	require.NoError(t, err)
	row := r.Rows[0]
	require.Equal(t, []int{4, 2, 1}, []int{row.Started, row.Messaged, row.Waited})
	require.Equal(t, 2, row.Abandoned, "neither wait was answered")
	each := row.Answered + row.Abandoned - row.Waited + row.Messaged
	require.Equal(t, row.Started, each, "each session once")
}

func TestHoursAndDaysAreThoseOfTheZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	var ss []chat.Session
	for h := range 30 {
		ss = append(ss, abandoned(t0.Add(time.Duration(h)*time.Hour-time.Hour), 0))
	}
	r, err := Summarise(slices.Values(ss), Config{Distribution: Day, Location: berlin})
	require.NoError(t, err)
	require.Equal(t, []int{23, 7}, []int{r.Rows[0].Started, r.Rows[1].Started}, "the day the clock goes forward has 23 hours")
	r, err = Summarise(slices.Values(ss), Config{Distribution: Hour, Location: berlin})
	require.NoError(t, err)
	require.Len(t, r.Rows, 30)
}

func TestFaultsAreReportedAllAtOnce(t *testing.T) {
	_, err := Summarise(slices.Values([]chat.Session{}), Config{Distribution: "week", From: t0, To: t0, Threshold: -1})
	require.ErrorContains(t, err, "distribution")
	require.ErrorContains(t, err, "to:")
	require.ErrorContains(t, err, "threshold")
}

func TestOccupancyIsNotUtilisation(t *testing.T) {
	o := Occupied([]Level{{At: t0, Accepting: true, Capacity: 3}, {At: t0.Add(time.Hour), Accepting: true, Load: 1, Capacity: 3}, {At: t0.Add(2 * time.Hour), Capacity: 3}}, t0.Add(9*time.Hour))
	require.Equal(t, 2*time.Hour, o.Accepting)
	require.InDelta(t, .5, o.Occupancy, 1e-9)
	require.InDelta(t, 1./6, o.Utilisation, 1e-9)
	require.Zero(t, Occupied(nil, t0))
}

func TestNPSIsPromotersLessDetractors(t *testing.T) {
	n, ok := NPS([]int{10, 9, 8, 7, 6, 0, 11, -1})
	require.True(t, ok)
	require.InDelta(t, 0, n, 1e-9)
	n, _ = NPS([]int{10, 9, 8, 3})
	require.InDelta(t, 25, n, 1e-9)
	_, ok = NPS(nil)
	require.False(t, ok)
}
