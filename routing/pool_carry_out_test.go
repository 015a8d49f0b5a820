package routing

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var opened = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestWhoIsAssignedARequestIsKeptFromItNoMore(t *testing.T) {
	p, err := NewPool(Config{})
	require.NoError(t, err)
	ann := AgentFact{ID: "ann", Mode: Available, Capacity: 1, AutoAccept: true}
	_, err = p.SetAgent(opened, ann)
	require.NoError(t, err)
	bars := Exclusion{Agent: "ben", Until: opened.Add(time.Hour)}
	ds, err := p.Enqueue(opened, RequestFact{ID: "chat-1", Exclude: []Exclusion{
		{Agent: "ann", Until: opened}, // it is over, and still on the record
		{Agent: "zoe", Again: opened.Add(time.Minute)},
		bars,
	}})
	require.NoError(t, err)
	require.Equal(t, Assign, ds[0].Kind)
	f, ok := p.Request("chat-1")
	require.True(t, ok)
	require.Equal(t, []Exclusion{bars}, f.Exclude, "neither the owner nor who handed it on before")
}

// How offers ended is kept of requests that nobody answered too, and of so many alone.
func TestWhatIsKeptOfRequestsThatAreOverIsBounded(t *testing.T) {
	p, err := NewPool(Config{Queues: []Queue{{ID: "q", MaxWait: time.Minute}}})
	require.NoError(t, err)
	_, err = p.SetAgent(opened, AgentFact{ID: "ann", Mode: Available, Capacity: 1})
	require.NoError(t, err)
	now := opened
	for i := range maxEndings + 9 {
		_, err := p.Enqueue(now, RequestFact{ID: fmt.Sprint("chat-", i), Queue: "q"})
		require.NoError(t, err)
		for range 8 { // the offer expires, and the wait ends
			now = now.Add(10 * time.Second)
			p.Advance(now)
		}
		_, ok := p.Request(fmt.Sprint("chat-", i))
		require.False(t, ok)
	}
	require.LessOrEqual(t, len(p.ends.of), maxEndings)
	require.Equal(t, OfferExpired, p.ends.state(fmt.Sprint("chat-", maxEndings+8), "ann"))
}
