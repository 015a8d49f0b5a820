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
	g := guard.New(guard.Config{Log: slog.New(slog.DiscardHandler), Limit: time.Second})
	no := errors.New("no")
	require.NoError(t, g.Call(t.Context(), "hook", func() error { return nil }))
	require.ErrorIs(t, g.Call(t.Context(), "hook", func() error { return no }), no)
}

func TestAHookThatPanicsIsAnErrorWithoutItsStack(t *testing.T) {
	var log bytes.Buffer
	g := guard.New(guard.Config{Log: slog.New(slog.NewTextHandler(&log, nil)), Limit: time.Second})
	err := g.Call(t.Context(), "hook", func() error { panic("nil map") })
	require.EqualError(t, err, "desk: hook panicked: nil map")
	require.Contains(t, log.String(), "guard_test.go", "where it panicked is in the log alone")
}

func TestAHookThatHangsIsWaitedForNoLongerThanTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := guard.New(guard.Config{Log: slog.New(slog.DiscardHandler), Limit: 2 * time.Second})
		ctx, cancel := g.Within(t.Context())
		defer cancel()
		release, began := make(chan struct{}), time.Now()
		err := g.Call(ctx, "hook", func() error { <-release; return nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 2*time.Second, time.Since(began))
		close(release)
	})
}
