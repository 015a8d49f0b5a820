package outbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/store"
)

func TestWhatIsDueBeforeSomebodyLeadsIsLookedAtAgain(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	due := []string{"outbox/1"}
	o := outbox.New(outbox.Config{
		Term: func() store.Rev { return 0 },
		Due: func(time.Time, int, func(hook.EffectKind) bool) ([]string, time.Time) {
			return due, time.Time{}
		},
	})
	next, err := o.Step(t.Context(), now)
	require.NoError(t, err)
	require.Equal(t, now.Add(time.Second), next, "nothing rings when this node comes to lead")
	due = nil
	next, err = o.Step(t.Context(), now)
	require.NoError(t, err)
	require.Zero(t, next, "and while nothing is due, nobody looks")
}
