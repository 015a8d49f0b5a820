package trigger_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestTheCommittedSchemaIsTheGeneratedOne(t *testing.T) {
	text := append(trigger.JSONSchema(trigger.Config{}), '\n')
	if os.Getenv("SWITCHBOARD_WRITE") != "" {
		require.NoError(t, os.WriteFile("rules.schema.json", text, 0o644))
	}
	committed, err := os.ReadFile("rules.schema.json")
	require.NoError(t, err)
	require.True(t, string(committed) == string(text), "rules.schema.json is out of date: go generate ./trigger writes it")
}

func TestTheSchemaListsEveryKindOperatorAndAttribute(t *testing.T) {
	config := trigger.Config{Schema: hostSchema, Hours: map[string]trigger.Hours{"support": newSchedule(t, "UTC", 0, 60, t0)}}
	text := string(trigger.JSONSchema(config))
	require.True(t, json.Valid([]byte(text)))
	mentions := func(part string) { require.True(t, strings.Contains(text, part), "%s is not in the schema", part) }
	for name := range trigger.Attributes() {
		mentions(`"` + name + `"`)
	}
	for kind := trigger.String; kind <= trigger.IP; kind++ {
		for _, op := range trigger.Ops(kind) {
			mentions(`"const": "` + string(op) + `"`)
		}
	}
	mentions(`"host.score"`)
	mentions(`"hours.support"`)
	require.True(t, text == string(trigger.JSONSchema(config)), "it is not the same twice")
}
