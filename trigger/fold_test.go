package trigger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestFoldingKnowsTheKelvinSignAndTheLongS(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for value, title := range map[string]string{"kelvin": "\u212aelvin", "straß": "ſtraß", "ÅNGSTRÖM": "\u212bngström"} {
		c := trigger.Cond{Attr: "page.title", Op: trigger.Eq, Value: trigger.Text(value), Fold: true}
		set, err := trigger.Compile([]trigger.Rule{{ID: "r", When: c, Do: []trigger.Action{{Type: "open"}}}}, trigger.Config{})
		require.NoError(t, err)
		v := trigger.Visit{Title: title}
		require.Len(t, set.Eval(v, trigger.History{}, now).Fires, 1, title)
	}
}
