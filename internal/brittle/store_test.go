package brittle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/brittle"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestEveryCallFailsOnce(t *testing.T) {
	s := &brittle.Store{Store: memstore.New(memstore.Config{})}
	tries := 0
	n := brittle.EachCall(t, s, func() error {
		tries++
		if _, err := s.Get(t.Context(), "a"); err != nil {
			return err
		}
		if _, err := s.List(t.Context(), store.Range{Prefix: "a/", Limit: 1}); err != nil {
			return err
		}
		b := store.Batch{Put: []store.Record{{Key: "a"}}}
		if _, err := s.Commit(t.Context(), b); err != nil {
			return err
		}
		_, _, err := s.Changes(t.Context(), 0, 1)
		return err
	})
	require.Equal(t, 4, n)
	require.Equal(t, 5, tries)
	_, err := s.Get(t.Context(), "a")
	require.NoError(t, err, "it fails no more")
}
