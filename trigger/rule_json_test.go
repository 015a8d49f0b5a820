package trigger_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// Each rule says one thing more than its ID, so none can be written in the place of another, or be
// left out beside others.
func TestEachFieldOfARuleIsWrittenAndReadBack(t *testing.T) {
	day := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	show := []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Hello"}}}
	said := map[string]bool{"ID": true}
	for _, r := range []trigger.Rule{
		{Note: "for Ann"},
		{Disabled: true},
		{Type: trigger.Suppress},
		{Priority: -3},
		{Group: "prompt"},
		{Groups: []string{"prompt", "banner"}, Type: trigger.Suppress},
		{On: []trigger.Moment{trigger.OnCart, trigger.OnExit}},
		{When: trigger.Cond{Attr: "page.path", Op: "prefix", Value: trigger.Text("/en/")}},
		{Hold: 90 * time.Second},
		{From: day},
		{Until: day.Add(time.Hour)},
		{Rollout: &trigger.Rollout{Percent: 12.5}},
		{Rollout: &trigger.Rollout{Percent: 50, Seed: "may", By: "visitor.email", Range: [2]float64{0.25, 0.5}}},
		{Variants: []trigger.Variant{{ID: "a", Weight: 2, Do: show}, {ID: "b", Weight: 1}}},
		{Limits: []trigger.Limit{{Max: 2, Per: "7d", Scope: "all"}, {Max: 1}}},
		{Uncapped: true},
		{Quiet: trigger.Quiet{Dismissed: time.Hour}},
		{Quiet: trigger.Quiet{Engaged: time.Hour}},
		{Quiet: trigger.Quiet{ChatEnded: 36 * time.Hour}},
		{Quiet: trigger.Quiet{Answered: true}},
		{Quiet: trigger.Quiet{Scope: "group:prompt"}},
		{Do: show},
	} {
		r.ID = "r"
		text, err := json.Marshal(r)
		require.NoError(t, err)
		var back trigger.Rule
		require.NoError(t, json.Unmarshal(text, &back), "%s", text)
		require.Equal(t, r, back, "%s", text)
		v := reflect.ValueOf(r)
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				said[v.Type().Field(i).Name] = true
			}
		}
	}
	require.Len(t, said, reflect.TypeFor[trigger.Rule]().NumField(), "a field is in no rule here: %v", said)
}
