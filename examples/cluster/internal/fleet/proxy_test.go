package fleet

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestANodeThatKeepsEverybodyWaitingIsPassedOver has one node of two answer nobody.
func TestANodeThatKeepsEverybodyWaitingIsPassedOver(t *testing.T) {
	t.Parallel()
	p := newProxy(2)
	wake := make(chan struct{})
	asleep := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-wake }))
	defer asleep.Close()
	awake := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer awake.Close()
	for i, s := range []*httptest.Server{asleep, awake} {
		address := strings.TrimPrefix(s.URL, "http://")
		p.set(i, address)
	}
	ask := func() {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://nodes/", nil)
		require.NoError(t, err)
		answer, err := p.RoundTrip(r)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
	}
	waiting := make(chan struct{})
	go func() {
		defer close(waiting)
		for range 2 {
			ask()
		}
	}()
	require.Eventually(t, func() bool { return p.owing[0].mute(time.Now()) }, 10*time.Second, 10*time.Millisecond)
	for range 10 {
		ask()
	}
	close(wake)
	<-waiting
	require.False(t, p.owing[0].mute(time.Now()))
	before := p.served[0].Load()
	for range 10 {
		ask()
	}
	require.Equal(t, before+5, p.served[0].Load())
}
