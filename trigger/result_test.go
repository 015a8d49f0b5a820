package trigger_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestAResultSurvivesJSON(t *testing.T) {
	set, err := trigger.Compile([]trigger.Rule{
		{ID: "size", Group: "help", Variants: []trigger.Variant{{ID: "short", Weight: 1}}, Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Help?"}}}},
		{ID: "seen", Do: []trigger.Action{{Type: trigger.AddTag, Tag: "seen"}}},
	}, trigger.Config{})
	require.NoError(t, err)
	was := set.Eval(visitAt("/shoes", t0), trigger.History{}, t0)
	require.Len(t, was.Fires, 2)
	text, err := json.Marshal(was)
	require.NoError(t, err)
	var is trigger.Result
	require.NoError(t, json.Unmarshal(text, &is))
	require.Equal(t, was, is)
	prompt := is.Fires[1]
	require.Equal(t, []string{"size", "short", "help"}, []string{prompt.Rule(), prompt.Variant(), prompt.Group()})
	require.Equal(t, t0.Add(15*time.Minute), prompt.Expires)
	require.Len(t, prompt.Do(), 1)
}

func TestTheZeroFireIsNoRules(t *testing.T) {
	var f trigger.Fire
	require.Empty(t, f.Rule()+f.Variant()+f.Group())
	require.Empty(t, f.Do())
	text, err := json.Marshal(f)
	require.NoError(t, err)
	require.JSONEq(t, `{"rule":""}`, string(text))
	require.ErrorContains(t, json.Unmarshal([]byte(`{"rule":1}`), &f), "trigger: fire:")
}

func FuzzResult(f *testing.F) {
	f.Add([]byte(`{"fires":[{"rule":"a","do":[{"type":"tag","tag":"x"}],"expires":"2026-11-02T09:00:00Z"}],"held":[{}],"next":"2026-11-02T09:00:00Z"}`))
	f.Add([]byte(`{"fires":[null,{"Rule":null}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var r trigger.Result
		if json.Unmarshal(text, &r) != nil {
			return
		}
		for _, fire := range append(r.Fires, r.Held...) {
			_, _ = fire.Rule(), fire.Do()
		}
		again, err := json.Marshal(r)
		if err != nil {
			return // instants beyond the year 9999
		}
		require.NoError(t, json.Unmarshal(again, new(trigger.Result)), string(again))
	})
}
