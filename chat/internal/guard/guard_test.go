package guard_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

func TestAHooksErrorIsItsAnswer(t *testing.T) {
	g := guard.New(guard.Config{Log: slog.New(slog.DiscardHandler), Limit: time.Second})
	no := errors.New("no")
	require.NoError(t, g.Call(t.Context(), "hook", func() error { return nil }))
	require.ErrorIs(t, g.Call(t.Context(), "hook", func() error { return no }), no)
}

func TestAHookThatPanicsIsAnErrorWithoutItsStack(t *testing.T) {
	var log testlog.Lines
	g := guard.New(guard.Config{Log: log.Logger(), Limit: time.Second})
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

func TestHowACallEndedIsTold(t *testing.T) {
	no := errors.New("no")
	ended := func(context.Context) error { return no }
	heeds := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for _, x := range []struct {
		want string
		hook func(context.Context) error
		left time.Duration // until the caller goes away; 0: never
	}{
		{"ok", func(context.Context) error { return nil }, 0},
		{"error", ended, 0},
		{"panic", func(context.Context) error { panic("nil map") }, 0},
		{"timeout", heeds, 0},
		{"timeout", func(ctx context.Context) error { <-ctx.Done(); return no }, 0},
		{"cancelled", heeds, time.Second},
	} {
		t.Run(x.want, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var told []string
				var took []time.Duration
				g := guard.New(guard.Config{
					Log: slog.New(slog.DiscardHandler), Limit: 2 * time.Second, Tick: time.Now,
					Told: func(name, outcome string, d time.Duration) {
						told, took = append(told, name+" "+outcome), append(took, d)
					},
				})
				around, leave := context.WithCancel(t.Context())
				defer leave()
				if x.left > 0 {
					time.AfterFunc(x.left, leave)
				}
				ctx, cancel := g.Within(around)
				defer cancel()
				err := g.Call(ctx, "mailer", func() error { return x.hook(ctx) })
				require.Equal(t, x.want == "ok", err == nil)
				require.Equal(t, []string{"mailer " + x.want}, told)
				want := map[string]time.Duration{"timeout": 2 * time.Second, "cancelled": x.left}
				require.Equal(t, []time.Duration{want[x.want]}, took)
			})
		})
	}
}
