package lead

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// warnings counts what is logged as a warning.
type warnings struct {
	slog.Handler
	n int
}

func (w *warnings) Enabled(context.Context, slog.Level) bool { return true }

func (w *warnings) Handle(_ context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		w.n++
	}
	return nil
}

func TestWhatIsLeftToANewerReleaseIsWarnedOfOnceInARow(t *testing.T) {
	for name, c := range map[string]struct {
		err      error
		failures int
		warned   int
	}{
		"the first":           {chat.ErrNewer, 0, 1},
		"one more in a row":   {chat.ErrNewer, 2, 0},
		"any other, at first": {errors.New("refused"), 0, 0},
		"any other":           {errors.New("refused"), 2, 0},
	} {
		n := leader(t)
		w := &warnings{Handler: slog.DiscardHandler}
		n.cfg.Logger, n.failures = slog.New(w), c.failures
		fails := task{do: func(context.Context) error { return c.err }}
		require.NoError(t, n.run(t.Context(), []task{fails}))
		require.Equal(t, c.warned, w.n, name)
	}
}

func TestANodeBeginsAnewOnceForEachTimeItForgot(t *testing.T) {
	n := leader(t)
	lives := uint64(1)
	n.cfg.Lives = func() uint64 { return lives }
	require.True(t, n.beganAnew())
	require.False(t, n.beganAnew())
	lives = 2
	require.True(t, n.beganAnew())
	require.False(t, n.beganAnew())
}
