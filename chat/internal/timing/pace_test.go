package timing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOwnTimeGoesOnWhenTheTimeOfDayIsPutBack(t *testing.T) {
	after := func(d time.Duration) time.Time { return noon.Add(d) }
	for name, c := range map[string]struct {
		written, seen, now, tick time.Duration
		ahead                    time.Duration
	}{
		"nobody sets the clock":            {0, 0, time.Minute, time.Minute, 0},
		"put forward":                      {0, 0, time.Hour, time.Minute, 0},
		"put back":                         {0, 0, -9 * time.Minute, time.Minute, 10 * time.Minute},
		"put back by less":                 {0, 0, 30 * time.Second, time.Minute, 30 * time.Second},
		"by a node that is ahead":          {10 * time.Minute, 0, time.Minute, time.Minute, 10 * time.Minute},
		"seen long after":                  {-time.Hour, 0, -time.Minute, time.Minute, 2 * time.Minute},
		"the clock of intervals goes back": {0, 0, -time.Minute, -time.Minute, 0},
	} {
		p := NewPace(after(c.written), after(c.seen), noon)
		require.Equal(t, c.ahead, p.Ahead(after(c.now), after(c.tick)), name)
	}
	require.Zero(t, Pace{}.Ahead(noon, noon))
}
