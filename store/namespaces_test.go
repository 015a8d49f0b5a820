package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// towered is a store of many namespaces, two of them.
type towered struct {
	store.Store
	dropped int
}

func (*towered) Namespaces(_ context.Context, after string, _ int) ([]string, error) {
	if after == "" {
		return []string{"a", "b"}, nil
	}
	return nil, nil
}

func (s *towered) Drop(context.Context) error {
	s.dropped++
	return nil
}

func TestNamespacesAreFoundBeneathDecorators(t *testing.T) {
	beneath := &towered{Store: memstore.New(memstore.Config{})}
	names, err := store.Namespaces(t.Context(), decorated{beneath}, "", 9)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, names)
	require.NoError(t, store.Drop(t.Context(), decorated{beneath}))
	require.Equal(t, 1, beneath.dropped)

	none := memstore.New(memstore.Config{})
	_, err = store.Namespaces(t.Context(), none, "", 9)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorIs(t, store.Drop(t.Context(), none), errors.ErrUnsupported)
}

type decorated struct{ beneath store.Store }

func (d decorated) Unwrap() store.Store { return d.beneath }

func (d decorated) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	return d.beneath.Get(ctx, keys...)
}

func (d decorated) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	return d.beneath.List(ctx, r)
}

func (d decorated) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	return d.beneath.Commit(ctx, b)
}

func (d decorated) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	return d.beneath.Changes(ctx, after, limit)
}
