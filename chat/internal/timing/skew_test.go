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
