package crash_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/storetest/crash"
)

var errDown = errors.New("down")

// shaky fails every third commit, half of them after it was made.
type shaky struct {
	store.Store
	calls int
}

func (s *shaky) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	s.calls++
	switch s.calls % 6 {
	case 2:
		return 0, errDown
	case 5:
		_, _ = s.Store.Commit(ctx, b)
		return 0, errDown
	}
	return s.Store.Commit(ctx, b)
}

// written is a store after two clients made ten commands each, the last of one unconfirmed.
func written(t *testing.T) (*memstore.Store, []*crash.Client) {
	s := memstore.New(memstore.Config{})
	clients := []*crash.Client{{Name: "ann", Timeline: "1"}, {Name: "bob", Timeline: "1"}}
	sh := &shaky{Store: s}
	for clients[1].Acked < 10 {
		for _, c := range clients {
			if err := c.Step(t.Context(), sh); err != nil {
				require.ErrorIs(t, err, errDown)
			}
		}
	}
	clients[1].Acked--
	return s, clients
}

func TestRepeatedCommandsEndOnce(t *testing.T) {
	s, clients := written(t)
	assert.NoError(t, crash.Verify(t.Context(), s, clients))
	assert.Positive(t, clients[0].Unknown+clients[1].Unknown)
}

func TestDamageIsFound(t *testing.T) {
	entry := func(n int) string { return fmt.Sprintf("timeline/1/%09d", n) }
	for finds, b := range map[string]store.Batch{
		"lost: ann-":         {Delete: []string{entry(1)}},
		"gap: timeline/1":    {Delete: []string{entry(5)}},
		"doubled: ann-1":     {Put: []store.Record{{Key: entry(99), Value: []byte("ann-1")}}},
		"reordered: ann-50":  {Put: []store.Record{{Key: entry(99), Value: []byte("ann-50")}}},
		"invented: bob-11":   {Put: []store.Record{{Key: entry(99), Value: []byte("bob-11")}}},
		"half written":       {Delete: []string{"done/ann-3"}},
		"session 1 says 999": {Put: []store.Record{{Key: "session/1", Value: []byte("999")}}},
	} {
		s, clients := written(t)
		_, err := s.Commit(t.Context(), b)
		require.NoError(t, err)
		assert.ErrorContains(t, crash.Verify(t.Context(), s, clients), finds)
	}
}

func ExampleVerify() {
	ctx := context.Background()
	s := memstore.New(memstore.Config{})
	c := &crash.Client{Name: "ann", Timeline: "1"}
	_ = c.Step(ctx, s)
	c.Acked = 2 // the second one was confirmed as well, says the client
	fmt.Println(crash.Verify(ctx, s, []*crash.Client{c}))
	// Output: crash: lost: ann-2 was confirmed
}
