package trigger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestAnExplanationSaysSinceWhenARuleHoldsAndWhenItIsDue(t *testing.T) {
	set, err := trigger.Compile([]trigger.Rule{{
		ID: "r", When: trigger.Where("page.dwell", trigger.Ge, trigger.For(5*time.Second)), Hold: 10 * time.Second,
	}}, trigger.Config{})
	require.NoError(t, err)
	began := visitAt("/shoes", t0)
	began.Holds = set.Eval(began, trigger.History{}, t0.Add(5*time.Second)).Holds
	require.Len(t, began.Holds, 1)
	for after, waits := range map[time.Duration]bool{6 * time.Second: true, 15*time.Second - 1: true, 15 * time.Second: false} {
		x, err := set.Explain("r", began, trigger.History{}, t0.Add(after))
		require.NoError(t, err)
		require.Equal(t, "10s", x.Hold.Needs)
		require.Equal(t, t0.Add(5*time.Second), x.Hold.Since.UTC(), after)
		require.Equal(t, t0.Add(15*time.Second), x.Hold.Due.UTC(), after)
		i := slices.IndexFunc(x.Blocks, func(b trigger.Block) bool { return b.By == "hold" })
		require.Equal(t, waits, i >= 0, after)
		if waits {
			require.Equal(t, x.Hold.Due, x.Blocks[i].Until)
		}
	}
	x, err := set.Explain("r", visitAt("/shoes", t0), trigger.History{}, t0.Add(time.Second))
	require.NoError(t, err)
	require.Zero(t, x.Hold.Due, "it is not true yet")
}
