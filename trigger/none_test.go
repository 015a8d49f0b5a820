package trigger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestASetThatWasNotCompiledHasNoRules(t *testing.T) {
	v := visitAt("/cart", t0)
	for _, s := range []*trigger.Set{nil, {}} {
		require.Empty(t, s.Eval(v, trigger.History{}, t0).Fires)
		require.Empty(t, s.Rules())
		require.Empty(t, s.Warnings())
		require.NoError(t, s.CheckVisit(v))
		_, known := s.Rule("r")
		require.False(t, known)
		_, err := s.Explain("r", v, trigger.History{}, t0)
		require.ErrorIs(t, err, trigger.ErrNoRule)
		_, _, err = s.Claim(v, trigger.History{}, "r", t0)
		require.ErrorIs(t, err, trigger.ErrNoRule)
		hello := trigger.Action{Type: trigger.Prompt, Text: map[string]string{"en": "Hello"}}
		require.Equal(t, "Hello", s.Text(hello, "en", v, trigger.History{}, t0))
		b := trigger.Backtest{Set: s}
		require.NoError(t, b.Add(trigger.Recorded{At: t0, Visit: v}))
		require.Equal(t, 1, b.Report().Looks)
	}
}
