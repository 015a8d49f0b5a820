package desk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAClockOffTheOthersMedianDoesNotLead(t *testing.T) {
	c := clocks{}
	require.True(t, c.fit(noon, noon, noon), "alone")
	c.note("b", noon.Add(time.Minute), noon)
	require.True(t, c.fit(noon, noon, noon), "of two nobody can tell who is right")
	c.note("c", noon.Add(-50*time.Millisecond), noon)
	c.note("d", noon, noon)
	require.True(t, c.fit(noon, noon, noon), "one of the others is off, not this one")
	c.note("c", noon.Add(2500*time.Millisecond), noon)
	c.note("d", noon.Add(2600*time.Millisecond), noon)
	require.False(t, c.fit(noon, noon, noon), "the others agree that it is later")
	require.True(t, c.fit(noon.Add(time.Second), noon.Add(time.Second), noon.Add(time.Second)), "what was heard long ago says nothing")
}
