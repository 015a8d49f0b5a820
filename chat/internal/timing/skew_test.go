package timing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAClockOffTheOthersMedianDoesNotLead(t *testing.T) {
	var c Skew
	require.True(t, c.Fits(noon, noon, noon), "alone")
	c.Hear("b", noon.Add(time.Minute), noon)
	require.True(t, c.Fits(noon, noon, noon), "of two nobody can tell who is right")
	c.Hear("c", noon.Add(-50*time.Millisecond), noon)
	c.Hear("d", noon, noon)
	require.True(t, c.Fits(noon, noon, noon), "one of the others is off, not this one")
	c.Hear("c", noon.Add(2500*time.Millisecond), noon)
	c.Hear("d", noon.Add(2600*time.Millisecond), noon)
	require.False(t, c.Fits(noon, noon, noon), "the others agree that it is later")
	require.True(t, c.Fits(noon.Add(time.Second), noon.Add(time.Second), noon.Add(time.Second)), "what was heard long ago says nothing")
}

func TestAClockMayBeTwoSecondsOff(t *testing.T) {
	for off, fits := range map[time.Duration]bool{
		maxSkew: true, -maxSkew: true, maxSkew + 1: false, -maxSkew - 1: false,
	} {
		var c Skew
		c.Hear("b", noon.Add(off), noon)
		c.Hear("c", noon.Add(off), noon)
		require.Equal(t, fits, c.Fits(noon, noon, noon), off)
	}
}

func TestAHeartbeatThatIsLongUnderWayIsNotAClockThatIsBehind(t *testing.T) {
	at := func(s float64) time.Time { return noon.Add(time.Duration(s * float64(time.Second))) }
	var c Skew
	c.Write(at(0))
	c.Write(at(1)) // tried again
	hear := func(written, heard float64) {
		c.Hear("b", at(written), at(heard))
		c.Hear("c", at(written), at(heard))
	}
	hear(0, 4)
	require.True(t, c.Fits(at(5), at(5), noon), "its own one is under way for five seconds")
	c.Return(at(5))
	require.True(t, c.Fits(at(6), at(6), noon), "it took five seconds")
	hear(0, 7.5)
	require.False(t, c.Fits(at(8), at(8), noon), "more than it took, and two seconds")
	hear(8, 8)
	require.True(t, c.Fits(at(8), at(8), noon))
	c.Write(at(10))
	c.Return(at(10.1))
	hear(7, 10.2)
	require.False(t, c.Fits(at(11), at(11), noon), "heartbeats are quick again")
	c.Write(at(11))
	c.Return(at(15))
	hear(12, 16)
	require.True(t, c.Fits(at(16), at(16), noon))
	hear(36, 40)
	require.False(t, c.Fits(at(40), at(40), at(20)), "that was long ago")
	c.Return(at(50))
	hear(53.5, 50)
	require.False(t, c.Fits(at(50), at(50), at(20)), "no heartbeat that is late is ahead")
}
