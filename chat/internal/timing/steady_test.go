package timing

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAClockOfThisProcessIsAliveFromTheStart(t *testing.T) {
	at := time.Now()
	var c Steady
	c.Begin(func() time.Time { return at }, nil)
	alive := c.origin.Load()
	require.NotNil(t, alive, "time.Now can be trusted to go on, whatever the time of day is set to")
	require.Equal(t, at.Round(0).UTC(), alive.reading)
}

func TestATimeOfDayThatATestMovesIsTheClockUntilItIsAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := noon
		var c Steady
		c.Begin(func() time.Time { return at }, nil)
		at = noon.Add(time.Hour)
		require.Equal(t, at, c.Tick())
		c.Live()
		at = noon
		time.Sleep(time.Minute)
		require.Equal(t, noon.Add(time.Hour+time.Minute), c.Tick())
	})
}
