//go:build !race

package routing_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// The life of an offer, a match and a position allocate nothing, once warm.
func TestRoutingAllocatesNothing(t *testing.T) {
	p, err := NewPool(Config{})
	require.NoError(t, err)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	skills := []Skill{{Name: "en", Level: 2}, {Name: "fr", Level: 1}}
	for i := range 100 {
		_, err := p.SetAgent(now, AgentFact{ID: fmt.Sprint(i), Mode: Available, Capacity: 3, Skills: skills})
		require.NoError(t, err)
	}
	assert.Zero(t, testing.AllocsPerRun(5000, func() {
		now = now.Add(time.Second)
		ds, err := p.Enqueue(now, RequestFact{ID: "c", Queue: "q", Skills: skills})
		if err != nil || len(ds) != 1 {
			panic(err)
		}
		if _, err := p.Accept(now, "c", ds[0].Agent); err != nil {
			panic(err)
		}
		if _, err := p.Complete(now, "c"); err != nil {
			panic(err)
		}
	}))
	for i := range 400 {
		_, err := p.Enqueue(now, RequestFact{ID: fmt.Sprint("w", i), Queue: "q", Skills: skills[:1+i%2]})
		require.NoError(t, err)
	}
	at, ok := p.Position("w399")
	require.True(t, ok)
	assert.Equal(t, 100, at)
	assert.Zero(t, testing.AllocsPerRun(1000, func() { p.Position("w399") }))
}
