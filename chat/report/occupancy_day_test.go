package report

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// golden is an instant of a Sunday that is 25 hours long in Tallinn, or of the Monday after it.
func golden(t *testing.T, clock string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01 02 15:04:05", "2026-10 "+clock)
	require.NoError(t, err)
	return at
}

func TestOccupancyOfTwoDaysThatWereAddedUpByHand(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Tallinn")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		accepts, has [][2]string
		want         [2][5]float64 // accepting, busy, load, occupancy, concurrency of each day
	}{
		"ann": {
			accepts: [][2]string{
				{"25 01:35:00", "25 02:00:00"}, {"25 21:45:00", "25 22:15:00"},
				{"26 08:00:00", "26 08:06:00"}, {"26 08:24:00", "26 09:30:00"},
			},
			has: [][2]string{
				{"25 01:36:00", "25 01:50:00"}, {"25 21:50:10", "25 22:10:00"},
				{"26 08:25:00", "26 08:30:00"}, {"26 08:01:05", "26 08:05:00"},
				{"26 09:00:40", "26 09:05:00"}, {"26 09:20:00", "26 09:24:00"},
			},
			want: [2][5]float64{{2400, 1430, 1430, .5958, 1}, {5220, 1635, 1635, .3132, 1}},
		},
		"cat": {
			accepts: [][2]string{{"26 08:00:00", "26 08:45:00"}},
			has: [][2]string{
				{"26 08:02:25", "26 08:16:00"}, {"26 08:02:20", "26 08:10:00"},
				{"26 08:30:12", "26 08:36:00"},
			},
			want: [2][5]float64{{}, {2700, 1168, 1623, .4326, 1.3896}},
		},
		"whose last chat outlasts the signing off": {
			accepts: [][2]string{{"26 08:00:00", "26 08:10:00"}},
			has:     [][2]string{{"26 08:05:00", "26 08:20:00"}},
			want:    [2][5]float64{{}, {1200, 900, 900, .75, 1}},
		},
		"who has one still": {
			accepts: [][2]string{{"26 08:00:00", "26 22:00:00"}},
			has:     [][2]string{{"26 08:00:00", ""}},
			want:    [2][5]float64{{}, {50400, 50400, 50400, 1, 1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var lines []chat.AgentLine
			for _, x := range c.accepts {
				on := chat.AgentLine{At: golden(t, x[0]), Mode: chat.Available}
				lines = append(lines, on, chat.AgentLine{At: golden(t, x[1]), Mode: chat.Offline})
			}
			var had []chat.Stint
			for _, x := range c.has {
				s := chat.Stint{From: golden(t, x[0])}
				if x[1] != "" {
					s.To = golden(t, x[1])
				}
				had = append(had, s)
			}
			days := Attendance(lines, AttendanceConfig{
				From: golden(t, "24 21:00:00"), To: golden(t, "26 22:00:00"),
				Zone: zone, Stints: had,
			})
			require.Len(t, days, 2)
			for i, d := range days {
				occupied, _ := d.Occupancy()
				at, _ := d.Concurrency()
				round := func(x float64) float64 { return math.Round(1e4*x) / 1e4 }
				got := [5]float64{d.Accepting.Seconds(), d.Busy.Seconds(), d.Load.Seconds()}
				got[3], got[4] = round(occupied), round(at)
				require.Equal(t, c.want[i], got, "day %d", i)
			}
		})
	}
}
