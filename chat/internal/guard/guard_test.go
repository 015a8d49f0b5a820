package guard_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/guard"
)

func TestAHooksErrorIsItsAnswer(t *testing.T) {
	g := guard.New(slog.New(slog.DiscardHandler), time.Second)
	no := errors.New("no")
	require.NoError(t, g.Call(t.Context(), func() error { return nil }))
	require.ErrorIs(t, g.Call(t.Context(), func() error { return no }), no)
}

func TestAHookThatPanicsIsAnErrorWithoutItsStack(t *testing.T) {
	var log bytes.Buffer
	g := guard.New(slog.New(slog.NewTextHandler(&log, nil)), time.Second)
	err := g.Call(t.Context(), func() error { panic("nil map") })
	require.EqualError(t, err, "desk: hook panicked: nil map")
	require.Contains(t, log.String(), "guard_test.go", "where it panicked is in the log alone")
}

func TestAHookThatHangsIsWaitedForNoLongerThanTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := guard.New(slog.New(slog.DiscardHandler), 2*time.Second)
		ctx, cancel := g.Within(t.Context())
		defer cancel()
		release, began := make(chan struct{}), time.Now()
		err := g.Call(ctx, func() error { <-release; return nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 2*time.Second, time.Since(began))
		close(release)
	})
}
