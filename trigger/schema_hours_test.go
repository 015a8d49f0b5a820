package trigger_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// enums are the lists of names anywhere in a schema.
func enums(x any) (all [][]any) {
	switch x := x.(type) {
	case map[string]any:
		if names, ok := x["enum"].([]any); ok {
			all = append(all, names)
		}
		for _, y := range x {
			all = append(all, enums(y)...)
		}
	case []any:
		for _, y := range x {
			all = append(all, enums(y)...)
		}
	}
	return all
}

func TestASchemaOffersSchedulesWhereYesOrNoIsAskedAndNowhereElse(t *testing.T) {
	config := trigger.Config{Schema: hostSchema, Hours: map[string]trigger.Hours{"support": newSchedule(t, "UTC", 0, 60, t0)}}
	var schema any
	require.NoError(t, json.Unmarshal(trigger.JSONSchema(config), &schema))
	kinds := trigger.Attributes()
	offered := 0
	for _, names := range enums(schema) {
		isBool := slices.ContainsFunc(names, func(n any) bool { return kinds[n.(string)] == trigger.Bool })
		isAttrs := slices.ContainsFunc(names, func(n any) bool { return kinds[n.(string)] != 0 })
		if !isAttrs {
			continue
		}
		require.Equal(t, isBool, slices.Contains(names, any("hours.support")), names)
		if isBool {
			offered++
		}
	}
	require.NotZero(t, offered)
}
