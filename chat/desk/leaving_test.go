package desk

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestADeskThatHasLeftLeadsNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &crew{t: t, store: memstore.New(memstore.Config{})}
		d := c.join("n0", func(cfg *Config) { cfg.Now, cfg.IDs = nil, nil })
		ctx, stop := context.WithCancel(t.Context())
		left := make(chan error)
		go func() { left <- d.Run(ctx) }()
		c.arrive(d, "s1")
		synctest.Wait()
		require.Same(t, d, c.leader())
		stop()
		require.NoError(t, <-left)
		require.Nil(t, c.leader())
		head := c.head()
		_, err := d.Outbox().Step(t.Context(), d.now())
		require.NoError(t, err)
		require.Equal(t, head, c.head())
	})
}
