package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestABoardSaysNothingBeforeItsNodeKnowsWhoWaits(t *testing.T) {
	onNodes(t, 1, func(n *ringing) {
		n.waits(n.desks[0])
		late, err := desk.New(desk.Config{Store: n.store, Node: "late", Key: make([]byte, 32)})
		require.NoError(n.t, err)
		asked := time.Now()
		_, err = late.Host().Board(n.t.Context())
		require.ErrorIs(n.t, err, chat.ErrUnavailable)
		require.Equal(n.t, 5*time.Second, time.Since(asked))

		var b desk.Board
		done := make(chan error)
		go func() { // it is asked while the node begins
			var err error
			b, err = late.Host().Board(n.t.Context())
			done <- err
		}()
		synctest.Wait()
		ctx, stop := context.WithCancel(n.t.Context())
		over := make(chan struct{})
		go func() { _ = late.Run(ctx); close(over) }()
		require.NoError(n.t, <-done)
		require.Len(n.t, b.Queues, 1)
		require.Equal(n.t, 1, b.Waiting)
		stop()
		<-over
	})
}
