package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// tardy is a carrier with something under way when the desk stops.
type tardy struct{ over bool }

func (*tardy) Name() string { return "tardy" }

func (*tardy) Carry(context.Context, hook.Words) error { return nil }

func (*tardy) Window(_, _ time.Time, _ chat.AuthorKind) hook.ReplyWindow {
	return hook.ReplyWindow{}
}

func (c *tardy) Step(ctx context.Context, now time.Time) (time.Time, error) {
	if ctx.Err() != nil {
		time.Sleep(3 * time.Second) // what is under way comes to its end
		c.over = true
	}
	return now.Add(time.Second), ctx.Err()
}

func TestRunReturnsWhenNothingOfACarrierIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{})})
		require.NoError(t, err)
		c := &tardy{}
		require.NoError(t, d.Outbox().Lines().Carry(c))
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		require.NoError(t, d.Run(ctx))
		require.True(t, c.over)
	})
}
