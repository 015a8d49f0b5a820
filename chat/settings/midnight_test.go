package settings

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestTodayBeginsAtItsFirstInstantWhereMidnightDoesNotExist(t *testing.T) {
	for zone, want := range map[string]string{"America/Santiago": "2026-09-06T01:00:00-03:00", "Europe/Berlin": "2026-09-06T00:00:00+02:00"} {
		s, err := hours.New(hours.Config{Zone: zone, Rules: []hours.Rule{hours.Week("Mon-Sun", "09:00-17:00")}})
		require.NoError(t, err)
		set := &InForce{Team: Team{Sites: []Site{{ID: "main", Schedule: "shop"}}, Schedules: []Schedule{{ID: "shop", Hours: s}}}}
		began := set.Midnight(time.Date(2026, 9, 6, 12, 0, 0, 0, time.UTC))
		require.Equal(t, want, began.Format(time.RFC3339))
	}
}
