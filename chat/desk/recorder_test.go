package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/trigger"
)

type looks []trigger.Recorded

func (l *looks) Record(r trigger.Recorded) { *l = append(*l, r) }

func TestARecorderSeesWhatTheRulesSaw(t *testing.T) {
	var seen looks
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Recorder = &seen })
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed))
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed), "said again")
	require.Len(t, seen, 2, "the beacon once, however often it was tried, and the dismissal once")
	require.Equal(t, "https://shop.example/shoes", seen[0].Visit.URL)
	require.Equal(t, s.clock(), seen[0].At)
	require.Equal(t, trigger.Num(3), seen[0].Visit.Attrs["agents.free"])
	require.Equal(t, trigger.Recorded{At: s.clock(), Visit: trigger.Visit{Visitor: seen[0].Visit.Visitor}, Ended: trigger.Dismissed}, seen[1])

	set, err := trigger.Compile([]trigger.Rule{withPrompt().Rules[0].Rule}, trigger.Config{})
	require.NoError(t, err)
	b := &trigger.Backtest{Set: set}
	require.NoError(t, b.Add(seen[0]))
	require.Len(t, b.Report().Firings, 1, "what was shown is what the backtest shows")
}
