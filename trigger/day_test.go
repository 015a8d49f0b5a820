package trigger

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheNextDayBeginsWhereItsDateIsFirstShown(t *testing.T) {
	for _, c := range []struct{ zone, at, want string }{
		{"America/Santiago", "2026-09-05T12:00:00Z", "2026-09-06T01:00:00-03:00"},
		{"America/Havana", "2026-03-07T12:00:00Z", "2026-03-08T01:00:00-04:00"},
		{"America/Havana", "2026-10-31T12:00:00Z", "2026-11-01T00:00:00-04:00"},
		{"America/Asuncion", "2023-09-30T12:00:00Z", "2023-10-01T01:00:00-03:00"},
		{"Asia/Beirut", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00+03:00"},
		{"Asia/Beirut", "2026-10-24T12:00:00Z", "2026-10-25T00:00:00+02:00"},
		{"Asia/Amman", "2021-10-28T12:00:00Z", "2021-10-29T00:00:00+03:00"},
		{"Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-24T01:00:00+03:00"},
		{"America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-04T01:00:00-02:00"},
		{"Asia/Tehran", "2022-03-21T12:00:00Z", "2022-03-22T01:00:00+04:30"},
		{"Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-31T00:00:00+14:00"},
		{"America/St_Johns", "2010-11-06T12:00:00Z", "2010-11-07T00:00:00-02:30"},
		{"America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-08T00:00:00-03:30"},
		{"UTC", "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		at, err := time.Parse(time.RFC3339, c.at)
		require.NoError(t, err)
		require.Equal(t, c.want, instantAt(nextDay(at.UnixNano(), zone)).In(zone).Format(time.RFC3339), c.zone)
	}
}

// Followed from instant to instant, the days of a zone come once each, in order, and a cap of a day
// never ends in the past.
func TestNoCapOfADayEndsBeforeItBegins(t *testing.T) {
	for _, name := range []string{"America/Santiago", "America/Havana", "America/St_Johns", "Asia/Beirut", "Asia/Amman", "Asia/Gaza", "Africa/Cairo", "Asia/Tehran", "Pacific/Apia", "Australia/Lord_Howe", "America/Scoresbysund"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		at, end := time.Date(2000, 1, 1, 0, 0, 0, 0, zone).UnixNano(), time.Date(2030, 12, 31, 0, 0, 0, 0, zone).UnixNano()
		for last := ""; at < end; at = nextDay(at, zone) {
			date := instantAt(at).In(zone).Format(time.DateOnly)
			if next := nextDay(at, zone); date <= last || nextDay(next-1, zone) != next {
				require.Failf(t, "not one day", "%s in %s, after %s", date, name, last)
			}
			last = date
		}
	}
}
