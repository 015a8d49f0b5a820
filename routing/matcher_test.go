package routing_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func ExampleMatcher() {
	m, err := NewMatcher(Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m.SetAgent(now, AgentFact{ID: "ann", Rev: 1, Mode: Available, Capacity: 1, Skills: []Skill{{Name: "fr", Level: 2}}})
	french, _ := m.Need(RequestFact{Queue: "calls", Skills: []Skill{{Name: "fr", Level: 1}}})
	a, ok := m.Assign(now, french)
	fmt.Println(a.Agent(), ok)
	_, ok = m.Assign(now, french)
	fmt.Println(ok)
	m.Wait(french, "call-2", now, 0)
	m.Release(now, a)
	id, _, ok := m.Next(now, "ann")
	fmt.Println(id, ok)
	// Output:
	// ann true
	// false
	// call-2 true
}

func TestMatcherServesByPlaceAndRefusesUnknownQueues(t *testing.T) {
	m, err := NewMatcher(Config{Queues: []Queue{{ID: "a"}, {ID: "b", Priority: 2}}})
	require.NoError(t, err)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m.SetAgent(now, AgentFact{ID: "ann", Rev: 1, Mode: Available, Capacity: 9})
	a, err := m.Need(RequestFact{Queue: "a"})
	require.NoError(t, err)
	b, err := m.Need(RequestFact{Queue: "b"})
	require.NoError(t, err)
	_, err = m.Need(RequestFact{Queue: "c"})
	require.ErrorIs(t, err, ErrNoRoute)
	m.Wait(a, "first", now, 0)
	m.Wait(b, "weighs two minutes", now.Add(time.Minute), 0)
	m.Wait(a, "urgent", now.Add(2*time.Minute), 4)
	var got []string
	for id, _, ok := m.Next(now, "ann"); ok; id, _, ok = m.Next(now, "ann") {
		got = append(got, id)
	}
	assert.Equal(t, []string{"urgent", "weighs two minutes", "first"}, got)
	_, _, ok := m.Next(now, "nobody")
	assert.False(t, ok)
}
