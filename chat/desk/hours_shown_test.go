package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// TestTheHoursAreShownAsWholePeriods asks at instants in the middle of things.
func TestTheHoursAreShownAsWholePeriods(t *testing.T) {
	utc := func(month time.Month, d, hour, minute int) time.Time {
		return time.Date(2026, month, d, hour, minute, 0, 0, time.UTC)
	}
	march := func(d, hour int) time.Time { return utc(time.March, d, hour, 0) }
	var none time.Time
	for name, c := range map[string]struct {
		zone string
		week []hours.Rule
		at   time.Time
		want []hours.Period
	}{
		"Monday noon": {"UTC", []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}, utc(time.March, 2, 12, 10), []hours.Period{
			{Start: march(2, 9), End: march(2, 17)}, {Start: march(3, 9), End: march(3, 17)}, {Start: march(4, 9), End: march(4, 17)}, {Start: march(5, 9), End: march(5, 17)},
			{Start: march(6, 9), End: march(6, 17)}, {Start: march(9, 9), End: march(9, 17)},
		}},
		"the middle of the night of an overnight shop": {"Asia/Shanghai", []hours.Rule{hours.Week("Mon", "22:00-30:00")}, march(2, 19),
			[]hours.Period{{Start: march(2, 14), End: march(2, 22)}, {Start: march(9, 14), End: march(9, 22)}}},
		"always open":             {"UTC", []hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}, march(2, 12), []hours.Period{{Start: none, End: none}}},
		"open longer than a week": {"UTC", []hours.Rule{hours.On("2026-02-20..2026-03-14", "00:00-24:00")}, march(2, 12), []hours.Period{{Start: utc(time.February, 20, 0, 0), End: march(15, 0)}}},
		"never open":              {"UTC", nil, march(2, 12), nil},
	} {
		seed := twoTeams()
		h, err := hours.New(hours.Config{Zone: c.zone, Rules: c.week})
		require.NoError(t, err, name)
		never, err := hours.New(hours.Config{Zone: "UTC"})
		require.NoError(t, err)
		seed.Schedules = []settings.Schedule{{ID: "never", Hours: never}, {ID: "own", Hours: h}}
		seed.Sites[0].Schedule, seed.Queues[0].Schedule = "never", "own"
		s := newShop(t, seed)
		s.setClock(c.at)
		a, err := s.visitor(1).Availability(s.ctx, "", "")
		require.NoError(t, err, name)
		var got []hours.Period
		for _, p := range a.Hours {
			got = append(got, hours.Period{Start: p.Start.UTC(), End: p.End.UTC()})
		}
		require.Equal(t, c.want, got, name)
		require.Equal(t, c.zone, a.Zone, "%s: the queue's own hours outrank the site's", name)
		a, err = s.visitor(1).Availability(s.ctx, "", chat.QueueID("billing"))
		require.NoError(t, err, name)
		require.Empty(t, a.Hours, "%s: the site's hours hold where the queue has none", name)
	}
}
