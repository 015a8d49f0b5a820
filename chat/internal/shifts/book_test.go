package shifts

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

func TestABookReadsOwnHoursOnceUntilTheyChangeOrTheAgentGoes(t *testing.T) {
	week := func(day string) chat.Agent {
		text, err := json.Marshal(plan(t, 0, "UTC", hours.Week(day, "09:00-17:00")).Hours)
		require.NoError(t, err)
		a := chat.Agent{ID: "ann"}
		a.Plan.Own = text
		return a
	}
	var b Book
	first := b.Plan(week("Mon"), nil, 0).Hours
	require.Same(t, first, b.Plan(week("Mon"), nil, 0).Hours)
	tuesday := b.Plan(week("Tue"), nil, 0).Hours
	require.NotSame(t, first, tuesday)
	b.Drop("ann")
	require.NotSame(t, tuesday, b.Plan(week("Tue"), nil, 0).Hours)
	b.Drop("nobody")
}
