package fleet

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAClockThatIsPutMeasuresTimeAsBefore(t *testing.T) {
	var c wrongClock
	for _, by := range []time.Duration{10 * time.Minute, -61 * time.Second, 0} {
		c.hear(strings.NewReader(by.String() + "\n"))
		before := time.Now()
		put := c.now()
		after := time.Now()
		require.Less(t, put.Sub(before), time.Second, "by the monotonic reading")
		require.GreaterOrEqual(t, put.Sub(before), time.Duration(0))
		wall := put.Round(0)
		require.False(t, wall.Before(before.Round(0).Add(by)), by)
		require.False(t, wall.After(after.Round(0).Add(by)), by)
	}
}
